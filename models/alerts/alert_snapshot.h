#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/rule_folder.h"
#include "models/alerts/silence.h"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace alerts {

inline constexpr std::size_t kSeverityCount = 4;

// A rule that could not be evaluated in its last round, and why.
struct RuleError {
    std::int64_t ruleId;
    std::string message;
};

// Everything about alerts at one moment, for windows and trays. Immutable, so it crosses threads as a shared_ptr.
struct AlertSnapshot {
    std::uint64_t version = 0;                                                                              // grows with each snapshot
    std::shared_ptr<const std::vector<AlertRule>> rules = std::make_shared<const std::vector<AlertRule>>(); // packs, thresholds, files
    std::vector<Alert> pending;                                                                             // oldest first
    std::vector<Alert> firing;                        // firing and acknowledged; gravest first, then newest
    std::vector<Alert> resolved;                      // the last kRecentlyResolved, newest first
    std::array<int, kSeverityCount> counts{};         // of `firing`, by severity
    std::array<int, kSeverityCount> unacknowledged{}; // of those, the ones nobody has acknowledged
    metric::Timestamp pausedUntil{};                  // notifications wait until then; epoch = not paused
    std::vector<RuleError> errors;
    std::shared_ptr<const std::vector<Silence>> silences = std::make_shared<const std::vector<Silence>>(); // expired ones too
    std::vector<FileFault> faults; // of rule files; what they said before counts until they are mended
    std::string notice;            // a sentence about the store that people must know (set aside, cannot be written); empty normally

    static constexpr std::size_t kRecentlyResolved = 100;
};

using AlertSnapshotRef = std::shared_ptr<const AlertSnapshot>;

} // namespace alerts
