#pragma once

#include "models/health/health_snapshot.h"
#include "models/health/timeline.h"
#include "models/metric/result.h"
#include "models/sqlite/database.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace health {

// From then on a check was in that state; empty: from then on nobody looked.
struct StateChange {
    std::string target;
    metric::Timestamp time;
    std::optional<State> state;
    metric::Timestamp since; // of the state: earlier than `time` where it was found again after nobody had looked
    metric::Reason reason = metric::Reason::None;
    std::string message{};
    friend bool operator==(const StateChange &, const StateChange &) = default;
};

// Changes of state in health.sqlite, and how far observation reached: who is killed in between leaves time in which nobody looked, never a state
// that nobody saw. Bounded by Timeline::sumUp() and dropBefore(). For the thread of its database.
class StateLog {
public:
    // REQUIRES: of a HealthFile, which outlives this.
    explicit StateLog(sqlite::Database &database) : m_database(database) {}

    // Observation begins: every state that was not ended ends where observation last reached. Once per start, before anything is written.
    [[nodiscard]] metric::Result<void> begin(metric::Timestamp now);
    // All or nothing: changes, and that observation reached `until`. A change of the same target and time takes the place of the older one.
    [[nodiscard]] metric::Result<void> write(std::span<const StateChange> changes, metric::Timestamp until);
    // What was stored of the target before that time, by what it was summed up to.
    [[nodiscard]] metric::Result<void> replace(std::string_view target, metric::Timestamp before, std::span<const Turn> turns);
    // But for the state that held then.
    [[nodiscard]] metric::Result<void> dropBefore(metric::Timestamp time);

    // Up to `now`: what the file says of a time to come (the clock was set back) is left aside.
    metric::Result<std::unordered_map<std::string, Timeline>> timelines(metric::Timestamp now);
    // The newest state of each target that was seen.
    metric::Result<std::vector<StateChange>> latest(metric::Timestamp now);
    // From the one that held at `from`, the oldest first, and the newest `most` of them.
    metric::Result<std::vector<StateChange>> changes(std::string_view target, metric::Timestamp from, metric::Timestamp to, std::size_t most);

private:
    metric::Result<std::vector<StateChange>> read(sqlite::Statement &statement);
    sqlite::Database &m_database;
};

} // namespace health
