#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"
#include "models/series/matcher.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Alertmanager's matchers: what silences, inhibition rules and filters choose alerts by. All of a list must match.
namespace alerts {

// Of one list: more is nobody's intention.
inline constexpr std::size_t kMaxMatchersBytes = 64 * 1024;
inline constexpr std::size_t kMaxMatchers = 1'000;
// Instructions of all their regular expressions together, some 16 bytes each.
inline constexpr std::size_t kMaxMatchersRegexSize = 200'000;

// A list in text: alertname="x", foo!=bar, {foo=~"a|b", "any name"!~"c"}. Reads what Alertmanager reads since 0.27 unless it is told
// otherwise: the classic notation (names of letters, digits, "_" and ":", values quoted or not, only \" \\ \n are escapes) and,
// where that does not read, the UTF-8 one (any name in quotes, Go's escapes). An empty text is an empty list. The error
// (InvalidArgument, or LimitExceeded beyond the bounds above) says the character, counted from 1, and what was expected there.
metric::Result<std::vector<series::Matcher>> parseMatchers(std::string_view text);

// Whether a list that came another way is one that parseMatchers() could have answered.
metric::Result<void> checkMatchers(std::span<const series::Matcher> matchers);

// name="value", so that every reader of either notation reads it back.
std::string textOf(const series::Matcher &matcher);
// {a="b",c=~"d"}
std::string textOf(std::span<const series::Matcher> matchers);

// As series::matchesAll, mostly without running an expression.
bool matchesAllQuickly(std::span<const series::Matcher> matchers, const metric::Labels &labels);
// Which of the label sets the matchers match, by position: what a silence would cover. REQUIRES: no null among them.
std::vector<std::size_t> matchedBy(std::span<const series::Matcher> matchers, std::span<const metric::Labels *const> labels);

} // namespace alerts
