// What many series cost.
//
//   bench_series hold [SERIES] [MINUTES]   a history that takes one sample a minute of each (1,000,000 series, 62 minutes, so that
//                                          the journal is sealed once): memory a series, how long a round of batches takes
//   bench_series select [SERIES]           how long the index takes to find series by matchers (100,000 series)
#include "models/history/history.h"
#include "models/series/series_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <thread>

#include <unistd.h>

using Clock = std::chrono::steady_clock;
using metric::Labels;
using series::Matcher;

static double milliseconds(Clock::time_point since) { return std::chrono::duration<double, std::milli>(Clock::now() - since).count(); }

// "VmRSS:", or "VmHWM:" for the most there ever was.
static double resident(std::string_view what)
{
    std::ifstream status("/proc/self/status");
    std::string word;
    double kibibytes = 0;
    while (status >> word) {
        if (word == what)
            status >> kibibytes;
    }
    return kibibytes * 1024;
}

// As many targets as a site has, each with a thousand series: ten metrics of ten devices in ten modes.
static constexpr int kSeriesPerTarget = 1000;

static metric::LabelsRef labelsOf(int number)
{
    static constexpr std::string_view kModes[] = {"idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user", "read", "write"};
    const int target = number / kSeriesPerTarget;
    const auto name = fmt::format("node_subject_{}_seconds_total", number % 10);
    const auto instance = fmt::format("host-{:04}.example.org:9100", target);
    const auto device = fmt::format("nvme{}n1", number / 100 % 10);
    const auto site = fmt::format("rack-{}", target % 40);
    return std::make_shared<const Labels>(Labels{{metric::kMetricName, name},
                                                 {"instance", instance},
                                                 {"job", "node"},
                                                 {"device", device},
                                                 {"mode", kModes[number / 10 % 10]},
                                                 {"site", site}});
}

static int hold(int seriesCount, int minutes)
{
    const auto dir = std::filesystem::temp_directory_path() / fmt::format("bench_series.{}", getpid());
    auto history = history::History::open(dir, {});
    if (!history) {
        fmt::print(stderr, "{}\n", history.error().message);
        return 2;
    }
    const double before = resident("VmRSS:");
    std::vector<metric::Sample> samples;
    samples.reserve(std::size_t(seriesCount));
    for (int i = 0; i < seriesCount; ++i)
        samples.push_back({labelsOf(i), double(i)});
    fmt::print("{} series: the labels and last values alone {:.0f} B a series\n", seriesCount, (resident("VmRSS:") - before) / seriesCount);

    const metric::Timestamp start{std::chrono::seconds(1'700'006'400)};
    std::mt19937 random(1);
    std::uint64_t written = 0;
    double slowest = 0;
    for (int minute = 0; minute < minutes; ++minute) {
        const auto begun = Clock::now();
        for (int first = 0; first < seriesCount; first += kSeriesPerTarget) {
            const int end = std::min(seriesCount, first + kSeriesPerTarget);
            // A third constant, a third counters, a third gauges of two decimals.
            for (int i = first; i < end; ++i) {
                auto &value = samples[std::size_t(i)].value;
                if (i % 3 == 1)
                    value += double(random() % 100);
                else if (i % 3 == 2)
                    value = double(random() % 10000) / 100;
            }
            auto batch = std::make_shared<metric::Batch>();
            batch->target = fmt::format("target-{}", first / kSeriesPerTarget);
            batch->time = start + std::chrono::minutes(minute);
            batch->samples.assign(samples.begin() + first, samples.begin() + end);
            (*history)->append(std::move(batch));
            written += std::uint64_t(end - first);
            while ((*history)->stats().queueLength > 16)
                std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        while ((*history)->stats().samplesWritten < written)
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        const double took = milliseconds(begun);
        slowest = std::max(slowest, took);
        if (minute < 2 || minute % 10 == 9 || minute >= minutes - 3)
            fmt::print("minute {:3}: {:7.0f} ms a round, {:.2f} M samples/s; resident {:.0f} B a series\n", minute + 1, took,
                       seriesCount / took / 1e3, (resident("VmRSS:") - before) / seriesCount);
    }
    const auto stats = (*history)->stats();
    fmt::print("slowest round {:.0f} ms; at most {:.0f} B a series at any moment; {} dropped {}\n", slowest,
               (resident("VmHWM:") - before) / seriesCount, stats.batchesDropped, stats.lastError);
    history->reset();
    std::filesystem::remove_all(dir);
    return 0;
}

static int select(int seriesCount)
{
    series::SeriesIndex index;
    const auto building = Clock::now();
    std::vector<metric::LabelsRef> all;
    for (int i = 0; i < seriesCount; ++i)
        all.push_back(labelsOf(i));
    const double made = milliseconds(building);
    const auto adding = Clock::now();
    for (const auto &labels : all)
        index.findOrAdd(labels);
    fmt::print("{} series: labels made in {:.0f} ms, added in {:.0f} ms\n", seriesCount, made, milliseconds(adding));

    using Op = Matcher::Op;
    const auto match = [](std::string name, Op op, std::string value) { return *Matcher::make(std::move(name), op, std::move(value)); };
    const auto name = match("__name__", Op::Equal, "node_subject_3_seconds_total");
    const std::pair<const char *, std::vector<Matcher>> asked[] = {
        {"name=", {name}},
        {"name= instance=", {name, match("instance", Op::Equal, "host-0042.example.org:9100")}},
        {"instance=", {match("instance", Op::Equal, "host-0042.example.org:9100")}},
        {"instance=~ alternation of 3",
         {match("instance", Op::Matches, "host-0001.example.org:9100|host-0042.example.org:9100|host-0077.example.org:9100")}},
        {"instance=~ prefix", {match("instance", Op::Matches, "host-004.*")}},
        {"instance=~ general", {match("instance", Op::Matches, "host-00[0-9]2.*:9100")}},
        {"name= instance=~ general", {name, match("instance", Op::Matches, "host-00[0-9]2.*:9100")}},
        {"name= mode!=", {name, match("mode", Op::NotEqual, "idle")}},
        {"mode!~ general", {match("mode", Op::NotMatches, "[a-r].*|.*[e]")}},
        {"missing=", {match("missing", Op::Equal, "")}},
    };
    for (const auto &[what, matchers] : asked) {
        std::vector<double> times;
        std::size_t found = 0;
        for (int run = 0; run < 15; ++run) {
            const auto begun = Clock::now();
            found = index.select(matchers).size();
            times.push_back(milliseconds(begun));
        }
        std::ranges::nth_element(times, times.begin() + 7);
        fmt::print("{:<30} {:9.3f} ms  {} series\n", what, times[7], found);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 2 && std::strcmp(argv[1], "hold") == 0)
        return hold(argc > 2 ? std::atoi(argv[2]) : 1'000'000, argc > 3 ? std::atoi(argv[3]) : 62);
    if (argc >= 2 && std::strcmp(argv[1], "select") == 0)
        return select(argc > 2 ? std::atoi(argv[2]) : 100'000);
    fmt::print(stderr, "usage: bench_series hold [SERIES] [MINUTES] | select [SERIES]\n");
    return 2;
}
