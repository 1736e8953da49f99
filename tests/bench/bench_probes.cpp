// CPU time of a pass over this machine's node probes, as a lane makes it: bench_probes [passes]. Every probe runs in every pass,
// also those that are asked every 5 s or every minute only; the last line weighs them by their interval at one round a second.
#include "models/metric/batch_builder.h"
#include "probes/linux/node_probes.h"
#include "probes/source/local_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <time.h>

namespace {

class SystemClock final : public metric::Clock {
public:
    metric::Timestamp now() const override { return std::chrono::floor<metric::Duration>(std::chrono::system_clock::now()); }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
    std::chrono::nanoseconds sinceBoot() const override { return monotonic(); }
};

double cpuMicroseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

int main(int argc, char **argv)
{
    const int passes = argc > 1 ? std::max(1, std::atoi(argv[1])) : 2000;
    probes::LocalSource source;
    const SystemClock clock;
    const auto all = probes::nodeProbes();
    metric::SeriesInterner interner(metric::Labels{{"job", "node"}, {"instance", "bench"}});

    std::vector<std::vector<double>> spent(all.size());
    std::vector<std::size_t> samples(all.size());
    std::vector<double> totals;
    auto time = clock.now();
    for (int pass = 0; pass < passes; ++pass) {
        // A second goes by between rounds, as far as the probes can tell.
        time += std::chrono::seconds(1);
        metric::Batch batch{"local", time, {}, {}, {}, {}};
        batch.samples.reserve(1024);
        metric::BatchBuilder builder(batch, interner);
        const double start = cpuMicroseconds();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto before = batch.samples.size();
            const double from = cpuMicroseconds();
            const auto result = all[i]->collect(source, clock, builder);
            spent[i].push_back(cpuMicroseconds() - from);
            samples[i] = batch.samples.size() - before;
            if (!result && pass == 0)
                fmt::print("{}: {}\n", all[i]->name(), result.error().message);
        }
        interner.endRound();
        totals.push_back(cpuMicroseconds() - start);
    }

    fmt::print("{:<14}{:>10}{:>10}{:>12}\n", "probe", "samples", "every s", "median µs");
    double perSecond = 0, core = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double cost = median(spent[i]);
        const double interval = std::max(1.0, double(all[i]->interval().count()) / 1000);
        fmt::print("{:<14}{:>10}{:>10}{:>12.1f}\n", all[i]->name(), samples[i], interval, cost);
        perSecond += cost / interval;
        count += samples[i];
        const auto name = all[i]->name();
        if (name == "cpu" || name == "stat" || name == "meminfo" || name == "loadavg" || name == "netdev" || name == "diskstats")
            core += cost;
    }
    fmt::print("{:<14}{:>10}{:>10}{:>12.1f}\n", "full pass", count, "", median(totals));
    fmt::print("cpu, stat, meminfo, loadavg, netdev, diskstats: {:.1f} µs; a round a second costs {:.4f} % of a core\n", core, perSecond / 1e6 * 100);
}
