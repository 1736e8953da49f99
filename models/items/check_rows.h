#pragma once

#include "models/items/alert_filter.h"
#include "models/items/check_model.h"
#include "models/targets/target.h"

#include <array>
#include <bitset>
#include <span>

namespace items {

inline constexpr std::size_t kCheckStateCount = std::size_t(health::State::Maintenance) + 1;

// Which checks a list shows: those in a state that is not hidden and that the search finds, in name, kind, address or why.
struct CheckFilter {
    std::bitset<kCheckStateCount> hidden; // by health::State
    AlertSearch search;
};

struct CheckInput {
    health::HealthSnapshotRef snapshot;       // never null
    std::span<const targets::Target> targets; // tell the kinds
    health::Span span = health::Span::Day;
    metric::Timestamp now{};
};

struct CheckList {
    std::vector<CheckRow> rows;                 // the worst first, then by name
    std::array<int, kCheckStateCount> counts{}; // of all, by health::State
};
CheckList checkRows(const CheckInput &input, const CheckFilter &filter);

// Of those that have an objective, the one with the least budget left first.
std::vector<CheckRow> sloRows(const health::HealthSnapshotRef &snapshot);

// Why a check is as it is and since when: "tls: certificate expired 2 h ago · for 2 h", "behind gw-paris, which does not answer", "for 6 d".
QString whyText(const health::CheckStatus &status, const health::HealthSnapshot &snapshot, metric::Timestamp now);

// The check of that target, keeping the snapshot; null where there is none.
std::shared_ptr<const health::CheckStatus> checkOf(const health::HealthSnapshotRef &snapshot, std::string_view target);

} // namespace items
