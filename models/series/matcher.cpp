#include "models/series/matcher.h"

#include <re2/re2.h>

#include <algorithm>

namespace series {

metric::Result<Matcher> Matcher::make(std::string name, Op op, std::string value)
{
    Matcher matcher(std::move(name), op, std::move(value));
    if (op == Op::Matches || op == Op::NotMatches) {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_dot_nl(true); // as in Prometheus: "." is any character
        auto regex = std::make_shared<const RE2>(matcher.m_value, options);
        if (!regex->ok())
            return metric::fail(metric::ErrorCode::InvalidArgument, "regular expression \"" + matcher.m_value + "\": " + regex->error());
        matcher.m_regex = std::move(regex);
    }
    return matcher;
}

Matcher Matcher::equal(std::string_view name, std::string_view value) { return Matcher(std::string(name), Op::Equal, std::string(value)); }

bool Matcher::matches(std::string_view value) const
{
    switch (m_op) {
    case Op::Equal: return value == m_value;
    case Op::NotEqual: return value != m_value;
    case Op::Matches: return RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *m_regex);
    case Op::NotMatches: return !RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *m_regex);
    }
    return false;
}

bool matchesAll(std::span<const Matcher> matchers, const metric::Labels &labels)
{
    return std::all_of(matchers.begin(), matchers.end(), [&](const Matcher &matcher) { return matcher.matches(labels); });
}

} // namespace series
