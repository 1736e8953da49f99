#include "app/api/envelope.h"
#include "app/api/query_api.h"
#include "app/commands/command.h"
#include "app/commands/time_text.h"
#include "app/system_clock.h"
#include "models/exposition/number.h"
#include "models/history/history.h"
#include "models/query/figure.h"
#include "models/query/parser.h"
#include "models/query/promql_engine.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace app {

namespace {

using metric::Result;
using metric::Timestamp;

struct QueryRequest {
    std::string expression;
    std::string time;
    std::string start;
    std::string end;
    std::string step;
    std::string format = "table";
};

// What is wrong with the expression is neither the program's failure nor the data's.
constexpr int kBadExpression = 1;

Result<query::Question> questionOf(const QueryRequest &request)
{
    const auto now = SystemClock().now();
    const auto time = [&](const std::string &text, const char *option) { return text.empty() ? Result<Timestamp>(now) : timeOf(text, option, now); };
    if (request.start.empty() && request.end.empty() && request.step.empty()) {
        const auto at = time(request.time, "--time");
        if (!at)
            return tl::unexpected(at.error());
        return query::Question{.expression = request.expression, .start = *at, .end = *at};
    }
    if (!request.time.empty())
        return metric::fail(metric::ErrorCode::InvalidArgument, "--time asks for a moment, --start, --end and --step for a range: give one of both");
    if (request.start.empty() || request.step.empty())
        return metric::fail(metric::ErrorCode::InvalidArgument, "a range wants --start and --step");
    const auto start = time(request.start, "--start");
    const auto end = time(request.end, "--end");
    if (!start || !end)
        return tl::unexpected(!start ? start.error() : end.error());
    if (*start > *end)
        return metric::fail(metric::ErrorCode::InvalidArgument, "--start is later than --end");
    const auto step = query::parseDuration(request.step);
    if (!step)
        return metric::fail(metric::ErrorCode::InvalidArgument, fmt::format("--step {}: not a duration; give 15s, 5m, 1h30m", request.step));
    return query::Question{.expression = request.expression, .start = *start, .end = *end, .step = *step};
}

// The line of the expression with the fault, and a caret under its place.
void showFault(const std::string &expression, const query::ParseError &fault)
{
    const auto at = std::min<std::size_t>(fault.span.begin, expression.size());
    const auto newline = at == 0 ? std::string::npos : expression.rfind('\n', at - 1);
    const auto begin = newline == std::string::npos ? 0 : newline + 1;
    const auto end = std::min(expression.find('\n', at), expression.size());
    std::string under;
    for (std::size_t i = begin; i < at; ++i) {
        if ((static_cast<unsigned char>(expression[i]) & 0xc0) != 0x80) // as wide as what stands above it
            under += expression[i] == '\t' ? '\t' : ' ';
    }
    fmt::print(stderr, "vedette: {}\n  {}\n  {}^\n", query::errorOf(expression, fault).message, expression.substr(begin, end - begin), under);
}

std::string csvField(const std::string &text)
{
    std::string field = "\"";
    for (const char c : text)
        field += c == '"' ? std::string("\"\"") : std::string(1, c);
    return field + '"';
}

// Calls row(series, time, value) for whatever there is, in its order.
template <class Row>
void forEachRow(const query::Value &value, Timestamp time, Row row)
{
    if (const auto *number = std::get_if<double>(&value))
        row(std::string(), time, exposition::textOf(*number));
    if (const auto *text = std::get_if<std::string>(&value))
        row(std::string(), time, *text);
    if (const auto *vector = std::get_if<query::Vector>(&value)) {
        for (const auto &sample : *vector)
            row(sample.labels->toString(), time, exposition::textOf(sample.value));
    }
    if (const auto *matrix = std::get_if<query::Matrix>(&value)) {
        for (const auto &series : *matrix) {
            const auto name = series.labels->toString();
            for (const auto &point : series.points)
                row(name, point.time, exposition::textOf(point.value));
        }
    }
}

void print(const query::Answer &answer, Timestamp time, const std::string &format)
{
    if (format == "json") {
        const auto response = api::success([&](api::JsonWriter &json) { api::writeValue(json, answer.value, time); }, answer.annotations);
        fmt::print("{}\n", response.body);
    } else if (format == "csv") {
        std::fputs("time,series,value\r\n", stdout);
        forEachRow(answer.value, time, [](const std::string &series, Timestamp at, const std::string &value) {
            fmt::print("{},{},{}\r\n", timeText(at), csvField(series), csvField(value));
        });
    } else {
        // A series once, its values below it; of a moment they stand beside.
        std::size_t widest = 0;
        forEachRow(answer.value, time, [&](const std::string &series, Timestamp, const std::string &) { widest = std::max(widest, series.size()); });
        const bool range = std::holds_alternative<query::Matrix>(answer.value);
        std::string last;
        bool any = false;
        forEachRow(answer.value, time, [&](const std::string &series, Timestamp at, const std::string &value) {
            if (!range) {
                fmt::print("{:<{}}{}{}\n", series, widest, widest > 0 ? "  " : "", value);
                return;
            }
            if (!any || series != last)
                fmt::print("{}{}\n", any ? "\n" : "", series.empty() ? "{}" : series);
            any = true;
            last = series;
            fmt::print("  {}  {}\n", timeText(at), value);
        });
    }
}

int runQuery(const QueryRequest &request, const CommandPlaces &places)
{
    const auto question = questionOf(request);
    if (!question)
        return refuse(question.error().message);
    if (const auto tree = query::parse(request.expression); !tree) {
        showFault(request.expression, tree.error());
        return kBadExpression;
    }
    const auto history = history::History::openReadOnly(places.dataDir);
    if (!history)
        return refuse(history.error().message);
    const query::PromqlEngine engine(**history, {}, query::figureDefinitions()); // as the console answers programs
    const auto answer = engine.answer(*question);
    if (!answer) {
        fmt::print(stderr, "vedette: {}\n", answer.error().message);
        return kBadExpression;
    }
    for (const auto &annotation : answer->annotations)
        fmt::print(stderr, "vedette: {}\n", annotation.message);
    print(*answer, question->start, request.format);
    return std::fflush(stdout) == 0 ? 0 : refuse("standard output took not everything");
}

} // namespace

void addQueryCommand(CLI::App &parser, Command &chosen)
{
    auto request = std::make_shared<QueryRequest>();
    auto *command =
        parser.add_subcommand("query", "Ask the history in PromQL, beside a running console too: how it is at a moment, or was over a range");
    command->fallthrough();
    command->add_option("expression", request->expression, "For example: sum by(mode) (rate(node_cpu_seconds_total[5m]))")->required();
    command->add_option("--time", request->time, "The moment: 2026-11-21T14:00:00 (UTC), -1h or seconds since 1970; now where it is not given");
    command->add_option("--start", request->start, "A range from this time on");
    command->add_option("--end", request->end, "Up to this time; now where it is not given");
    command->add_option("--step", request->step, "How far apart the values of a range are: 15s, 5m");
    command->add_option("--format", request->format)->check(CLI::IsMember({"table", "json", "csv"}))->capture_default_str();
    command->callback([request, &chosen] { chosen = [request](const CommandPlaces &places) { return runQuery(*request, places); }; });
}

} // namespace app
