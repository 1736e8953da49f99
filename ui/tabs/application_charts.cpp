#include "ui/tabs/application_charts.h"

namespace ui {

std::vector<ChartSpec> consoleCharts()
{
    using metric::Unit;
    return {
        {.id = "samples",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Samples"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "taken per second"),
         .unit = Unit::PerSecond,
         .lines = {{"instance:vedette_samples:rate", "", QT_TRANSLATE_NOOP("ui::ChartCard", "samples")}},
         .headline = "instance:vedette_samples:rate"},
        {.id = "batches",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Rounds"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "of probes, per second"),
         .unit = Unit::PerSecond,
         .lines = {{"rate(vedette_batches_total[10s])", "", QT_TRANSLATE_NOOP("ui::ChartCard", "rounds")}},
         .headline = "rate(vedette_batches_total[10s])"},
        {.id = "probe-duration",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Probes"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "duration of each"),
         .unit = Unit::Seconds,
         .lines = {{"vedette_probe_duration_seconds", "probe"}},
         .headline = "vedette_probe_duration_seconds"},
        {.id = "queues",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Queues"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "batches that wait"),
         .unit = Unit::None,
         .lines = {{"vedette_queue_length", "queue"}},
         .headline = "vedette_queue_length"},
        {.id = "loop-lag",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Event loop"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "how long an event waits"),
         .unit = Unit::Seconds,
         .lines = {{"vedette_event_loop_lag_seconds", "", QT_TRANSLATE_NOOP("ui::ChartCard", "lag")}},
         .headline = "vedette_event_loop_lag_seconds"},
        {.id = "own-memory",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Memory"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "of the console"),
         .unit = Unit::Bytes,
         .lines = {{R"(process_resident_memory_bytes{job="vedette"})", "", QT_TRANSLATE_NOOP("ui::ChartCard", "resident")}},
         .headline = R"(process_resident_memory_bytes{job="vedette"})"},
        {.id = "own-processor",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "Processor"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "of one core, by the console"),
         .unit = Unit::Ratio,
         .lines = {{"instance:process_cpu:ratio", "", QT_TRANSLATE_NOOP("ui::ChartCard", "processor")}},
         .headline = "instance:process_cpu:ratio"},
        {.id = "history-size",
         .title = QT_TRANSLATE_NOOP("ui::ChartCard", "History"),
         .subject = QT_TRANSLATE_NOOP("ui::ChartCard", "file size"),
         .unit = Unit::Bytes,
         .lines = {{"vedette_history_bytes", "", QT_TRANSLATE_NOOP("ui::ChartCard", "file")}},
         .headline = "vedette_history_bytes"},
    };
}

} // namespace ui
