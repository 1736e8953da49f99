#include "app/api/json_writer.h"
#include "app/commands/command.h"
#include "app/commands/time_text.h"
#include "app/commands/whole_file.h"
#include "app/system_clock.h"
#include "models/alerts/rule_conversion.h"
#include "models/alerts/rule_rounds.h"
#include "models/exposition/number.h"
#include "models/history/history.h"
#include "models/metric/format.h"
#include "models/query/figure.h"
#include "models/query/parser.h"
#include "models/query/printer.h"
#include "models/query/promql_engine.h"
#include "models/rules/backtest.h"
#include "models/rules/group_evaluation.h"
#include "models/rules/recorded_definitions.h"
#include "models/rules/rule_file_reader.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace app {

namespace {

using metric::Result;
using metric::Timestamp;

struct BacktestRequest {
    std::vector<std::string> files;
    std::string start = "-1d";
    std::string end;
    std::string step;
    std::string format = "table";
    bool annotated = false;
    bool ignoreUnknownFields = false;
};

constexpr int kNotTried = 1; // a file is wrong, or a rule cannot be evaluated

Result<rules::BacktestOptions> optionsOf(const BacktestRequest &request)
{
    const auto now = SystemClock().now();
    const auto start = timeOf(request.start, "--start", now);
    const auto end = request.end.empty() ? Result<Timestamp>(now) : timeOf(request.end, "--end", now);
    if (!start || !end)
        return tl::unexpected(!start ? start.error() : end.error());
    if (*start > *end)
        return metric::fail(metric::ErrorCode::InvalidArgument, "--start is later than --end");
    rules::BacktestOptions options{.start = *start, .end = *end, .annotated = request.annotated};
    if (request.step.empty())
        return options;
    const auto step = query::parseDuration(request.step);
    if (!step)
        return metric::fail(metric::ErrorCode::InvalidArgument, fmt::format("--step {}: not a duration; give 15s, 5m, 1h30m", request.step));
    options.step = *step;
    return options;
}

// One alerting rule and what it would have done.
struct Tried {
    const std::string &file;
    const rules::RuleGroup &group;
    const rules::Rule &rule;
    std::vector<std::string> recorded; // names that recording rules of the file answer for
    const Result<rules::Backtest> &told;
};

std::string lastedText(const rules::Firing &firing, Timestamp end)
{
    return metric::formatDuration(firing.resolvedAt.value_or(end) - firing.firedAt) + (firing.resolvedAt ? "" : ", still firing");
}

void printTable(const Tried &tried, Timestamp end)
{
    const auto &rule = tried.rule;
    fmt::print("{}: {}{}\n", rule.name, rule.expression.substr(0, rule.expression.find_last_not_of(" \n") + 1),
               rule.forDuration > metric::Duration::zero() ? fmt::format(" (for {})", query::printDuration(rule.forDuration)) : "");
    if (!tried.recorded.empty())
        fmt::print("  computed by the file's recording rules: {}\n", fmt::join(tried.recorded, ", "));
    if (!tried.told) {
        fmt::print("  cannot be evaluated: {}\n\n", tried.told.error().message);
        return;
    }
    const auto &told = *tried.told;
    const auto unit = query::unitOf(alerts::alertRuleOf(rule).expression);
    const char *const columns[] = {"from", "lasted", "worst", "labels"};
    std::vector<std::array<std::string, 4>> rows;
    for (const auto &firing : told.firings) {
        const std::string_view name[] = {"alertname"};
        rows.push_back(
            {timeText(firing.firedAt), lastedText(firing, end), metric::formatValue(firing.worst, unit), firing.labels.without(name).toString()});
    }
    std::array<int, 3> widths{};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        widths[i] = int(std::string_view(columns[i]).size());
        for (const auto &row : rows)
            widths[i] = std::max(widths[i], int(row[i].size()));
    }
    if (!rows.empty())
        fmt::print("  {:<{}}  {:<{}}  {:<{}}  {}\n", columns[0], widths[0], columns[1], widths[1], columns[2], widths[2], columns[3]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto &row = rows[i];
        fmt::print("  {:<{}}  {:<{}}  {:<{}}  {}\n", row[0], widths[0], row[1], widths[1], row[2], widths[2], row[3]);
        for (const auto &[annotation, text] : told.firings[i].annotations)
            fmt::print("    {}: {}\n", annotation, text);
    }
    if (told.isTruncated())
        fmt::print("  and {} more\n", told.count - told.firings.size());
    if (told.count == 0)
        fmt::print("  would not have fired\n");
    else
        fmt::print("  fired {} {}, {} in all, longest {}, at most {} at once\n", told.count, told.count == 1 ? "time" : "times",
                   metric::formatDuration(told.total), metric::formatDuration(told.longest), told.mostAtOnce);
    if (told.failed > 0)
        fmt::print("  failed at {} of {} moments: {}\n", told.failed, told.moments, told.error->message);
    fmt::print("\n");
}

