#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"
#include "models/query/tree.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace query {

// What is wrong with an expression, and where: to be underlined.
struct ParseError {
    Span span;
    std::string message; // without the position
};

// Longer texts and deeper trees are refused, so that no input can exhaust memory or stack.
inline constexpr std::size_t kMaxExpressionBytes = 256 * 1024;
inline constexpr int kMaxTreeDepth = 512;
// Of all regular expressions in one text together, in instructions of RE2: a few bytes may stand for thousands of them.
inline constexpr std::size_t kMaxRegexSize = 1'000'000;

// Reads and type-checks an expression of Prometheus 3.5, experimental functions and duration expressions included.
tl::expected<NodePtr, ParseError> parse(std::string_view expression);

// "line:column", counted from 1 (columns in bytes), as Prometheus says positions.
std::string positionText(std::string_view expression, std::uint32_t byte);
// "1:5: parse error: unexpected ..."; InvalidArgument.
metric::Error errorOf(std::string_view expression, const ParseError &error);

// A vector selector without offset and @, as a match[] parameter is: up, {job="node"}, {"a.b", x=~"y"}.
metric::Result<std::vector<series::Matcher>> parseSelector(std::string_view text);
// name{a="b"}: what Labels::toString() writes.
metric::Result<metric::Labels> parseLabels(std::string_view text);
// 1h30m, 500ms: only durations written with units, above zero. InvalidArgument otherwise.
metric::Result<metric::Duration> parseDuration(std::string_view text);

} // namespace query
