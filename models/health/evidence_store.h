#pragma once

#include "models/health/health_snapshot.h"
#include "models/metric/result.h"
#include "models/sqlite/database.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace health {

enum class Kept : std::uint8_t {
    Good = 0,    // the last one of them
    First = 1,   // failure of an outage
    Changed = 2, // the reason of a failure became another one
};

struct EvidenceToKeep {
    std::string target;
    Kept kind = Kept::First;
    metric::Timestamp time;
    metric::Verdict verdict; // without evidence it is kept too: its message says something
};

// Which verdicts of a check are worth keeping: the first failure of an outage, each that fails for another reason than the one before, and an answer
// now and then, to compare with. Not more than one first failure or answer after an outage a minute, however it flaps.
class EvidenceChoice {
public:
    static constexpr metric::Duration kGoodEvery = std::chrono::hours(1);
    static constexpr metric::Duration kApart = std::chrono::minutes(1);

    // The last good one that is kept already.
    void restore(metric::Timestamp lastGood) { m_lastGood = lastGood; }
    // Empty: it is not worth it.
    std::optional<Kept> choose(const metric::Verdict &verdict, metric::Timestamp time);

private:
    metric::Reason m_reason = metric::Reason::None; // of the failure before
    metric::Timestamp m_lastGood{};
    metric::Timestamp m_lastFirst{};
};

// What was seen when checks failed, and when they last did not, in health.sqlite. For each target the last ten failures and one good one; where there
// are more, changes of reason go before first failures, unless few of them are left. Parts are cut at 64 KiB each and 256 KiB together, and packed.
// For the thread of its database.
class EvidenceStore {
public:
    static constexpr std::size_t kFailures = 10;
    static constexpr std::size_t kChangesSpared = 3;
    static constexpr std::size_t kLongestPart = 64 * 1024;
    static constexpr std::size_t kLongestEvidence = 256 * 1024;

    // REQUIRES: of a HealthFile, which outlives this.
    explicit EvidenceStore(sqlite::Database &database) : m_database(database) {}

    // All or nothing.
    [[nodiscard]] metric::Result<void> keep(std::span<const EvidenceToKeep> evidence);
    // Failures, the newest first, and behind them the good one. What can not be unpacked comes without its parts.
    metric::Result<std::vector<KeptEvidence>> of(std::string_view target);
    // When the good one of each target was seen.
    metric::Result<std::unordered_map<std::string, metric::Timestamp>> lastGood();
    [[nodiscard]] metric::Result<void> dropBefore(metric::Timestamp time);

private:
    metric::Result<void> trim(std::string_view target);
    sqlite::Database &m_database;
};

} // namespace health
