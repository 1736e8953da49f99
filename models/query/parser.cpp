#include "models/query/parser.h"

#include "models/query/grammar.h"
#include "models/query/number_literal.h"
#include "models/query/string_literal.h"
#include "models/query/type_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace query {

using metric::ErrorCode;
using metric::Result;

namespace {

std::optional<ParseError> lengthError(std::string_view text)
{
    if (text.size() <= kMaxExpressionBytes)
        return std::nullopt;
    return ParseError{{}, fmt::format("the expression is longer than {} bytes", kMaxExpressionBytes)};
}

tl::expected<NodePtr, ParseError> readSelector(std::string_view text)
{
    if (auto error = lengthError(text))
        return tl::unexpected(std::move(*error));
    Grammar grammar(text);
    auto node = grammar.selector();
    if (!node)
        return tl::unexpected(grammar.error());
    return node;
}

} // namespace

tl::expected<NodePtr, ParseError> parse(std::string_view expression)
{
    if (auto error = lengthError(expression))
        return tl::unexpected(std::move(*error));
    Grammar grammar(expression);
    auto node = grammar.expression();
    if (!node)
        return tl::unexpected(grammar.error());
    if (auto error = typeError(expression, *node))
        return tl::unexpected(std::move(*error));
    return node;
}

std::string positionText(std::string_view expression, std::uint32_t byte)
{
    const auto before = expression.substr(0, byte);
    const auto lastBreak = before.rfind('\n');
    const auto column = lastBreak == std::string_view::npos ? before.size() + 1 : before.size() - lastBreak;
    return fmt::format("{}:{}", 1 + std::count(before.begin(), before.end(), '\n'), column);
}

metric::Error errorOf(std::string_view expression, const ParseError &error)
{
    return {ErrorCode::InvalidArgument, fmt::format("{}: parse error: {}", positionText(expression, error.span.begin), error.message)};
}

Result<std::vector<series::Matcher>> parseSelector(std::string_view text)
{
    auto node = readSelector(text);
    if (!node)
        return tl::unexpected(errorOf(text, node.error()));
    if (auto error = selectorError(**node))
        return tl::unexpected(errorOf(text, *error));
    return (*node)->as<VectorSelector>()->matchers;
}

Result<metric::Labels> parseLabels(std::string_view text)
{
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return metric::Labels();
    const auto node = readSelector(text);
    if (!node)
        return tl::unexpected(errorOf(text, node.error()));
    std::vector<metric::Label> labels;
    for (const auto &matcher : (*node)->as<VectorSelector>()->matchers) {
        if (matcher.op() != series::Matcher::Op::Equal)
            return metric::fail(ErrorCode::InvalidArgument, "a label set holds only \"=\"");
        labels.push_back({matcher.name(), matcher.value()});
    }
    return metric::Labels(labels);
}

Result<metric::Duration> parseDuration(std::string_view text)
{
    auto duration = readDuration(text);
    if (!duration)
        return metric::fail(ErrorCode::InvalidArgument, std::move(duration.error()));
    if (*duration <= metric::Duration::zero())
        return metric::fail(ErrorCode::InvalidArgument, "duration must be greater than 0");
    return *duration;
}

} // namespace query
