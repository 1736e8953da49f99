// What looking on costs: every expression of the System tab, of the Application tab of the console, of the Health tab and of the default
// thresholds, asked for one new second over the memory of a quarter of an hour of a machine, sampled every second.
//
//   bench_live [ROUNDS]        seconds to answer (60); prints the CPU time of one and its dearest expressions
#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "models/series/series_store.h"
#include "tests/support/machine_batches.h"
#include "tests/support/shipped_rules.h"
#include "ui/tabs/application_charts.h"
#include "ui/tabs/system_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <time.h>

using namespace std::chrono_literals;
using metric::Label;
using metric::Labels;
using metric::Timestamp;

static double cpuMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

// A laptop with eight cores, as the probes tell it, among 1,500 other series.
class Machine {
public:
    Machine()
    {
        for (int cpu = 0; cpu < 8; ++cpu) {
            for (const char *mode : {"user", "system", "idle", "iowait", "irq", "softirq", "steal", "nice"})
                add("node_cpu_seconds_total", {{"cpu", std::to_string(cpu)}, {"mode", mode}}, 0.125);
        }
        for (const char *name : {"node_load1", "node_load5", "node_load15", "vedette_event_loop_lag_seconds", "vedette_history_bytes",
                                 "process_resident_memory_bytes", "vedette_history_writing", "up"})
            add(name, {{"job", "vedette"}}, 0);
        for (const char *name : {"MemTotal", "MemAvailable", "MemFree", "Buffers", "Cached", "SReclaimable", "Shmem", "SwapTotal", "SwapFree"})
            add(fmt::format("node_memory_{}_bytes", name), {}, 0);
        for (const char *name : {"cpu_waiting", "io_waiting", "io_stalled", "memory_waiting", "memory_stalled", "irq_stalled"})
            add(fmt::format("node_pressure_{}_seconds_total", name), {}, 0.01);
        for (const char *device : {"nvme0n1", "sda", "dm-0"}) {
            for (const char *name :
                 {"read_bytes", "written_bytes", "io_time_seconds", "read_time_seconds", "write_time_seconds", "reads_completed", "writes_completed"})
                add(fmt::format("node_disk_{}_total", name), {{"device", device}}, 0.5);
        }
        for (const char *device : {"lo", "eth0", "wlan0", "docker0"}) {
            for (const char *name : {"receive_bytes", "transmit_bytes", "receive_errs", "receive_drop", "transmit_errs", "transmit_drop"})
                add(fmt::format("node_network_{}_total", name), {{"device", device}}, 1000);
        }
        for (int disk = 0; disk < 8; ++disk) {
            const auto mount = disk == 0 ? std::string("/") : fmt::format("/mnt/{}", disk);
            for (const char *name : {"avail_bytes", "size_bytes", "readonly", "files", "files_free"})
                add(fmt::format("node_filesystem_{}", name),
                    {{"device", fmt::format("/dev/sd{}", disk)}, {"mountpoint", mount}, {"fstype", disk < 4 ? "ext4" : "tmpfs"}},
                    name[0] == 'r' ? 0 : -1);
        }
        for (int sensor = 0; sensor < 6; ++sensor) {
            const auto name = fmt::format("temp{}", sensor);
            add("node_hwmon_temp_celsius", {{"chip", "coretemp"}, {"sensor", name}}, 0);
            add("node_hwmon_sensor_label", {{"chip", "coretemp"}, {"sensor", name}, {"label", fmt::format("Core {}", sensor)}}, 0);
        }
        add("node_hwmon_chip_names", {{"chip", "coretemp"}, {"chip_name", "coretemp"}}, 0);
        add("vedette_samples_total", {}, 1500);
        add("vedette_batches_total", {}, 3);
        add("process_cpu_seconds_total", {{"job", "vedette"}}, 0.002);
        for (int probe = 0; probe < 20; ++probe)
            add("vedette_probe_duration_seconds", {{"probe", std::to_string(probe)}}, 0);
        for (const char *queue : {"window", "alerts", "history"})
            add("vedette_queue_length", {{"queue", queue}}, 0);
    }

