#include "models/series/matcher.h"

#include "models/series/literal_regex.h"

#include <re2/re2.h>

#include <algorithm>

namespace series {

// Of the range in which an expression's matches lie: longer bounds cost more than they exclude.
static constexpr int kBoundBytes = 32;

static re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

struct Matcher::Regex {
    Regex(const std::string &expression, const RE2::Options &options) : whole(expression, options) {}

    RE2 whole;
    std::optional<LiteralRegex> literal;
    // Matches are not less and not more than these.
    std::optional<std::pair<std::string, std::string>> bounds;
};

metric::Result<Matcher> Matcher::make(std::string name, Op op, std::string value)
{
    Matcher matcher(std::move(name), op, std::move(value));
    if (op == Op::Matches || op == Op::NotMatches) {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_dot_nl(true); // as in Prometheus: "." is any character
        auto regex = std::make_shared<Regex>(matcher.m_value, options);
        if (!regex->whole.ok())
            return metric::fail(metric::ErrorCode::InvalidArgument, "regular expression \"" + matcher.m_value + "\": " + regex->whole.error());
        regex->literal = LiteralRegex::read(matcher.m_value);
        std::pair<std::string, std::string> bounds;
        if (!regex->literal && regex->whole.PossibleMatchRange(&bounds.first, &bounds.second, kBoundBytes))
            regex->bounds = std::move(bounds);
        matcher.m_regex = std::move(regex);
    }
    return matcher;
}

Matcher Matcher::equal(std::string_view name, std::string_view value) { return Matcher(std::string(name), Op::Equal, std::string(value)); }

std::size_t Matcher::regexSize() const { return m_regex ? std::size_t(m_regex->whole.ProgramSize()) : 0; }

bool Matcher::matches(std::string_view value) const
{
    switch (m_op) {
    case Op::Equal: return value == m_value;
    case Op::NotEqual: return value != m_value;
    case Op::Matches: return RE2::FullMatch(piece(value), m_regex->whole);
    case Op::NotMatches: return !RE2::FullMatch(piece(value), m_regex->whole);
    }
    return false;
}

bool Matcher::matchesQuickly(std::string_view value) const
{
    if (!m_regex)
        return matches(value);
    if (const auto known = m_regex->literal ? m_regex->literal->matches(value) : std::nullopt)
        return *known != isNegative();
    if (m_regex->bounds && (value < m_regex->bounds->first || value > m_regex->bounds->second))
        return isNegative();
    return matches(value);
}

std::optional<std::span<const std::string>> Matcher::namedValues() const
{
    if (!m_regex)
        return std::span(&m_value, 1);
    if (m_regex->literal && m_regex->literal->isValues())
        return m_regex->literal->values();
    return std::nullopt;
}

bool matchesAll(std::span<const Matcher> matchers, const metric::Labels &labels)
{
    return std::all_of(matchers.begin(), matchers.end(), [&](const Matcher &matcher) { return matcher.matches(labels); });
}

} // namespace series
