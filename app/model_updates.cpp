#include "app/model_updates.h"

#include "models/items/check_texts.h"
#include "models/query/narrowed.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace app {

using namespace std::chrono_literals;

// What nobody looks at closely is brought up to date this often.
static constexpr metric::Duration kSlowly = 5s;
static constexpr metric::Duration kSparkSpan = 5min;
static constexpr metric::Duration kSparkStep = 10s;

struct Resource {
    const char *check;
    const char *expression;
    metric::Unit unit;
};
// The resource checks of the Health tab; what has several series counts by its greatest.
static constexpr Resource kResources[] = {
    {QT_TRANSLATE_NOOP("items", "Processor"), "instance:node_cpu_utilisation:ratio", metric::Unit::Ratio},
    {QT_TRANSLATE_NOOP("items", "Memory"), "instance:node_memory_utilisation:ratio", metric::Unit::Ratio},
    {QT_TRANSLATE_NOOP("items", "Swap"), "instance:node_swap_utilisation:ratio", metric::Unit::Ratio},
    {QT_TRANSLATE_NOOP("items", "Load per core"), "instance:node_load1_per_cpu:ratio", metric::Unit::Ratio},
    {QT_TRANSLATE_NOOP("items", "Disk space"), "instance_mountpoint:node_filesystem_utilisation:ratio", metric::Unit::Ratio},
    {QT_TRANSLATE_NOOP("items", "Disk utilisation"), "instance_device:node_disk_utilisation:ratio", metric::Unit::Ratio},
    {QT_TRANSLATE_NOOP("items", "Temperature"), "instance_sensor:node_temperature:celsius", metric::Unit::Celsius},
    {QT_TRANSLATE_NOOP("items", "Network errors"), "instance_device:node_network_errors:rate", metric::Unit::PerSecond},
};

static std::optional<double> greatest(const query::Engine &engine, const std::string &expression, metric::Timestamp now, const std::stop_token &stop)
{
    std::optional<double> most;
    if (const auto values = engine.instant(expression, now, stop)) {
        for (const auto &value : *values) {
            if (!std::isnan(value.value))
                most = std::max(most.value_or(value.value), value.value);
        }
    }
    return most;
}

// What is shown beside this machine and the console.
static std::string expressionOf(const targets::Target &target)
{
    const char *figure = target.kind == targets::Kind::Application ? "instance:process_cpu:ratio" : "instance:node_cpu_utilisation:ratio";
    const std::string instance = target.instance.toStdString();
    const metric::Label labels[] = {{"instance", instance}};
    return query::narrowed(figure, labels).value_or(figure);
}
// And beside what is checked: one question for all of them.
static constexpr auto kResponse = "vedette_check_response_seconds";

static std::vector<double> sparklineOf(std::span<const metric::Point> points, metric::Timestamp from)
{
    std::vector<double> line(std::size_t(kSparkSpan / kSparkStep) + 1, std::numeric_limits<double>::quiet_NaN());
    for (const auto &point : points)
        line[std::size_t((point.time - from) / kSparkStep)] = point.value;
    return line;
}

static items::State stateOf(health::State state)
{
    switch (state) {
    case health::State::Ok: return items::State::Ok;
    case health::State::Degraded: return items::State::Warning;
    case health::State::Down: return items::State::Critical;
    case health::State::Unknown: return items::State::Unknown;
    case health::State::Paused:
    case health::State::Maintenance: return items::State::Paused;
    }
    return items::State::Unknown;
}

struct ModelUpdates::Answers {
    metric::Timestamp now;
    std::vector<items::ResourceFigure> figures;
    // Every few seconds only:
    bool slow = false;
    std::vector<query::InstantSample> fullIn; // of the file systems
    std::vector<items::TargetRow> targets;
};

ModelUpdates::ModelUpdates(Core &core, ui::Background &background) : m_core(core), m_inquiry(background) {}

void ModelUpdates::take(std::span<const metric::BatchRef> batches, metric::Timestamp now, bool healthWatched)
{
    for (const auto &batch : batches) {
        if (batch->target != m_core.machine().id.toStdString())
            continue; // what others tell is read where it is shown
        m_newest = batch;
        for (const auto &table : batch->tables) {
            if (table->name == "processes")
                m_processes = table;
        }
        // Not every round asks them.
        if (auto rows = items::fileSystemRows(*batch); !rows.empty())
            m_fileSystemRows = std::move(rows);
    }
    const bool slow = now - m_slowAt >= kSlowly;
    if (slow || healthWatched)
        ask(now, slow);
}