    metric::BatchRef next(Timestamp time)
    {
        auto batch = std::make_shared<metric::Batch>(*m_others.next(time));
        for (auto &[labels, value, pace] : m_own) {
            value += pace * double(1 + m_random() % 3) / 2;
            batch->samples.push_back({labels, value});
        }
        return batch;
    }

private:
    struct Own {
        metric::LabelsRef labels;
        double value;
        double pace;
    };
    void add(const std::string &name, std::vector<std::pair<std::string_view, std::string>> labels, double pace)
    {
        std::vector<Label> all{{metric::kMetricName, name}, {"instance", "anvil"}, {"job", "node"}};
        for (const auto &[key, value] : labels)
            all.push_back({key, value});
        m_own.push_back({std::make_shared<const Labels>(Labels(all)), 1e9, pace});
    }

    tests::MachineBatches m_others;
    std::mt19937_64 m_random{7};
    std::vector<Own> m_own;
};

struct Asked {
    std::string expression;
    bool isRange;
};

static std::vector<Asked> everythingAsked()
{
    std::vector<Asked> asked;
    auto charts = ui::systemCharts();
    for (auto &chart : ui::consoleCharts())
        charts.push_back(std::move(chart));
    for (const auto &chart : charts) {
        for (const auto &line : chart.lines)
            asked.push_back({line.expression, true});
        for (const auto &figure : {chart.headline, chart.whole}) {
            if (!figure.empty())
                asked.push_back({figure, false});
        }
    }
    for (const auto *resource :
         {"instance:node_cpu_utilisation:ratio", "instance:node_memory_utilisation:ratio", "instance:node_swap_utilisation:ratio",
          "instance:node_load1_per_cpu:ratio", "instance_mountpoint:node_filesystem_utilisation:ratio", "instance_device:node_disk_utilisation:ratio",
          "instance_sensor:node_temperature:celsius", "instance_device:node_network_errors:rate"})
        asked.push_back({resource, false});
    return asked;
}

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 60;
    series::SeriesStore memory(16min);
    Machine machine;
    Timestamp now{1'700'000'000s};
    for (int second = 0; second < 900; ++second)
        memory.append(*machine.next(now += 1s));
    const query::PromqlEngine engine(memory, {}, query::figureDefinitions());

    const auto asked = everythingAsked();
    std::map<std::string, double> costs;
    std::uint64_t answers = 0;
    double cpu = 0;
    for (int round = 0; round <= rounds; ++round) {
        memory.append(*machine.next(now += 1s));
        for (const auto &each : asked) {
            const double before = cpuMilliseconds();
            if (each.isRange) {
                const auto answer = engine.range(each.expression, now - 1s, now, 1s);
                answers += answer ? answer->size() : 0;
            } else {
                const auto answer = engine.instant(each.expression, now);
                answers += answer ? answer->size() : 0;
            }
            // The first round parses.
            if (round > 0) {
                const double cost = cpuMilliseconds() - before;
                costs[each.expression] += cost;
                cpu += cost;
            }
        }
    }
    fmt::print("{} expressions, {} series answered: {:.3f} ms of CPU a second\n", asked.size(), answers / std::uint64_t(rounds + 1), cpu / rounds);
    std::vector<std::pair<double, std::string>> dearest;
    for (const auto &[expression, cost] : costs)
        dearest.emplace_back(cost / rounds, expression);
    std::sort(dearest.rbegin(), dearest.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(12, dearest.size()); ++i)
        fmt::print("{:8.1f} us  {}\n", dearest[i].first * 1e3, dearest[i].second);

    // Thresholds are asked at their own pace, the slowest expression among them.
    double rules = 0;
    for (const auto &rule : tests::shippedRules()) {
        const double before = cpuMilliseconds();
        (void)engine.instant(rule.expression, now);
        rules += cpuMilliseconds() - before;
    }
    fmt::print("{:8.1f} us  all {} default thresholds once\n", rules * 1e3, tests::shippedRules().size());
    const double before = cpuMilliseconds();
    (void)engine.instant("instance_mountpoint:node_filesystem_full_in:seconds", now);
    fmt::print("{:8.1f} us  instance_mountpoint:node_filesystem_full_in:seconds\n", (cpuMilliseconds() - before) * 1e3);
    return 0;
}
