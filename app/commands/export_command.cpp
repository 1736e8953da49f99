#include "app/commands/command.h"
#include "app/commands/time_text.h"
#include "app/system_clock.h"
#include "models/exposition/number.h"
#include "models/exposition/open_metrics_writer.h"
#include "models/history/history.h"
#include "models/query/parser.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace app {

using metric::Result;
using metric::Timestamp;

namespace {

struct ExportRequest {
    std::string match;
    std::string start;
    std::string end;
    std::string format = "openmetrics";
};

// Writes series by series to standard output.
class Printer {
public:
    virtual ~Printer() = default;
    virtual void begin() {}
    virtual void series(const series::Series &series) = 0;
    virtual void end() {}
};

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out;
}

class CsvPrinter final : public Printer {
public:
    void begin() override { std::fputs("time,series,value\r\n", stdout); }
    void series(const series::Series &series) override
    {
        std::string name;
        for (const char c : series.labels->toString())
            name += c == '"' ? std::string("\"\"") : std::string(1, c);
        for (const auto &point : series.points) {
            if (!metric::isStale(point.value))
                fmt::print("{},\"{}\",{}\r\n", timeText(point.time), name, exposition::textOf(point.value));
        }
    }
};

// As Prometheus's HTTP API answers a range query.
class JsonPrinter final : public Printer {
public:
    void begin() override { std::fputs("[", stdout); }
    void series(const series::Series &series) override
    {
        fmt::print("{}\n{{\"metric\":{{", m_any ? "," : "");
        m_any = true;
        const char *comma = "";
        for (const auto label : *series.labels) {
            fmt::print("{}\"{}\":\"{}\"", comma, escaped(label.name), escaped(label.value));
            comma = ",";
        }
        std::fputs("},\"values\":[", stdout);
        comma = "";
        for (const auto &point : series.points) {
            if (metric::isStale(point.value))
                continue;
            fmt::print("{}[{},\"{}\"]", comma, double(point.time.time_since_epoch().count()) / 1000, exposition::textOf(point.value));
            comma = ",";
        }
        std::fputs("]}", stdout);
    }
    void end() override { std::fputs("\n]\n", stdout); }

private:
    bool m_any = false;
};

int flushed() { return std::fflush(stdout) == 0 ? 0 : refuse("standard output took not everything"); }

// Twice through the same series: what type a family is stands before its samples, and only they show whether it is true.
int exportOpenMetrics(const history::History &history, std::span<const series::Matcher> matchers, series::TimeRange range)
{
    const auto metadata = history.metadata();
    if (!metadata)
        return refuse(metadata.error().message);
    exposition::MetricFamilies families(*metadata);
    const auto order = [&](const metric::Labels &labels) -> history::VisitPlace {
        const auto &family = families.familyOf(labels.metricName());
        // A counter may have the name of another family.
        return {fmt::format("{} {}", family.name, metric::wordOf(family.type)), exposition::MetricFamilies::metricOf(family, labels)};
    };
    const auto passTo = [&](exposition::FamilyStream &stream) {
        auto done = history.walk(
            matchers, range,
            [&](const series::Series &series) {
                if (!series.labels->metricName().empty()) // the format has no word for others
                    stream.add(series.labels, series.points);
                return std::ferror(stdout) == 0; // whoever read may have had enough
            },
            order);
        if (done)
            stream.finish();
        return done;
    };
    exposition::FamilyCheck check(families);
    exposition::OpenMetricsWriter writer(families, [](std::string_view lines) { std::fwrite(lines.data(), 1, lines.size(), stdout); });
    for (exposition::FamilyStream *stream : {static_cast<exposition::FamilyStream *>(&check), static_cast<exposition::FamilyStream *>(&writer)}) {
        if (const auto done = passTo(*stream); !done)
            return refuse(done.error().message);
    }
    return flushed();
}

int runExport(const ExportRequest &request, const CommandPlaces &places)
{
    const auto matchers = query::parseSelector(request.match);
    if (!matchers)
        return refuse("--match " + request.match + ": " + matchers.error().message);
    const auto now = SystemClock().now();
    series::TimeRange range{Timestamp::min(), Timestamp::max()};
    if (!request.start.empty()) {
        const auto start = timeOf(request.start, "--start", now);
        if (!start)
            return refuse(start.error().message);
        range.from = *start;
    }
    if (!request.end.empty()) {
        const auto end = timeOf(request.end, "--end", now);
        if (!end)
            return refuse(end.error().message);
        range.to = *end;
    }
    if (range.from > range.to)
        return refuse("--start is later than --end");
    const auto history = history::History::openReadOnly(places.dataDir);
    if (!history)
        return refuse(history.error().message);

    std::unique_ptr<Printer> printer;
    if (request.format == "csv")
        printer = std::make_unique<CsvPrinter>();
    else if (request.format == "json")
        printer = std::make_unique<JsonPrinter>();
    if (!printer)
        return exportOpenMetrics(**history, *matchers, range);
    printer->begin();
    const auto done = (*history)->walk(*matchers, range, [&](const series::Series &series) {
        printer->series(series);
        return std::ferror(stdout) == 0; // whoever read may have had enough
    });
    if (!done)
        return refuse(done.error().message);
    printer->end();
    return flushed();
}

} // namespace

void addExportCommand(CLI::App &parser, Command &chosen)
{
    auto request = std::make_shared<ExportRequest>();
    auto *command = parser.add_subcommand(
        "export", "Print series of the history, beside a running console too. Where its samples are no longer kept: the last value "
                  "of every five minutes, and before that of every hour");
    command->fallthrough();
    command->add_option("--match", request->match, "Which series: up, node_cpu_seconds_total{mode=\"idle\"}, {job=~\"n.*\"}")->required();
    command->add_option("--start", request->start, "From this time on: 2026-11-21T14:00:00 (UTC), -1h or seconds since 1970");
    command->add_option("--end", request->end, "Up to this time");
    command->add_option("--format", request->format)->check(CLI::IsMember({"openmetrics", "csv", "json"}))->capture_default_str();
    command->callback([request, &chosen] { chosen = [request](const CommandPlaces &places) { return runExport(*request, places); }; });
}

} // namespace app
