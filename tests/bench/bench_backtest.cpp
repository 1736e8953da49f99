// What a rule tried on a week of history costs, from the file to the firings:
//   bench_backtest DIR [SECONDS] [CORES]     writes the week into DIR where it is not there yet: a sample of ten gauges and of every mode of the
//                                            processor's cores each so many seconds (1)
#include "models/history/bulk_writer.h"
#include "models/history/history.h"
#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "models/rules/backtest.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace {

using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

constexpr Timestamp kStart(1'700'006'400s);
constexpr std::chrono::seconds kWeek = 7 * 24h;

// Above 0.9 for a quarter of an hour, three times a day.
double load(int series, std::int64_t second)
{
    return 0.5 + 0.45 * std::sin(double(second + series * 600) / (8 * 3600) * 2 * M_PI) + 0.001 * double(second % 7);
}

metric::Result<void> writeWeek(const std::filesystem::path &dir, int every, int cores)
{
    auto writer = history::BulkWriter::open(dir);
    if (!writer)
        return tl::unexpected(writer.error());
    const auto write = [&](const Labels &labels, auto value) -> metric::Result<void> {
        const auto id = (*writer)->series(std::make_shared<const Labels>(labels));
        for (std::int64_t second = 0; second < kWeek.count(); second += every) {
            (*writer)->append(id, {kStart + std::chrono::seconds(second), value(second)});
            if (!(*writer)->isFull())
                continue;
            if (auto written = (*writer)->write({"bench"}); !written)
                return written;
        }
        return {};
    };
    for (int i = 0; i < 10; ++i) {
        if (auto written = write({{"__name__", "load"}, {"instance", fmt::format("host{}", i)}}, [i](auto second) { return load(i, second); });
            !written)
            return written;
    }
    for (int core = 0; core < cores; ++core) {
        for (const auto *mode : {"idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"}) {
            double sum = 0;
            const std::string_view word(mode);
            const Labels labels{{"__name__", "node_cpu_seconds_total"}, {"instance", "host0"}, {"cpu", fmt::to_string(core)}, {"mode", mode}};
            const auto value = [&](auto second) {
                return sum += every * (word == "idle" ? 1 - load(0, second) : word == "user" ? load(0, second) : 0);
            };
            if (auto written = write(labels, value); !written)
                return written;
        }
    }
    if (auto written = (*writer)->write({"bench"}); !written)
        return written;
    return (*writer)->finish("bench");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        fmt::print(stderr, "usage: bench_backtest DIR [SECONDS] [CORES]\n");
        return 2;
    }
    const std::filesystem::path dir(argv[1]);
    if (!std::filesystem::exists(dir / "history.sqlite")) {
        std::filesystem::create_directories(dir);
        if (const auto written = writeWeek(dir, argc > 2 ? std::atoi(argv[2]) : 1, argc > 3 ? std::atoi(argv[3]) : 4); !written) {
            fmt::print(stderr, "{}\n", written.error().message);
            return 1;
        }
    }
    for (const auto *expression :
         {"load > 0.9", "instance:node_cpu_utilisation:ratio > 0.9", "avg by(instance) (rate(node_cpu_seconds_total{mode=\"user\"}[5m])) > 0.9"})
    {
        for (const auto step : {0s, 15s, 1s}) {
            const auto history = history::History::openReadOnly(dir);
            if (!history)
                return 1;
            const query::PromqlEngine engine(**history, {}, query::figureDefinitions());
            rules::Rule rule;
            rule.name = "Bench";
            rule.expression = expression;
            rule.forDuration = 5min;
            const auto before = std::chrono::steady_clock::now();
            const auto told = rules::backtest(rule, engine, {.start = kStart, .end = kStart + kWeek, .step = step});
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
            if (!told) {
                fmt::print("{}: {}\n", expression, told.error().message);
                continue;
            }
            fmt::print("{}, {} moments {} s apart: {:.3f} s; {} firings, {:.1f} h in all\n", expression, told->moments, told->step / 1s, took.count(),
                       told->count, std::chrono::duration<double, std::ratio<3600>>(told->total).count());
        }
    }
    return 0;
}
