#pragma once

#include "models/items/column_table_model.h"
#include "models/query/tree.h"

namespace items {

// A node of a parsed expression, and what it answered.
struct ExpressionRow {
    std::string path;       // "0", "0.1": the way from the root
    std::string text;       // the node itself, its operands left out: "sum by (mode)"
    std::string expression; // the whole of it: what is asked
    query::ValueType type = query::ValueType::Vector;
    query::Span span;    // in the text that was parsed
    Number series;       // how many it answers; unknown until it has been asked
    Number seconds;      // that took
    std::string trouble; // why it has no answer

    friend bool operator==(const ExpressionRow &, const ExpressionRow &) = default;
};

// At most so many nodes, parents before children. Parentheses and literals are no nodes of their own.
std::vector<ExpressionRow> expressionRows(const query::Node &root, std::size_t most = 50);
QString valueTypeText(query::ValueType type);

class ExpressionModel final : public ColumnTableModel<ExpressionRow> {
public:
    explicit ExpressionModel(QObject *parent = nullptr);
};

} // namespace items