void writeSeconds(api::JsonWriter &json, std::string_view key, metric::Duration duration)
{
    json.key(key).seconds(Timestamp(duration)); // as Prometheus writes them, since whenever
}

void writeTexts(api::JsonWriter &json, const std::vector<std::pair<std::string, std::string>> &texts)
{
    json.beginObject();
    for (const auto &[name, text] : texts)
        json.key(name).string(text);
    json.endObject();
}

void writeJson(api::JsonWriter &json, const Tried &tried)
{
    json.beginObject();
    json.key("file").string(tried.file).key("group").string(tried.group.name).key("name").string(tried.rule.name);
    json.key("query").string(tried.rule.expression);
    writeSeconds(json, "duration", tried.rule.forDuration);
    writeSeconds(json, "keepFiringFor", tried.rule.keepFiringFor);
    json.key("computed").beginArray();
    for (const auto &name : tried.recorded)
        json.string(name);
    json.endArray();
    if (!tried.told) {
        json.key("error").string(tried.told.error().message).endObject();
        return;
    }
    const auto &told = *tried.told;
    json.key("firings").beginArray();
    for (const auto &firing : told.firings) {
        json.beginObject().key("labels").labels(firing.labels).key("annotations");
        writeTexts(json, firing.annotations);
        json.key("pendingSince").string(timeText(firing.pendingSince)).key("firedAt").string(timeText(firing.firedAt)).key("resolvedAt");
        if (firing.resolvedAt)
            json.string(timeText(*firing.resolvedAt));
        else
            json.null();
        json.key("worst").string(exposition::textOf(firing.worst)).key("last").string(exposition::textOf(firing.last)).endObject();
    }
    json.endArray();
    json.key("count").integer(std::int64_t(told.count)).key("mostAtOnce").integer(std::int64_t(told.mostAtOnce));
    writeSeconds(json, "total", told.total);
    writeSeconds(json, "longest", told.longest);
    writeSeconds(json, "step", told.step);
    json.key("moments").integer(std::int64_t(told.moments)).key("failedMoments").integer(std::int64_t(told.failed));
    if (told.error)
        json.key("error").string(told.error->message);
    json.endObject();
}

