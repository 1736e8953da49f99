// What a long range costs to read: thirty days of some series, as they came and rolled up, and what rolling up costs.
//
//   bench_rollup [SERIES] [DAYS] [SECONDS]      (20 series over 30 days, one point in 5 s)
#include "models/history/bulk_writer.h"
#include "models/history/history.h"
#include "models/history/upkeep.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include <unistd.h>

using namespace std::chrono_literals;

static double wallMs() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 20;
    const int days = argc > 2 ? std::atoi(argv[2]) : 30;
    const metric::Duration spacing = std::chrono::seconds(argc > 3 ? std::atoi(argv[3]) : 5);
    const auto dir = std::filesystem::temp_directory_path() / ("bench_rollup." + std::to_string(getpid()));
    std::filesystem::create_directories(dir);
    const metric::Timestamp start{metric::Duration(1'700'352'000'000)}; // midnight UTC
    const auto end = start + 24h * days;

    {
        auto writer = history::BulkWriter::open(dir);
        if (!writer) {
            std::fprintf(stderr, "%s\n", writer.error().message.c_str());
            return 1;
        }
        std::mt19937 random(1);
        const auto before = wallMs();
        for (int i = 0; i < count; ++i) {
            const auto id = (*writer)->series(
                std::make_shared<const metric::Labels>(metric::Labels{{metric::kMetricName, "some_seconds_total"}, {"number", std::to_string(i)}}));
            double value = 0;
            for (auto time = start; time < end; time += spacing) {
                value += double(random() % 500) / 100; // as a counter of processor time
                (*writer)->append(id, {time, value});
                if ((*writer)->isFull() && !(*writer)->write({"bench", 0, 0}))
                    return 1;
            }
        }
        if (!(*writer)->write({"bench", 0, 0}))
            return 1;
        const auto written = wallMs();
        if (!(*writer)->finish("bench"))
            return 1;
        const auto samples = double((*writer)->totals().samples);
        std::printf("write:    %.0f ms for %.1f M points\n", written - before, samples / 1e6);
        std::printf("roll up:  %.0f ms, %.1f M points/s\n", wallMs() - written, samples / (wallMs() - written) / 1e3);
    }
    const auto stats = history::statsOf(dir, 0);
    for (const auto &tier : stats->tiers)
        std::printf("%-8s  %llu points, %.2f MB, %.3f B of each raw point\n", tier.name, (unsigned long long)tier.points, double(tier.bytes) / 1e6,
                    double(tier.bytes) / double(stats->samples));

    const auto history = history::History::openReadOnly(dir);
    const std::vector matchers{series::Matcher::equal(metric::kMetricName, "some_seconds_total")};
    const std::pair<const char *, series::SelectHints> rows[] = {{"raw", {}},
                                                                 {"5 min, last", {5min, series::Aggregate::Last}},
                                                                 {"5 min, average", {5min, series::Aggregate::Average}},
                                                                 {"1 h, last", {1h, series::Aggregate::Last}}};
    for (const auto &[name, hints] : rows) {
        double best = 1e9;
        std::size_t points = 0;
        for (int run = 0; run < 5; ++run) {
            const auto before = wallMs();
            const auto answer = (*history)->select(matchers, {start, end}, hints);
            best = std::min(best, wallMs() - before);
            points = 0;
            for (const auto &series : *answer)
                points += series.points.size();
        }
        std::printf("read %d days of %d series, %-15s %9zu points %8.2f ms (best of 5)\n", days, count, name, points, best);
    }
    std::filesystem::remove_all(dir);
    return 0;
}
