#include "models/alerts/silence.h"

#include "models/alerts/matchers.h"
#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace alerts {

using metric::ErrorCode;
using metric::Timestamp;
using series::Matcher;

namespace {

// The end of the year 9999, the last that RFC 3339 can write.
constexpr Timestamp kLastTime{std::chrono::seconds(253'402'300'799)};

// As Alertmanager counts it: what excludes a value is meant, even if an absent label fulfils it.
bool isFulfilledByNothing(const Matcher &matcher) { return !matcher.isNegative() && matcher.matches(std::string_view()); }

} // namespace

SilenceState stateOf(const Silence &silence, Timestamp now)
{
    if (now >= silence.endsAt)
        return SilenceState::Expired;
    return now < silence.startsAt ? SilenceState::Pending : SilenceState::Active;
}

metric::Result<void> validate(const Silence &silence, Timestamp now)
{
    const auto refused = [](const char *why) { return metric::fail(ErrorCode::InvalidArgument, why); };
    if (silence.matchers.empty())
        return refused("the silence has no matcher: say which alerts it is for");
    if (auto checked = checkMatchers(silence.matchers); !checked)
        return checked;
    if (std::ranges::all_of(silence.matchers, isFulfilledByNothing))
        return refused("the silence would match every alert: add a matcher that an empty value does not fulfil");
    if (silence.startsAt < Timestamp{} || silence.endsAt > kLastTime)
        return refused("the silence's time lies outside of the years 1970 to 9999");
    if (silence.startsAt >= silence.endsAt)
        return refused("the silence ends before it starts: choose a later end");
    if (silence.endsAt <= now)
        return refused("the silence's end is in the past: choose a later end");
    if (silence.createdBy.size() + silence.comment.size() > kMaxSilenceText)
        return metric::fail(ErrorCode::LimitExceeded,
                            fmt::format("author and comment are longer than {} bytes: shorten the comment", kMaxSilenceText));
    if (!metric::isUtf8(silence.createdBy) || !metric::isUtf8(silence.comment))
        return refused("author or comment is not in UTF-8");
    return {};
}

std::string silenceId(std::uint64_t high, std::uint64_t low)
{
    high = (high & ~std::uint64_t{0xF000}) | 0x4000;                          // version 4
    low = (low & ~(std::uint64_t{0b11} << 62)) | (std::uint64_t{0b10} << 62); // the variant of the RFC
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48, low & 0xFFFF'FFFF'FFFF);
}

bool isSilenceId(std::string_view text)
{
    constexpr std::string_view kForm = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    const auto isDigitHere = [](char form, char c) { return form == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == kForm.size() && std::ranges::equal(kForm, text, isDigitHere);
}

} // namespace alerts