// Calls show(Tried) for each alerting rule of the files; false where one cannot be evaluated.
template <class Show>
bool tryAll(const std::vector<std::pair<std::string, rules::RuleFile>> &files, const history::History &history, const rules::BacktestOptions &options,
            Show show)
{
    bool isWell = true;
    for (const auto &[path, file] : files) {
        const rules::RecordedDefinitions recorded(file.groups);
        auto definitions = recorded.definitions();
        for (const auto &figure : query::figureDefinitions())
            definitions.push_back(figure);
        const query::PromqlEngine engine(history, {}, definitions);
        for (const auto &group : file.groups) {
            auto ofGroup = options;
            ofGroup.limit = group.limit;
            ofGroup.queryOffset = group.queryOffset.value_or(metric::Duration(0));
            if (ofGroup.step == metric::Duration::zero())
                ofGroup.step = group.interval.value_or(alerts::RuleRounds::kDefaultInterval);
            for (auto rule : group.rules) {
                if (rule.kind != rules::Rule::Kind::Alerting)
                    continue;
                rules::addLabels(rule, group.labels);
                auto names = rules::namesWithin(rule.expression);
                std::erase_if(names, [&](const std::string &name) { return !recorded.holds(name); });
                const auto told = rules::backtest(rule, engine, ofGroup);
                isWell &= told.has_value();
                show(Tried{path, group, rule, std::move(names), told});
            }
        }
        for (const auto &name : recorded.leftOut())
            fmt::print(stderr, "vedette: {}: {} is read from the history: its recording rule cannot be put into others\n", path, name);
    }
    return isWell;
}

int runBacktest(const BacktestRequest &request, const CommandPlaces &places)
{
    const auto options = optionsOf(request);
    if (!options)
        return refuse(options.error().message);
    std::vector<std::pair<std::string, rules::RuleFile>> files;
    bool isWell = true;
    for (const auto &path : request.files) {
        const std::string name = path == "-" ? "standard input" : path;
        const auto content = wholeFile(path, rules::kMaxRuleFileBytes);
        auto file = content ? rules::readRuleFile(*content, {.ignoreUnknownFields = request.ignoreUnknownFields})
                            : tl::unexpected(std::vector<rules::Fault>{{{}, content.error().message}});
        if (file) {
            files.emplace_back(name, std::move(*file));
            continue;
        }
        isWell = false;
        for (const auto &fault : file.error())
            fmt::print(stderr, "{}: {}:{}: {}\n", name, fault.place.line, fault.place.column, fault.message);
    }
    if (!isWell)
        return kNotTried;
    const auto history = history::History::openReadOnly(places.dataDir);
    if (!history)
        return refuse(history.error().message);
    if (request.format == "json") {
        api::JsonWriter json;
        json.beginObject().key("start").string(timeText(options->start)).key("end").string(timeText(options->end)).key("rules").beginArray();
        isWell = tryAll(files, **history, *options, [&](const Tried &tried) { writeJson(json, tried); });
        json.endArray().endObject();
        fmt::print("{}\n", json.text());
    } else {
        fmt::print("From {} to {}\n\n", timeText(options->start), timeText(options->end));
        isWell = tryAll(files, **history, *options, [&](const Tried &tried) { printTable(tried, options->end); });
    }
    if (std::fflush(stdout) != 0)
        return refuse("standard output took not everything");
    return isWell ? 0 : kNotTried;
}

} // namespace

void addBacktestCommand(CLI::App &parser, Command &chosen)
{
    auto request = std::make_shared<BacktestRequest>();
    auto *command =
        parser.add_subcommand("backtest", "Say what the alerting rules of a file would have done in the past that is kept, beside a running "
                                          "console too; what its recording rules record is computed");
    command->fallthrough();
    command->add_option("files", request->files, "Rule files; - is standard input")->required();
    command->add_option("--start", request->start, "From this time on: 2026-11-21T14:00:00 (UTC), -1w or seconds since 1970")->capture_default_str();
    command->add_option("--end", request->end, "Up to this time; now where it is not given");
    command->add_option("--step", request->step, "How far apart one looks: 15s, 5m; the group's interval where it is not given");
    command->add_option("--format", request->format)->check(CLI::IsMember({"table", "json"}))->capture_default_str();
    command->add_flag("--annotations", request->annotated, "With the annotations, as they would have been");
    command->add_flag("--ignore-unknown-fields", request->ignoreUnknownFields, "Let fields pass that Prometheus does not know");
    command->callback([request, &chosen] { chosen = [request](const CommandPlaces &places) { return runBacktest(*request, places); }; });
}

} // namespace app