// Beside the gui thread: some of it reaches behind what memory holds.
void ModelUpdates::ask(metric::Timestamp now, bool slow)
{
    m_inquiry.ask(
        [&engine = m_core.engine(), targets = m_core.targets(), now, slow](const std::stop_token &stop) {
            Answers answers{now, {}, slow, {}, {}};
            const auto &machine = targets.front();
            for (const auto &resource : kResources) {
                // What this machine does not have (swap, sensors) is no check.
                if (const auto value = greatest(engine, resource.expression, now, stop))
                    answers.figures.push_back(
                        {resource.check, machine.id.toStdString(), resource.expression, *value, resource.unit, machine.instance.toStdString()});
            }
            if (!slow)
                return answers;
            if (auto fullIn = engine.instant("instance_mountpoint:node_filesystem_full_in:seconds", now, stop))
                answers.fullIn = std::move(*fullIn);
            const auto from = now - kSparkSpan;
            std::map<std::string, std::vector<double>, std::less<>> responses; // by instance
            if (const auto values = engine.range(kResponse, from, now, kSparkStep, stop)) {
                for (const auto &series : *values)
                    responses.insert_or_assign(std::string(series.labels->get("instance")), sparklineOf(series.points, from));
            }
            for (const auto &target : targets) {
                auto row = items::targetRow(target);
                if (!target.check.isEmpty()) {
                    row.unit = metric::Unit::Seconds;
                    if (const auto found = responses.find(target.instance.toStdString()); found != responses.end())
                        row.sparkline = std::move(found->second);
                } else {
                    const auto expression = expressionOf(target);
                    if (const auto values = engine.range(expression, from, now, kSparkStep, stop); values && !values->empty())
                        row.sparkline = sparklineOf(values->front().points, from);
                    if (const auto value = greatest(engine, expression, now, stop)) {
                        row.value = *value;
                        row.state = items::State::Ok;
                    }
                }
                answers.targets.push_back(std::move(row));
            }
            return answers;
        },
        [this](Answers answers) {
            showHealth(answers);
            if (answers.slow) {
                m_slowAt = answers.now;
                showFileSystems(answers);
                showTargets(answers);
            }
        });
}

void ModelUpdates::showFileSystems(const Answers &answers)
{
    const auto snapshot = m_core.alerts().snapshot();
    auto rows = m_fileSystemRows;
    for (auto &row : rows) {
        for (const auto &trend : answers.fullIn) {
            if (trend.labels->get("mountpoint") == row.mount)
                row.fullInSeconds = trend.value;
        }
        for (const auto &alert : snapshot->firing) {
            if (alert.labels->get("mountpoint") == row.mount)
                row.state = std::max(row.state, items::severityState(alert.rule->severity));
        }
    }
    m_fileSystems.setRows(std::move(rows));
}

void ModelUpdates::showHealth(Answers &answers)
{
    const auto snapshot = m_core.alerts().snapshot();
    items::HealthInput input;
    const metric::BatchRef newest[] = {m_newest};
    input.batches = m_newest ? std::span(newest) : std::span<const metric::BatchRef>();
    input.alerts = snapshot->firing;
    input.figures = answers.figures;
    input.now = answers.now;
    input.staleAfter = std::max<metric::Duration>(5s, 3 * m_core.interval());
    m_checks = items::healthRows(m_checks, input);
    m_health.setRows(m_checks);
    m_score = items::healthScore(*snapshot, m_checks);
}

void ModelUpdates::showTargets(Answers &answers)
{
    const auto snapshot = m_core.alerts().snapshot();
    const auto health = m_core.health().snapshot();
    std::map<std::string_view, const health::CheckStatus *> checks;
    for (const auto &check : health->checks)
        checks.emplace(check.plan.target, &check);
    for (auto &row : answers.targets) {
        if (const auto found = checks.find(row.id); found != checks.end()) {
            const auto &check = *found->second;
            row.state = stateOf(check.state);
            row.reason = items::causeText(check.reason, check.message).toStdString();
            if (check.responseTime)
                row.value = std::chrono::duration<double>(*check.responseTime).count();
        }
        if (row.target.kind != targets::Kind::ThisMachine)
            continue;
        const auto instance = row.target.instance.toStdString();
        for (const auto &alert : snapshot->firing) {
            const auto whose = alert.labels ? alert.labels->get("instance") : std::string_view();
            const auto state = items::severityState(alert.rule->severity);
            if (alert.rule->severity > alerts::Severity::Info && (whose.empty() || whose == instance) &&
                (row.state == items::State::Ok || state > row.state)) {
                row.state = state;
                row.reason = alert.rule->name;
            }
        }
    }
    // By group, each in the order of the user.
    std::ranges::stable_sort(answers.targets, {}, [](const items::TargetRow &row) { return row.target.kind; });
    m_targets.setRows(std::move(answers.targets));
}

} // namespace app
