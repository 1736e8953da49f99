// How a history's cost grows with the number of series and of days; growth.py runs this and draws it.
//
//   bench_growth DIR SERIES SECONDS DAY...   SERIES (in fifties), one sample a minute of each, through append(), as the console
//                                            does it; after each of the days one line of JSON. When the writing has taken
//                                            SECONDS it stops at the end of the hour and tells what it has, with "whole" false.
#include "models/history/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <thread>

using Clock = std::chrono::steady_clock;
using metric::Labels;
using metric::Timestamp;
using series::Matcher;

static constexpr int kMetrics = 50;          // of a machine
static constexpr int kSeriesOfTarget = 1000; // a batch
static constexpr int kSeriesOfBlock = 64;
static constexpr int kMachinesOfChart = 20;
static constexpr int kPointsOfChart = 300;
static constexpr std::size_t kSamplesWaiting = 64'000; // at most, or two batches
static constexpr Timestamp kStart{std::chrono::seconds(1'700'006'400 / 86400 * 86400)};
static constexpr auto kStep = std::chrono::minutes(1);

static double seconds(Clock::time_point since) { return std::chrono::duration<double>(Clock::now() - since).count(); }

static double residentMiB()
{
    std::ifstream statm("/proc/self/statm");
    double size = 0, resident = 0;
    statm >> size >> resident;
    return resident * 4096 / 1048576;
}

namespace {

// What machines say: a third of the series constant, a third counters, a third gauges of two decimals.
class Machines {
public:
    explicit Machines(int count)
    {
        for (int i = 0; i < count; ++i) {
            if (i % kSeriesOfTarget == 0)
                m_targets.emplace_back();
            m_targets.back().push_back({std::make_shared<const Labels>(Labels{{metric::kMetricName, fmt::format("bench_{}", i % kMetrics)},
                                                                              {"instance", fmt::format("host-{}:9100", i / kMetrics)}}),
                                        double(i)});
        }
    }

    std::size_t targets() const { return m_targets.size(); }

    metric::BatchRef batch(std::size_t target, Timestamp time)
    {
        auto &samples = m_targets[target];
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (i % 3 == 1)
                samples[i].value += double(m_random() % 100);
            else if (i % 3 == 2)
                samples[i].value = double(m_random() % 10000) / 100;
        }
        auto made = std::make_shared<metric::Batch>();
        made->target = fmt::format("target-{}", target);
        made->time = time;
        made->samples = samples;
        return made;
    }

private:
    std::vector<std::vector<metric::Sample>> m_targets;
    std::mt19937 m_random{1};
};

} // namespace

// Of the processor, by all threads; unlike the clock on the wall it hardly minds what else the machine does.
static double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

// The writer rolls up a block of series of a day whenever it has written and nobody waits. In life it is idle between two minutes,
// so that a day is rolled up soon after it is over; here it is woken as often as that takes, and left alone for a moment each time, lest it find
// somebody waiting.
static void rollUp(history::History &history, int series)
{
    for (int i = 0; i < 2 * (series / kSeriesOfBlock + 2); ++i) {
        history.flush();
        std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
}

// Milliseconds, the median of five. Ends the process where the answer is not of `expected` series.
static double asked(const history::History &history, const std::vector<Matcher> &matchers, series::TimeRange range, series::SelectHints hints,
                    std::size_t expected)
{
    std::array<double, 5> took{};
    for (double &run : took) {
        const auto begun = Clock::now();
        const auto answer = history.select(matchers, range, hints);
        run = seconds(begun) * 1e3;
        if (!answer || answer->size() != expected) {
            fmt::print(stderr, "{} series answered, not {}\n", answer ? answer->size() : 0, expected);
            std::exit(1);
        }
    }
    std::ranges::sort(took);
    return took[took.size() / 2];
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        std::fprintf(stderr, "usage: bench_growth DIR SERIES SECONDS DAY...\n");
        return 2;
    }
    const int seriesCount = std::atoi(argv[2]);
    const double patience = std::atof(argv[3]);
    std::vector<int> days;
    for (int i = 4; i < argc; ++i)
        days.push_back(std::atoi(argv[i]));

    // Nothing is to be forgotten while we measure.
    history::Options options;
    options.retention.fill(std::chrono::hours(24 * 4000));
    options.maxBytes = std::numeric_limits<std::int64_t>::max();
    Machines machines(seriesCount);
    options.queueCapacity = machines.targets() + kSamplesWaiting;
    const auto history = history::History::open(argv[1], options);
    if (!history) {
        std::fprintf(stderr, "%s\n", history.error().message.c_str());
        return 2;
    }
    const std::size_t waiting = std::max<std::size_t>(2, kSamplesWaiting / std::size_t(std::min(seriesCount, kSeriesOfTarget)));
    const auto written = [&](std::uint64_t samples) {
        while ((*history)->stats().samplesWritten < samples)
            std::this_thread::sleep_for(std::chrono::microseconds(200));
    };

    std::uint64_t samples = 0;
    double appending = 0, idle = 0, processor = 0, resident = 0;
    auto time = kStart;
    for (const int day : days) {
        const auto end = kStart + std::chrono::hours(24 * day);
        bool whole = true;
        const double processorBefore = processorSeconds();
        while (time < end && whole) {
            const auto begun = Clock::now();
            for (const auto hour = time + std::chrono::hours(1); time < hour; time += kStep) {
                for (std::size_t target = 0; target < machines.targets(); ++target) {
                    auto batch = machines.batch(target, time);
                    samples += batch->samples.size();
                    (*history)->append(std::move(batch));
                    while ((*history)->stats().queueLength > waiting)
                        std::this_thread::sleep_for(std::chrono::microseconds(200));
                }
            }
            written(samples);
            appending += seconds(begun);
            resident = std::max(resident, residentMiB());
            // The first hour of a day is sealed then, and yesterday with it.
            if (time - kStart > std::chrono::hours(24) && (time - kStart) % std::chrono::hours(24) == std::chrono::hours(2)) {
                const auto rolling = Clock::now();
                rollUp(**history, seriesCount);
                idle += seconds(rolling);
            }
            whole = appending + idle < patience;
        }
        whole = time >= end;
        (*history)->flush();
        processor += processorSeconds() - processorBefore;
        resident = std::max(resident, residentMiB());

        const auto last = time - kStep;
        const std::vector<Matcher> one{Matcher::equal(metric::kMetricName, "bench_7"), Matcher::equal("instance", "host-0:9100")};
        std::string chosen = "host-0:9100";
        for (int i = 1; i < kMachinesOfChart; ++i)
            chosen += fmt::format("|host-{}:9100", i);
        const std::vector<Matcher> twenty{one[0], Matcher::make("instance", Matcher::Op::Matches, chosen).value()};
        const auto hour = asked(**history, one, {last - std::chrono::hours(1), last}, {}, 1);
        const auto chart = asked(**history, twenty, {kStart, last}, {(last - kStart) / kPointsOfChart, series::Aggregate::Average},
                                 std::min<std::size_t>(kMachinesOfChart, std::size_t(seriesCount) / kMetrics));
        const auto all = asked(**history, {}, {last - std::chrono::minutes(5), last}, {}, std::size_t(seriesCount));
        const auto stats = (*history)->stats();
        fmt::print(
            R"({{"series": {}, "days": {:.4g}, "whole": {}, "samples": {}, "memory_mib": {:.1f}, "bytes": {}, "append": {:.0f}, "rolled": {:.0f}, "processor_s": {:.2f}, )"
            R"("hour_ms": {:.3f}, "chart_ms": {:.3f}, "all_ms": {:.3f}, "dropped": {}, "error": "{}"}})"
            "\n",
            seriesCount, std::chrono::duration<double>(time - kStart).count() / 86400, whole, samples, resident, stats.fileBytes,
            double(samples) / appending, double(samples) / (appending + idle), processor, hour, chart, all, stats.batchesDropped, stats.lastError);
        std::fflush(stdout);
        if (!whole)
            break;
    }
    return 0;
}
