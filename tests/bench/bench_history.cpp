// What keeping the past costs: CPU of a batch in memory and on disk, bytes of a sample, how long opening and reading take.
//
//   bench_history [HOURS] [SERIES]      (1 hour of 1500 series at 1 s)
#include "models/history/history.h"
#include "models/series/fan_out_reader.h"
#include "models/series/series_store.h"
#include "tests/support/machine_batches.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <unistd.h>

using namespace std::chrono_literals;

static double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

static double wallMs() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

static long residentKiB()
{
    std::ifstream rollup("/proc/self/smaps_rollup");
    std::string word;
    while (rollup >> word) {
        if (word == "Pss:") {
            long value = 0;
            rollup >> value;
            return value;
        }
    }
    return 0;
}

static double fileBytes(const std::filesystem::path &file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    return error ? 0 : double(size);
}

int main(int argc, char **argv)
{
    const int hours = argc > 1 ? std::atoi(argv[1]) : 1;
    const int series = argc > 2 ? std::atoi(argv[2]) : 1500;
    const int rounds = hours * 3600 - 100; // the journal is not empty at the end
    const auto dir = std::filesystem::temp_directory_path() / ("bench_history." + std::to_string(getpid()));
    const metric::Timestamp start{metric::Duration(1'700'000'000'000)};
    const auto end = start + 1s * (rounds - 1);

    double making = 0, memory = 0, disk = 0;
    {
        const double before = cpuSeconds();
        tests::MachineBatches batches(series);
        for (int i = 0; i < rounds; ++i)
            batches.next(start + 1s * i);
        making = cpuSeconds() - before;
    }
    {
        tests::MachineBatches batches(series);
        const long baseline = residentKiB();
        series::SeriesStore store(15min);
        const double before = cpuSeconds();
        for (int i = 0; i < rounds; ++i)
            store.append(*batches.next(start + 1s * i));
        memory = cpuSeconds() - before - making;
        std::printf("memory: %.1f us a batch of CPU, %ld KiB PSS for 15 min of %zu series\n", memory / rounds * 1e6, residentKiB() - baseline,
                    store.seriesCount());
    }
    {
        tests::MachineBatches batches(series);
        auto history = history::History::open(dir, {});
        if (!history) {
            std::fprintf(stderr, "%s\n", history.error().message.c_str());
            return 1;
        }
        const long baseline = residentKiB();
        const double before = cpuSeconds();
        for (int i = 0; i < rounds; ++i) {
            (*history)->append(batches.next(start + 1s * i));
            if (i % 100 == 99)
                (*history)->flush();
        }
        (*history)->flush();
        disk = cpuSeconds() - before - making;
        const auto stats = (*history)->stats();
        std::printf("disk:   %.1f us a batch of CPU, %+ld KiB PSS, %llu samples, dropped %llu %s\n", disk / rounds * 1e6, residentKiB() - baseline,
                    (unsigned long long)(stats.samplesWritten), (unsigned long long)(stats.batchesDropped), stats.lastError.c_str());
    }
    std::printf("file:   %.1f KiB, %.3f bytes a sample\n", fileBytes(dir / "history.sqlite") / 1024,
                fileBytes(dir / "history.sqlite") / (double(rounds) * series));
    for (int run = 0; run < 5; ++run) {
        const double before = wallMs();
        auto history = history::History::open(dir, {});
        const double opened = wallMs();
        const auto matchers = std::vector{series::Matcher::equal(metric::kMetricName, "node_metric_1_total")};
        const auto more = std::vector{series::Matcher::equal(metric::kMetricName, "node_metric_40_total")};
        std::size_t points = 0, found = 0;
        for (const auto &wanted : {matchers, more}) {
            const auto answer = (*history)->select(wanted, {end - 15min, end});
            for (const auto &one : *answer) {
                points += one.points.size();
                ++found;
            }
        }
        const double read = wallMs();
        std::printf("open %.1f ms, 15 min of %zu series (%zu points) %.1f ms", opened - before, found, points, read - opened);
        const double whole = wallMs();
        points = 0;
        const auto answer = (*history)->select(matchers, {start, end});
        for (const auto &one : *answer)
            points += one.points.size();
        std::printf(", %d h of 25 series (%zu points) %.1f ms\n", hours, points, wallMs() - whole);
    }
    std::filesystem::remove_all(dir);
    return 0;
}
