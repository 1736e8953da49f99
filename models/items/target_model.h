#pragma once

#include "models/items/column_table_model.h"
#include "models/targets/target.h"

namespace items {

// A target as the list at the left shows it.
struct TargetRow {
    targets::Target target;
    std::string id; // target.id and target.name in UTF-8: use targetRow() to fill them
    std::string name;
    State state = State::Unknown;
    std::string reason;            // why the state is what it is, in words
    std::vector<double> sparkline; // recent values of its headline figure, NaN for gaps
    Number value;                  // the present one
    metric::Unit unit = metric::Unit::Ratio;
};

TargetRow targetRow(const targets::Target &target);
QString targetKindText(targets::Kind kind);
QString stateText(State state);

class TargetModel final : public ColumnTableModel<TargetRow> {
public:
    explicit TargetModel(QObject *parent = nullptr);
    static RowKey key(const QString &targetId);
};

} // namespace items
