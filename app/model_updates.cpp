#include "app/model_updates.h"

#include <cmath>

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

ModelUpdates::ModelUpdates(Core &core) : m_core(core) {}

void ModelUpdates::take(std::span<const metric::BatchRef> batches, metric::Timestamp now, bool healthWatched)
{
    for (const auto &batch : batches) {
        m_newest = batch;
        for (const auto &table : batch->tables) {
            if (table->name == "processes")
                m_processes = table;
        }
        updateFileSystems(*batch, now);
    }
    const bool slow = now - m_slowAt >= kSlowly;
    if (slow || healthWatched)
        updateHealth(now);
    if (slow) {
        updateTargets(now);
        m_slowAt = now;
    }
}

void ModelUpdates::updateFileSystems(const metric::Batch &batch, metric::Timestamp now)
{
    auto rows = items::fileSystemRows(batch);
    if (rows.empty())
        return; // not every round asks them
    const auto trends = m_core.engine().instant("instance_mountpoint:node_filesystem_full_in:seconds", now);
    const auto snapshot = m_core.alerts().snapshot();
    for (auto &row : rows) {
        if (trends) {
            for (const auto &trend : *trends) {
                if (trend.labels->get("mountpoint") == row.mount)
                    row.fullInSeconds = trend.value;
            }
        }
        for (const auto &alert : snapshot->firing) {
            if (alert.labels->get("mountpoint") == row.mount)
                row.state = std::max(row.state, items::severityState(alert.rule.severity));
        }
    }
    m_fileSystems.setRows(std::move(rows));
}

void ModelUpdates::updateHealth(metric::Timestamp now)
{
    const auto snapshot = m_core.alerts().snapshot();
    const auto &target = m_core.targets().front();
    std::vector<items::ResourceFigure> figures;
    for (const auto &resource : kResources) {
        items::ResourceFigure figure;
        figure.check = resource.check;
        figure.target = target.id.toStdString();
        figure.expression = resource.expression;
        figure.unit = resource.unit;
        figure.instance = target.instance.toStdString();
        if (const auto values = m_core.engine().instant(resource.expression, now)) {
            for (const auto &value : *values) {
                if (!figure.value.known() || value.value > figure.value)
                    figure.value = value.value;
            }
        }
        // What this machine does not have (swap, sensors) is no check.
        if (figure.value.known())
            figures.push_back(std::move(figure));
    }
    items::HealthInput input;
    const metric::BatchRef newest[] = {m_newest};
    input.batches = m_newest ? std::span(newest) : std::span<const metric::BatchRef>();
    input.alerts = snapshot->firing;
    input.figures = figures;
    input.now = now;
    input.staleAfter = std::max<metric::Duration>(5s, 3 * m_core.interval());
    m_checks = items::healthRows(m_checks, input);
    m_health.setRows(m_checks);
    m_score = items::healthScore(*snapshot, m_checks);
}

void ModelUpdates::updateTargets(metric::Timestamp now)
{
    const auto snapshot = m_core.alerts().snapshot();
    std::vector<items::TargetRow> rows;
    for (const auto &target : m_core.targets()) {
        auto row = items::targetRow(target);
        const bool console = target.kind == targets::Kind::Application;
        const char *expression = console ? "instance:process_cpu:ratio" : "instance:node_cpu_utilisation:ratio";
        if (const auto values = m_core.engine().range(expression, now - kSparkSpan, now, kSparkStep); values && !values->empty()) {
            row.sparkline.assign(std::size_t(kSparkSpan / kSparkStep) + 1, std::numeric_limits<double>::quiet_NaN());
            for (const auto &point : values->front().points)
                row.sparkline[std::size_t((point.time - (now - kSparkSpan)) / kSparkStep)] = point.value;
        }
        if (const auto present = m_core.engine().instant(expression, now); present && !present->empty()) {
            row.value = present->front().value;
            row.state = items::State::Ok;
        }
        if (!console) {
            for (const auto &alert : snapshot->firing) {
                const auto state = items::severityState(alert.rule.severity);
                if (alert.rule.severity > alerts::Severity::Info && (row.state == items::State::Ok || state > row.state)) {
                    row.state = state;
                    row.reason = alert.rule.name;
                }
            }
        }
        rows.push_back(std::move(row));
    }
    m_targets.setRows(std::move(rows));
}

} // namespace app
