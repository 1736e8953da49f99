#pragma once

#include "models/items/column_table_model.h"

namespace items {

// What could be written at the cursor of an expression, and a few words on it.
struct CompletionRow {
    std::string name;
    std::string detail = {};
    friend bool operator==(const CompletionRow &, const CompletionRow &) = default;
};

// Those that hold what is typed, those that begin with it first; at most so many.
std::vector<CompletionRow> matching(const std::vector<CompletionRow> &rows, std::string_view prefix, std::size_t most = 200);

class CompletionModel final : public ColumnTableModel<CompletionRow> {
public:
    explicit CompletionModel(QObject *parent = nullptr);
};

} // namespace items
