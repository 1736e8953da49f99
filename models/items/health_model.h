#pragma once

#include "models/alerts/alert.h"
#include "models/items/column_table_model.h"
#include "models/metric/batch.h"

namespace items {

enum class Health { Ok, Degraded, Down, Unknown, Paused };
QString healthText(Health health);

// One check: a probe of a target, or a resource that has thresholds.
struct HealthRow {
    std::string check;  // "cpu"
    std::string kind;   // "probe", "resource": a source text in the context "items"
    std::string target; // targets::Target::id
    Health state = Health::Unknown;
    metric::Timestamp lastRun{};
    Number duration{}; // seconds the last run took
    metric::Timestamp lastChange{};
    std::string reason{}; // why it is not ok; empty where there is nothing to say

    friend bool operator==(const HealthRow &, const HealthRow &) = default;
};

// A headline figure whose thresholds make a resource check.
struct ResourceFigure {
    std::string check;      // "Processor"
    std::string target;     // targets::Target::id
    std::string expression; // the rules that ask this decide its state
    Number value;           // NaN: nobody knows
    metric::Unit unit = metric::Unit::None;
    std::string instance; // the instance label of its series; empty: any
};

struct HealthInput {
    std::span<const metric::BatchRef> batches; // the newest of each target
    std::span<const alerts::Alert> alerts;
    std::span<const ResourceFigure> figures;
    metric::Timestamp now;
    metric::Duration staleAfter{5000}; // a batch older than this says nothing any more
};

// The checks of this moment. `previous` is what this function returned last time: it holds since when a state lasts, and
// the checks whose probes did not run in the newest batch. Checks of targets that are in no batch and no figure end.
std::vector<HealthRow> healthRows(std::span<const HealthRow> previous, const HealthInput &input);

class HealthModel final : public ColumnTableModel<HealthRow> {
public:
    explicit HealthModel(QObject *parent = nullptr);
};

} // namespace items
