#pragma once

#include "models/items/column_table_model.h"
#include "models/items/operations.h"

namespace items {

// An operation of an application over a window of time.
struct OperationRow {
    std::string name;   // "GET /orders"
    std::string family; // the metric that tells
    Number rate{};      // per second
    Number errors{};    // share
    Number count{};
    Number least{}, mean{}, most{}, p50{}, p95{}, p99{}; // seconds
    std::vector<double> recent{};                        // the mean at the last 100 moments, the oldest first; NaN: none

    friend bool operator==(const OperationRow &a, const OperationRow &b);
};

class OperationModel final : public ColumnTableModel<OperationRow> {
public:
    explicit OperationModel(QObject *parent = nullptr);
};

} // namespace items
