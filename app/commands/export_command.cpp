#include "app/commands/command.h"
#include "models/history/history.h"
#include "models/query/expression.h"

#include <CLI/CLI.hpp>
#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <fmt/format.h>

#include <cmath>
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

// Seconds since the epoch or ISO 8601, in UTC where it does not say.
Result<Timestamp> timeOf(const std::string &text, const char *option)
{
    const auto qtext = QString::fromStdString(text);
    bool ok = false;
    if (const double seconds = qtext.toDouble(&ok); ok && std::abs(seconds) < 9e12)
        return Timestamp(metric::Duration(std::llround(seconds * 1000)));
    auto time = QDateTime::fromString(qtext, Qt::ISODateWithMs);
    if (!time.isValid())
        return metric::fail(metric::ErrorCode::InvalidArgument,
                            fmt::format("{} {}: not a time; give 2026-11-21T14:00:00 or seconds since 1970", option, text));
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return Timestamp(metric::Duration(time.toMSecsSinceEpoch()));
}

std::string numberText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value); // the shortest that reads back as the same number
}

// Writes series by series to standard output.
class Printer {
public:
    virtual ~Printer() = default;
    virtual void begin() {}
    virtual void series(const series::Series &series) = 0;
    virtual void end() {}
};

std::string escaped(std::string_view text, bool json)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (json && static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out;
}

class OpenMetricsPrinter final : public Printer {
public:
    void series(const series::Series &series) override
    {
        std::string name;
        std::string labels;
        for (const auto label : *series.labels) {
            if (label.name == metric::kMetricName)
                name = label.value;
            else
                labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", label.name, escaped(label.value, false));
        }
        // One family per name: what belongs to a histogram is not known here, and unknown is always right.
        if (name != m_name) {
            fmt::print("# TYPE {} unknown\n", name);
            m_name = name;
        }
        const auto head = labels.empty() ? name : name + "{" + labels + "}";
        for (const auto &point : series.points) {
            if (metric::isStale(point.value))
                continue; // the format has no word for it
            const auto ms = point.time.time_since_epoch().count();
            fmt::print("{} {} {}\n", head, numberText(point.value),
                       ms % 1000 == 0 ? fmt::format("{}", ms / 1000) : fmt::format("{:.3f}", double(ms) / 1000));
        }
    }
    void end() override { std::fputs("# EOF\n", stdout); }

private:
    std::string m_name;
};

class CsvPrinter final : public Printer {
public:
    void begin() override { std::fputs("time,series,value\r\n", stdout); }
    void series(const series::Series &series) override
    {
        std::string name;
        for (const char c : series.labels->toString())
            name += c == '"' ? std::string("\"\"") : std::string(1, c);
        for (const auto &point : series.points) {
            if (!metric::isStale(point.value)) {
                const auto time = QDateTime::fromMSecsSinceEpoch(point.time.time_since_epoch().count(), Qt::UTC).toString(Qt::ISODateWithMs);
                fmt::print("{},\"{}\",{}\r\n", time.toStdString(), name, numberText(point.value));
            }
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
            fmt::print("{}\"{}\":\"{}\"", comma, escaped(label.name, true), escaped(label.value, true));
            comma = ",";
        }
        std::fputs("},\"values\":[", stdout);
        comma = "";
        for (const auto &point : series.points) {
            if (metric::isStale(point.value))
                continue;
            fmt::print("{}[{},\"{}\"]", comma, double(point.time.time_since_epoch().count()) / 1000, numberText(point.value));
            comma = ",";
        }
        std::fputs("]}", stdout);
    }
    void end() override { std::fputs("\n]\n", stdout); }

private:
    bool m_any = false;
};

int runExport(const ExportRequest &request, const CommandPlaces &places)
{
    const auto matchers = query::parseSelector(request.match);
    if (!matchers)
        return refuse("--match " + request.match + ": " + matchers.error().message);
    series::TimeRange range{Timestamp::min(), Timestamp::max()};
    if (!request.start.empty()) {
        const auto start = timeOf(request.start, "--start");
        if (!start)
            return refuse(start.error().message);
        range.from = *start;
    }
    if (!request.end.empty()) {
        const auto end = timeOf(request.end, "--end");
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
    else
        printer = std::make_unique<OpenMetricsPrinter>();
    printer->begin();
    const auto done = (*history)->visit(*matchers, range, [&](const series::Series &series) {
        printer->series(series);
        return std::ferror(stdout) == 0; // whoever read may have had enough
    });
    if (!done)
        return refuse(done.error().message);
    printer->end();
    if (std::fflush(stdout) != 0)
        return refuse("standard output took not everything");
    return 0;
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
    command->add_option("--start", request->start, "From this time on: 2026-11-21T14:00:00 (UTC) or seconds since 1970");
    command->add_option("--end", request->end, "Up to this time");
    command->add_option("--format", request->format)->check(CLI::IsMember({"openmetrics", "csv", "json"}))->capture_default_str();
    command->callback([request, &chosen] { chosen = [request](const CommandPlaces &places) { return runExport(*request, places); }; });
}

} // namespace app
