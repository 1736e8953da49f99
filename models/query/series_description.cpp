#include "models/query/series_description.h"

#include "models/metric/batch.h"
#include "models/query/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace query {

using metric::ErrorCode;
using metric::Result;

namespace {

constexpr std::string_view kValueBlanks = " \t\r\n";

// The digits of a decimal number have this many characters; 0 where there are none.
std::size_t lengthOfDecimal(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const auto first = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return at - first;
    };
    auto count = digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        count += digits();
    }
    if (count == 0)
        return 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const auto mantissa = at++;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (digits() == 0)
            at = mantissa;
    }
    return at;
}

// Reads items from the front of a line.
class ValueScanner {
public:
    explicit ValueScanner(std::string_view text) : m_rest(text) {}

    bool atEnd() const { return m_rest.empty(); }
    std::string_view rest() const { return m_rest; }

    bool take(std::string_view token)
    {
        if (!m_rest.starts_with(token))
            return false;
        m_rest.remove_prefix(token.size());
        return true;
    }

    bool skipBlanks()
    {
        const auto end = std::min(m_rest.find_first_not_of(kValueBlanks), m_rest.size());
        m_rest.remove_prefix(end);
        return end > 0;
    }

    // One item, {{...}} with what may follow it.
    bool skipHistogram()
    {
        if (!m_rest.starts_with("{{"))
            return false;
        const auto close = m_rest.find("}}");
        if (close == std::string_view::npos)
            return false;
        m_rest.remove_prefix(close + 2);
        if (m_rest.starts_with("+{{") || m_rest.starts_with("-{{")) {
            m_rest.remove_prefix(1);
            return skipHistogram();
        }
        m_rest.remove_prefix(std::min(m_rest.find_first_of(kValueBlanks), m_rest.size()));
        return true;
    }

    // With or without a sign.
    std::optional<double> number()
    {
        const auto before = m_rest;
        const bool negative = take("-");
        if (!negative)
            take("+");
        double value = 0;
        if (const auto length = lengthOfDecimal(m_rest); length > 0) {
            const auto read = std::from_chars(m_rest.data(), m_rest.data() + length, value);
            if (read.ec == std::errc()) {
                m_rest.remove_prefix(length);
                return negative ? -value : value;
            }
        } else if (takeWord("inf")) {
            value = std::numeric_limits<double>::infinity();
            return negative ? -value : value;
        } else if (takeWord("nan")) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        m_rest = before;
        return std::nullopt;
    }

    // How often, up to what is refused anyway.
    std::optional<std::size_t> count()
    {
        std::uint64_t value = 0;
        const auto read = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (read.ptr == m_rest.data())
            return std::nullopt;
        m_rest.remove_prefix(std::size_t(read.ptr - m_rest.data()));
        if (read.ec == std::errc::result_out_of_range)
            return kMaxDescribedValues + 1;
        return std::size_t(std::min<std::uint64_t>(value, kMaxDescribedValues + 1));
    }

    // In any case, and not the beginning of a longer word.
    bool takeWord(std::string_view lower)
    {
        if (m_rest.size() < lower.size())
            return false;
        for (std::size_t i = 0; i < lower.size(); ++i) {
            if ((m_rest[i] | 0x20) != lower[i])
                return false;
        }
        if (m_rest.size() > lower.size() && isWordCharacter(m_rest[lower.size()]))
            return false;
        m_rest.remove_prefix(lower.size());
        return true;
    }

private:
    static bool isWordCharacter(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == ':'; }

    std::string_view m_rest;
};

// Where the series ends and the values begin: its braces may hold blanks, its quotes braces.
std::size_t endOfSeries(std::string_view line)
{
    const auto nameEnd = std::min(line.find_first_of("{ \t\r\n"), line.size());
    if (nameEnd == line.size() || line[nameEnd] != '{')
        return nameEnd;
    char quote = 0;
    for (std::size_t at = nameEnd + 1; at < line.size(); ++at) {
        const char c = line[at];
        if (quote) {
            if (c == '\\' && quote != '`')
                ++at;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'' || c == '`') {
            quote = c;
        } else if (c == '}') {
            return at + 1;
        }
    }
    return line.size();
}

// One item other than a histogram.
Result<void> readItem(ValueScanner &scanner, std::vector<std::optional<double>> &values)
{
    const auto refuse = [&](std::string_view expected) {
        return metric::fail(ErrorCode::InvalidArgument,
                            fmt::format("expected {} in the series' values at \"{}\"", expected, scanner.rest().substr(0, 40)));
    };
    const auto append = [&](std::size_t count, std::optional<double> value, double step) -> Result<void> {
        if (count > kMaxDescribedValues - values.size())
            return metric::fail(ErrorCode::LimitExceeded, fmt::format("a series has more than {} values", kMaxDescribedValues));
        for (std::size_t i = 0; i < count; ++i) {
            values.push_back(value);
            if (value && step != 0)
                *value += step; // as Prometheus sums, so that rounding is its own
        }
        return {};
    };
    if (scanner.take("_")) {
        if (!scanner.take("x"))
            return append(1, std::nullopt, 0);
        const auto count = scanner.count();
        return count ? append(*count, std::nullopt, 0) : refuse("a count");
    }
    std::optional<double> value;
    if (scanner.takeWord("stale"))
        value = metric::staleMarker();
    else
        value = scanner.number();
    if (!value)
        return refuse("a number, \"stale\" or \"_\"");
    double step = 0;
    const bool rises = scanner.rest().starts_with('+') || scanner.rest().starts_with('-');
    if (rises) {
        const auto difference = scanner.number();
        if (!difference)
            return refuse("a number");
        step = *difference;
    }
    if (scanner.take("x")) {
        const auto count = scanner.count();
        return count ? append(*count + 1, value, step) : refuse("a count");
    }
    if (rises)
        return refuse("\"x\" and a count");
    return append(1, value, 0);
}

} // namespace

Result<SeriesDescription> parseSeriesValues(std::string_view text)
{
    SeriesDescription description;
    ValueScanner scanner(text);
    scanner.skipBlanks();
    while (!scanner.atEnd()) {
        if (scanner.skipHistogram()) {
            description.hasNativeHistograms = true;
        } else if (auto read = readItem(scanner, description.values); !read) {
            return tl::unexpected(std::move(read.error()));
        }
        if (!scanner.skipBlanks() && !scanner.atEnd())
            return metric::fail(ErrorCode::InvalidArgument,
                                fmt::format("expected a blank between the series' values at \"{}\"", scanner.rest().substr(0, 40)));
    }
    if (description.hasNativeHistograms)
        description.values.clear();
    return description;
}

Result<SeriesDescription> parseSeriesDescription(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(kValueBlanks), line.size()));
    if (line.empty())
        return metric::fail(ErrorCode::InvalidArgument, "expected a series and its values");
    const auto end = endOfSeries(line);
    auto labels = parseLabels(line.substr(0, end));
    if (!labels)
        return tl::unexpected(std::move(labels.error()));
    auto description = parseSeriesValues(line.substr(end));
    if (description)
        description->labels = std::move(*labels);
    return description;
}

} // namespace query
