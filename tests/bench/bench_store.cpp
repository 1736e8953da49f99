// What the history costs at its limits.
//
//   bench_store read DIR       every point of every series of a history, decoded: samples a second on one thread, and the time
//                              from opening it until one series' last hour is there
//   bench_store append DIR [SERIES] [BATCHES]   live batches through the journal, until the last is on disk: samples a second,
//                              memory, bytes a sample
#include "models/history/history.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>

#include <sys/resource.h>

using Clock = std::chrono::steady_clock;
using metric::Labels;
using series::Matcher;

static double seconds(Clock::time_point since) { return std::chrono::duration<double>(Clock::now() - since).count(); }

static double residentMiB()
{
    std::ifstream statm("/proc/self/statm");
    double size = 0, resident = 0;
    statm >> size >> resident;
    return resident * 4096 / 1048576;
}

static int read(const char *dir)
{
    for (int run = 0; run < 3; ++run) {
        const auto begun = Clock::now();
        const auto history = history::History::openReadOnly(dir);
        if (!history) {
            std::fprintf(stderr, "%s\n", history.error().message.c_str());
            return 2;
        }
        metric::LabelsRef one;
        auto last = metric::Timestamp::min();
        (void)(*history)->walk({}, {metric::Timestamp::min(), metric::Timestamp::max()}, [&](const series::Series &series) {
            one = series.labels;
            last = series.points.back().time;
            return false;
        });
        const double opened = seconds(begun);
        std::uint64_t points = 0;
        double sum = 0;
        const auto reading = Clock::now();
        (void)(*history)->walk({}, {metric::Timestamp::min(), metric::Timestamp::max()}, [&](const series::Series &series) {
            points += series.points.size();
            sum += series.points.back().value;
            return true;
        });
        const double took = seconds(reading);
        std::printf("opened and first series read %6.1f ms   all read %6.1f ms, %.0f M samples/s   RSS %.0f MiB (%g)\n", opened * 1e3, took * 1e3,
                    double(points) / took / 1e6, residentMiB(), sum);
    }
    return 0;
}

static int append(const char *dir, int seriesCount, int batches)
{
    history::Options options;
    options.queueCapacity = std::size_t(batches) + 16;
    const double before = residentMiB();
    const auto history = history::History::open(dir, options);
    if (!history) {
        std::fprintf(stderr, "%s\n", history.error().message.c_str());
        return 2;
    }
    // A third constant, a third counters, a third gauges of two decimals.
    std::mt19937 random(1);
    std::vector<metric::Sample> samples;
    for (int i = 0; i < seriesCount; ++i)
        samples.push_back(
            {std::make_shared<const Labels>(Labels{{metric::kMetricName, "bench_" + std::to_string(i % 50)}, {"i", std::to_string(i)}}), double(i)});
    const metric::Timestamp start{std::chrono::seconds(1'700'006'400)};
    const auto begun = Clock::now();
    constexpr int kGroup = 64; // so many wait at most
    for (int batch = 0; batch < batches; ++batch) {
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (i % 3 == 1)
                samples[i].value += double(random() % 100);
            else if (i % 3 == 2)
                samples[i].value = double(random() % 10000) / 100;
        }
        auto made = std::make_shared<metric::Batch>();
        made->target = "bench";
        made->time = start + std::chrono::seconds(5) * batch;
        made->samples = samples;
        (*history)->append(std::move(made));
        while ((*history)->stats().queueLength > kGroup)
            std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    while ((*history)->stats().samplesWritten < std::uint64_t(seriesCount) * std::uint64_t(batches))
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    const double took = seconds(begun);
    const auto stats = (*history)->stats();
    const double count = double(seriesCount) * double(batches);
    std::printf("%d series x %d batches: %.2f M samples/s, RSS grew by %.1f MiB, %.2f B/sample, %llu dropped%s\n", seriesCount, batches,
                count / took / 1e6, residentMiB() - before, double(stats.fileBytes) / count, static_cast<unsigned long long>(stats.batchesDropped),
                stats.lastError.c_str());
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 3 && std::strcmp(argv[1], "read") == 0)
        return read(argv[2]);
    if (argc >= 3 && std::strcmp(argv[1], "append") == 0)
        return append(argv[2], argc > 3 ? std::atoi(argv[3]) : 1000, argc > 4 ? std::atoi(argv[4]) : 8640);
    std::fprintf(stderr, "usage: bench_store read DIR | append DIR [SERIES] [BATCHES]\n");
    return 2;
}
