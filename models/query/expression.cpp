#include "models/query/expression.h"

#include <fmt/format.h>

#include <cctype>
#include <limits>

namespace query {

using metric::ErrorCode;
using metric::Result;

namespace {

// Reads from the front; an error is remembered once and everything after it reads as nothing.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    bool take(std::string_view token)
    {
        skipBlanks();
        if (m_failed || m_text.substr(m_at, token.size()) != token)
            return false;
        m_at += token.size();
        return true;
    }

    void expect(std::string_view token)
    {
        if (!take(token))
            failHere(fmt::format("expected \"{}\"", token));
    }

    // Metric names may hold colons, label names may not.
    std::string_view word(bool colons)
    {
        skipBlanks();
        const auto start = m_at;
        while (m_at < m_text.size() && isWordAt(m_at, colons, m_at == start))
            ++m_at;
        return m_text.substr(start, m_at - start);
    }

    std::string quoted()
    {
        skipBlanks();
        const char quote = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (quote != '"' && quote != '\'') {
            failHere("expected a quoted value");
            return {};
        }
        std::string value;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
            if (m_text[m_at] != '\\') {
                value += m_text[m_at];
                continue;
            }
            if (++m_at == m_text.size())
                break;
            switch (m_text[m_at]) {
            case 'n': value += '\n'; break;
            case 't': value += '\t'; break;
            case 'r': value += '\r'; break;
            case '\\':
            case '"':
            case '\'': value += m_text[m_at]; break;
            default: failHere("unknown escape in the quoted value"); return {};
            }
        }
        if (m_at >= m_text.size())
            failHere("the quoted value does not end");
        else
            ++m_at;
        return value;
    }

    // 30s, 5m, 1h30m, 500ms.
    metric::Duration duration()
    {
        skipBlanks();
        std::int64_t total = 0;
        bool any = false;
        while (!m_failed && m_at < m_text.size() && std::isdigit(static_cast<unsigned char>(m_text[m_at]))) {
            std::int64_t number = 0;
            while (m_at < m_text.size() && std::isdigit(static_cast<unsigned char>(m_text[m_at])) && number < kLongest)
                number = number * 10 + (m_text[m_at++] - '0');
            std::int64_t unit = 0;
            for (const auto &[name, milliseconds] : kUnits) {
                if (m_text.substr(m_at, name.size()) == name) {
                    unit = milliseconds;
                    m_at += name.size();
                    break;
                }
            }
            if (unit == 0 || number > kLongest / unit || total > kLongest) {
                failHere("expected a duration such as 30s or 5m");
                return {};
            }
            total += number * unit;
            any = true;
        }
        if (!any || total <= 0)
            failHere("expected a duration such as 30s or 5m");
        return metric::Duration(total);
    }

    void expectEnd()
    {
        skipBlanks();
        if (m_at != m_text.size())
            failHere("only a selector, rate() of one, or a named figure is understood");
    }

    void failHere(std::string what)
    {
        if (m_failed)
            return;
        m_failed = true;
        m_error = fmt::format("{} at character {} of \"{}\"", what, m_at + 1, m_text.substr(0, 200));
    }

    bool failed() const { return m_failed; }
    tl::unexpected<metric::Error> error() const { return metric::fail(ErrorCode::InvalidArgument, m_error); }

private:
    struct TimeUnit {
        std::string_view name;
        std::int64_t milliseconds;
    };
    static constexpr std::int64_t kLongest = 1000LL * 3600 * 24 * 3660; // ten years
    static constexpr TimeUnit kUnits[] = {{"ms", 1},         {"s", 1000},        {"m", 60'000},        {"h", 3'600'000},
                                          {"d", 86'400'000}, {"w", 604'800'000}, {"y", 31'536'000'000}};

    void skipBlanks()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])))
            ++m_at;
    }

    bool isWordAt(std::size_t at, bool colons, bool first) const
    {
        const auto c = static_cast<unsigned char>(m_text[at]);
        return (c < 0x80 && std::isalpha(c)) || c == '_' || (colons && c == ':') || (!first && c < 0x80 && std::isdigit(c));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_failed = false;
    std::string m_error;
};

struct Condition {
    std::string name;
    series::Matcher::Op op;
    std::string value;
};

std::vector<Condition> conditions(Scanner &scanner)
{
    using Op = series::Matcher::Op;
    std::vector<Condition> found;
    if (!scanner.take("{"))
        return found;
    while (!scanner.failed() && !scanner.take("}")) {
        Condition condition;
        condition.name = scanner.word(false);
        if (condition.name.empty()) {
            scanner.failHere("expected a label name");
            break;
        }
        if (scanner.take("=~"))
            condition.op = Op::Matches;
        else if (scanner.take("!~"))
            condition.op = Op::NotMatches;
        else if (scanner.take("!="))
            condition.op = Op::NotEqual;
        else if (scanner.take("="))
            condition.op = Op::Equal;
        else
            scanner.failHere("expected one of = != =~ !~");
        condition.value = scanner.quoted();
        found.push_back(std::move(condition));
        if (!scanner.take(",")) {
            scanner.expect("}");
            break;
        }
    }
    return found;
}

Result<Selector> selector(Scanner &scanner, std::string name)
{
    Selector result;
    result.name = std::move(name);
    for (auto &condition : conditions(scanner)) {
        if (condition.name == metric::kMetricName)
            return metric::fail(ErrorCode::InvalidArgument, "the metric's name stands before the braces, not in them");
        auto matcher = series::Matcher::make(std::move(condition.name), condition.op, std::move(condition.value));
        if (!matcher)
            return tl::unexpected(matcher.error());
        result.matchers.push_back(std::move(*matcher));
    }
    return result;
}

} // namespace

Result<Expression> parseExpression(std::string_view text)
{
    Scanner scanner(text);
    std::string name(scanner.word(true));
    if (name.empty())
        scanner.failHere("expected a metric's or figure's name");
    Expression expression;
    const bool isRate = name == "rate" && scanner.take("(");
    if (isRate) {
        name = scanner.word(true);
        if (name.empty())
            scanner.failHere("expected a metric's name");
    }
    auto parsed = selector(scanner, std::move(name));
    if (isRate) {
        scanner.expect("[");
        expression.rateWindow = scanner.duration();
        scanner.expect("]");
        scanner.expect(")");
    }
    scanner.expectEnd();
    if (scanner.failed())
        return scanner.error();
    if (!parsed)
        return tl::unexpected(parsed.error());
    expression.selector = std::move(*parsed);
    return expression;
}

} // namespace query
