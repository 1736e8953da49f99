#include "tests/conformance/promql_script.h"

#include "models/query/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace tests {

using metric::Duration;
using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;

namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The first word, taken from the front together with the blanks behind it.
std::string_view takeWord(std::string_view &text)
{
    const auto word = text.substr(0, text.find_first_of(kBlanks));
    text = trimmed(text.substr(word.size()));
    return word;
}

// Comments are blank lines, and a blank line ends a block.
std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        lines.push_back(line.starts_with('#') ? std::string_view() : line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// Unlike PromQL's own this may be nothing: 0, 0m, 1h30m.
std::optional<Duration> durationOf(std::string_view text)
{
    static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
        {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}, {"y", 31'536'000'000}};
    if (text == "0")
        return Duration(0);
    Duration total{0};
    while (!text.empty()) {
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        const auto unitEnd = std::min(text.find_first_of("0123456789", digits), text.size());
        const auto unit = std::ranges::find(kUnits, text.substr(digits, unitEnd - digits), &std::pair<std::string_view, std::int64_t>::first);
        if (digits == 0 || digits > 12 || unit == std::end(kUnits))
            return std::nullopt;
        total += Duration(std::stoll(std::string(text.substr(0, digits))) * unit->second);
        text.remove_prefix(unitEnd);
    }
    return total;
}

std::optional<double> numberOf(std::string_view line)
{
    const std::string text(line);
    char *end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' ? std::optional(value) : std::nullopt;
}

class ScriptParser {
public:
    explicit ScriptParser(std::string_view text) : m_lines(linesOf(text)) {}

    Result<std::vector<Command>> parse()
    {
        std::vector<Command> commands;
        for (; m_at < m_lines.size(); ++m_at) {
            auto line = m_lines[m_at];
            if (line.empty())
                continue;
            const auto word = takeWord(line);
            if (word == "clear") {
                commands.emplace_back(ClearCommand{});
            } else if (word == "load" || word == "load_with_nhcb") {
                commands.emplace_back(readLoad(word != "load", line));
            } else if (word.starts_with("eval")) {
                commands.emplace_back(readEval(word.substr(4), line));
            } else {
                refuse("an unknown command");
            }
            if (!m_error.empty())
                return metric::fail(ErrorCode::InvalidArgument, m_error);
        }
        return commands;
    }

private:
    int number() const { return int(m_at) + 1; }

    void refuse(std::string_view what)
    {
        if (m_error.empty())
            m_error = fmt::format("line {}: {}: {}", number(), what, m_lines[m_at]);
    }

    // The next line of the block; none where it ends.
    std::optional<std::string_view> nextLine()
    {
        if (!m_error.empty() || m_at + 1 >= m_lines.size() || m_lines[m_at + 1].empty())
            return std::nullopt;
        return m_lines[++m_at];
    }

    Duration duration(std::string_view text)
    {
        const auto read = durationOf(text);
        if (!read)
            refuse("no duration");
        return read.value_or(Duration(0));
    }

    query::SeriesDescription description(std::string_view line)
    {
        auto read = query::parseSeriesDescription(line);
        if (!read)
            refuse(read.error().message);
        return read ? std::move(*read) : query::SeriesDescription{};
    }

    LoadCommand readLoad(bool withNativeHistograms, std::string_view step)
    {
        LoadCommand load;
        load.line = number();
        load.withNativeHistograms = withNativeHistograms;
        load.step = duration(step);
        while (const auto line = nextLine())
            load.series.push_back(description(*line));
        return load;
    }

    // from A to B step C
    void readRange(EvalCommand &eval, std::string_view &line)
    {
        const std::string_view words[] = {takeWord(line), takeWord(line), takeWord(line), takeWord(line), takeWord(line), takeWord(line)};
        if (words[0] != "from" || words[2] != "to" || words[4] != "step")
            return refuse("expected \"from A to B step C\"");
        eval.start = Timestamp(duration(words[1]));
        eval.end = Timestamp(duration(words[3]));
        eval.step = duration(words[5]);
    }

    EvalCommand readEval(std::string_view kind, std::string_view line)
    {
        EvalCommand eval;
        eval.line = number();
        eval.fails = kind == "_fail";
        eval.ordered = kind == "_ordered";
        eval.hasWarning = kind == "_warn";
        eval.hasInfo = kind == "_info";
        if (!kind.empty() && !eval.fails && !eval.ordered && !eval.hasWarning && !eval.hasInfo)
            refuse("an unknown command");
        const auto mode = takeWord(line);
        eval.isRange = mode == "range";
        if (eval.isRange) {
            readRange(eval, line);
        } else if (mode == "instant" && takeWord(line) == "at") {
            eval.start = Timestamp(duration(takeWord(line)));
            eval.end = eval.start;
        } else {
            refuse("expected \"instant at T\" or \"range from A to B step C\"");
        }
        eval.expression = line;
        for (std::size_t position = 1;;) {
            const auto next = nextLine();
            if (!next || readFailure(eval, *next))
                break;
            if (readExpectation(eval, *next))
                continue;
            if (const auto value = numberOf(*next)) {
                eval.scalar = value;
                break;
            }
            auto series = description(*next);
            eval.hasNativeHistograms |= series.hasNativeHistograms;
            if (series.values.size() > 1 && !eval.isRange && !eval.isMatrix)
                refuse("several values of a moment");
            eval.series.insert_or_assign(std::move(series.labels), ExpectedSeries{position++, std::move(series.values)});
        }
        return eval;
    }

    // The older way to say what is wrong, which ends the block.
    bool readFailure(EvalCommand &eval, std::string_view line)
    {
        const auto word = takeWord(line);
        if (!eval.fails || (word != "expected_fail_message" && word != "expected_fail_regexp"))
            return false;
        eval.failure.push_back(word.ends_with("message") ? ExpectedText{std::string(line), nullptr} : pattern(line));
        return true;
    }

    ExpectedText pattern(std::string_view text)
    {
        auto compiled = std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
        if (!compiled->ok())
            refuse("no regular expression");
        return {std::nullopt, std::move(compiled)};
    }

    bool readExpectation(EvalCommand &eval, std::string_view line)
    {
        if (takeWord(line) != "expect")
            return false;
        const auto kind = takeWord(line);
        if (kind == "range") {
            if (takeWord(line) != "vector")
                refuse("expected \"range vector\"");
            readRange(eval, line);
            eval.isMatrix = true;
        } else if (kind == "string") {
            const auto literal = query::parse(line);
            const auto *string = literal ? (*literal)->as<query::StringLiteral>() : nullptr;
            if (!string)
                refuse("expected a string in quotes");
            else
                eval.text = string->value;
        } else {
            readAnnotation(eval, kind, line);
        }
        return true;
    }

    void readAnnotation(EvalCommand &eval, std::string_view kind, std::string_view text)
    {
        ExpectedText expected;
        if (text.starts_with("msg:"))
            expected.message = trimmed(text.substr(4));
        else if (text.starts_with("regex:"))
            expected = pattern(trimmed(text.substr(6)));
        else if (!text.empty())
            refuse("expected \"msg:\" or \"regex:\"");
        if (kind == "fail") {
            eval.fails = true;
            eval.failure.push_back(std::move(expected));
        } else if (kind == "warn") {
            eval.warnings.push_back(std::move(expected));
        } else if (kind == "info") {
            eval.infos.push_back(std::move(expected));
        } else if (kind == "ordered") {
            eval.ordered = true;
        } else if (kind == "no_warn") {
            eval.noWarning = true;
        } else if (kind == "no_info") {
            eval.noInfo = true;
        } else {
            refuse("an unknown expectation");
        }
        if ((eval.noWarning && !eval.warnings.empty()) || (eval.noInfo && !eval.infos.empty()) || eval.failure.size() > 1)
            refuse("expectations that contradict each other");
    }

    std::vector<std::string_view> m_lines;
    std::size_t m_at = 0;
    std::string m_error;
};

} // namespace

Result<std::vector<Command>> parseScript(std::string_view text) { return ScriptParser(text).parse(); }

} // namespace tests
