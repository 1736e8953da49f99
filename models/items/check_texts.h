#pragma once

#include "models/health/health_snapshot.h"
#include "models/items/column.h"

#include <span>

namespace items {

QString utf8Text(std::string_view text);

// The states of a check as people see them: which shape and colour, and the word.
State markOf(health::State state);
QString checkStateText(health::State state); // "Down"
// How much it matters, for sorting: the worst is 0.
int checkStateRank(health::State state);

QString reasonText(metric::Reason reason);
// CheckStatus::message: what models/health says of itself ("this machine is offline") in the user's language, the words of a server or a library
// as they are.
QString messageText(std::string_view message);
// The same of HealthSnapshot::why and Loss::why: "shop is down, and 2 more".
QString summaryText(std::string_view summary);
// "tls: certificate expired 2 h ago", the reason only where there is no message; empty where there is neither.
QString causeText(metric::Reason reason, std::string_view message);

QString spanText(health::Span span);          // "24 h"
metric::Duration lengthOf(health::Span span); // 24 h

// A share of time from 0 to 1, cut off and never rounded up: 100 % is said of what never failed only. Unknown is "–".
QString availabilityText(std::optional<double> availability);
// "30 min", and "0 min" of what is less than a minute.
QString budgetText(metric::Duration budget);

// A piece of a bar in words: from when to when, how available, how long down.
QString pieceText(const health::BarPiece &piece, metric::Timestamp to);
// Where a piece ends: where the next begins, the last at `end`.
metric::Timestamp endOf(std::span<const health::BarPiece> bar, std::size_t piece, metric::Timestamp end);

// A check was in that state from then on; none: nobody looked.
struct StateChange {
    metric::Timestamp time{};
    std::optional<health::State> state{};
    metric::Reason reason = metric::Reason::None;
    std::string message{};
    friend bool operator==(const StateChange &, const StateChange &) = default;
};

} // namespace items
