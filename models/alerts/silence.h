#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/series/matcher.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

// Of createdBy and comment together, in bytes.
inline constexpr std::size_t kMaxSilenceText = 16 * 1024;

// Alerts that all of the matchers match are not told of from startsAt until before endsAt.
struct Silence {
    std::string id; // a UUID in lower case; empty while there is none yet
    std::vector<series::Matcher> matchers;
    metric::Timestamp startsAt;
    metric::Timestamp endsAt;
    metric::Timestamp updatedAt;
    std::string createdBy;
    std::string comment;
    // It ends before its end once what it matched is gone for a while; Alertmanager has no such silences.
    bool endsWhenUnmatched = false;
    friend bool operator==(const Silence &, const Silence &) = default;
};

enum class SilenceState { Pending, Active, Expired };
SilenceState stateOf(const Silence &silence, metric::Timestamp now);

// Whether it may be set at `now`, by Alertmanager's rules: at least one matcher that an absent label does not fulfil, an end after
// its start and in the future. InvalidArgument or LimitExceeded; the message says what to do.
metric::Result<void> validate(const Silence &silence, metric::Timestamp now);

// A UUID of version 4 (RFC 9562) from 128 random bits, of which it keeps 122.
std::string silenceId(std::uint64_t high, std::uint64_t low);
// Of any version.
bool isSilenceId(std::string_view text);

} // namespace alerts
