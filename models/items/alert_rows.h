#pragma once

#include "models/alerts/alert_snapshot.h"
#include "models/items/alert_filter.h"
#include "models/items/column.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace items {

// The instance that an alert is about: its label's, or the rule's. May be empty.
std::string_view instanceOf(const alerts::Alert &alert);

// By what alerts can be put together: a new way is one row of the table.
struct AlertGrouping {
    const char *id;    // stable: it is remembered
    const char *title; // source text in the context "items": "target"
    RowKey (*key)(const alerts::Alert &);
    QString (*groupTitle)(const alerts::Alert &); // of the group that it belongs to
};
std::span<const AlertGrouping> alertGroupings();
// Null where none is called so.
const AlertGrouping *alertGrouping(QStringView id);

// What alerts that were put together come to.
struct AlertGroup {
    std::string title;
    std::array<int, alerts::kSeverityCount> counts{}; // of what is not over
    int over = 0;
    alerts::Severity worst{};  // of what is not over, where there is any; else of all
    metric::Timestamp since{}; // the oldest of them
    bool isOver() const;       // every one is
    friend bool operator==(const AlertGroup &, const AlertGroup &) = default;
};
// "critical 3, warning 12, resolved 1"; "3" where all are of the worst severity, which stands beside it
QString countsText(const AlertGroup &group);

// Of an alert's row: the same from pending to resolved.
RowKey alertKey(const alerts::Alert &alert);

// A line of the list: an alert or a group, never both.
struct AlertRow {
    std::shared_ptr<const alerts::Alert> alert; // shares the snapshot's life
    std::shared_ptr<const AlertGroup> group;
    RowKey key;
    std::optional<RowKey> parent = {}; // the group's
};

// What a list shows of a snapshot.
struct AlertRows {
    std::vector<AlertRow> rows;                 // as the snapshot has them; groups, gravest first, before all alerts
    std::array<int, kAlertTraitCount> counts{}; // of all alerts that have the trait, shown or not
    int shown = 0;                              // alerts
};
// Without a grouping side by side.
AlertRows alertRows(const alerts::AlertSnapshotRef &snapshot, const AlertFilter &filter, const AlertGrouping *grouping, metric::Timestamp now);

} // namespace items
