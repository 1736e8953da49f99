// How long the engine takes for what is asked over a history, without the way over HTTP:
//   bench_query DIR [RUNS] [ONLY]     the questions of query_latency.py over 12 h of the data set "active"; median milliseconds
#include "models/history/history.h"
#include "models/query/promql_engine.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

struct Asked {
    const char *title;
    const char *expression;
    int step; // seconds; negative: over the last hour; 0: one moment
};

constexpr Asked kAsked[] = {
    {"rate of all cpu series", "rate(node_cpu_seconds_total[5m])", 60},
    {"sum by(mode) of it", "sum by(mode)(rate(node_cpu_seconds_total[5m]))", 60},
    {"avg_over_time 1 h", "avg_over_time(node_memory_MemAvailable_bytes[1h])", 60},
    {"quantile_over_time 1 h", "quantile_over_time(0.95, node_load1[1h])", 60},
    {"topk 5 of rates", "topk(5, rate(node_cpu_seconds_total[5m]))", 60},
    {"topk 5 of all _total", "topk(5, {__name__=~\"node_.+_total\"})", 60},
    {"one gauge, all points", "node_memory_MemAvailable_bytes{h=\"0\"}", 5},
    {"sum of all series", "sum({__name__=~\".+\"})", 60},
    {"rate, last hour, 5 s", "rate(node_cpu_seconds_total[1m])", -5},
    {"instant", "node_load1", 0},
};

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_query DIR [RUNS] [ONLY]\n");
        return 2;
    }
    const auto history = history::History::openReadOnly(argv[1]);
    if (!history) {
        std::fprintf(stderr, "%s\n", history.error().message.c_str());
        return 1;
    }
    const query::PromqlEngine engine(**history);
    const auto start = metric::Timestamp(std::chrono::seconds(1700006400));
    const auto end = start + std::chrono::seconds(8640 * 5 - 5);
    const int runs = argc > 2 ? std::atoi(argv[2]) : 11;
    for (const auto &asked : kAsked) {
        if (argc > 3 && std::string_view(asked.title).find(argv[3]) == std::string_view::npos)
            continue;
        const auto from = asked.step > 0 ? start : asked.step < 0 ? end - std::chrono::hours(1) : end;
        std::vector<double> took;
        std::size_t series = 0;
        for (int run = 0; run < runs; ++run) {
            const auto begun = std::chrono::steady_clock::now();
            const auto answer = engine.answer({asked.expression, from, end, std::chrono::seconds(std::abs(asked.step))});
            took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
            if (!answer) {
                std::fprintf(stderr, "%s: %s\n", asked.expression, answer.error().message.c_str());
                return 1;
            }
            series = std::visit(
                [](const auto &value) -> std::size_t {
                    if constexpr (requires { value.size(); })
                        return value.size();
                    return 1;
                },
                answer->value);
        }
        const double first = took.front();
        std::sort(took.begin(), took.end());
        std::printf("%-24s first %7.2f  median %7.2f ms  (min %.2f)  %zu series\n", asked.title, first, took[took.size() / 2], took.front(), series);
    }
    return 0;
}
