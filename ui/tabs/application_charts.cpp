#include "ui/tabs/application_charts.h"

namespace ui {

#define TEXT(text) QT_TRANSLATE_NOOP("ui::ChartCard", text)

std::vector<ChartSpec> consoleCharts()
{
    using metric::Unit;
    return {
        {.id = "samples",
         .title = TEXT("Samples"),
         .subject = TEXT("taken per second"),
         .unit = Unit::PerSecond,
         .lines = {{"instance:vedette_samples:rate", "", TEXT("samples")}},
         .headline = "instance:vedette_samples:rate"},
        {.id = "batches",
         .title = TEXT("Rounds"),
         .subject = TEXT("of probes, per second"),
         .unit = Unit::PerSecond,
         .lines = {{"rate(vedette_batches_total[10s])", "", TEXT("rounds")}},
         .headline = "rate(vedette_batches_total[10s])"},
        {.id = "probe-duration",
         .title = TEXT("Probes"),
         .subject = TEXT("duration of each"),
         .unit = Unit::Seconds,
         .lines = {{"vedette_probe_duration_seconds", "probe"}},
         .headline = "vedette_probe_duration_seconds"},
        {.id = "queues",
         .title = TEXT("Queues"),
         .subject = TEXT("batches that wait"),
         .unit = Unit::None,
         .lines = {{"vedette_queue_length", "queue"}},
         .headline = "vedette_queue_length"},
        {.id = "loop-lag",
         .title = TEXT("Event loop"),
         .subject = TEXT("how long an event waits"),
         .unit = Unit::Seconds,
         .lines = {{"vedette_event_loop_lag_seconds", "", TEXT("lag")}},
         .headline = "vedette_event_loop_lag_seconds"},
        {.id = "own-memory",
         .title = TEXT("Memory"),
         .subject = TEXT("of the console"),
         .unit = Unit::Bytes,
         .lines = {{R"(process_resident_memory_bytes{job="vedette"})", "", TEXT("resident")}},
         .headline = R"(process_resident_memory_bytes{job="vedette"})"},
        {.id = "own-processor",
         .title = TEXT("Processor"),
         .subject = TEXT("of one core, by the console"),
         .unit = Unit::Ratio,
         .lines = {{"instance:process_cpu:ratio", "", TEXT("processor")}},
         .headline = "instance:process_cpu:ratio"},
        {.id = "history-size",
         .title = TEXT("History"),
         .subject = TEXT("file size"),
         .unit = Unit::Bytes,
         .lines = {{"vedette_history_bytes", "", TEXT("file")}},
         .headline = "vedette_history_bytes"},
    };
}

#undef TEXT

} // namespace ui
