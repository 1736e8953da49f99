// What a scrape costs.
//
//   bench_scrape parse PAGE [ROUNDS]      a page of metrics read into batches, round after round as the probe does: MB/s, CPU of the thread
//   bench_scrape socket DIR [SAMPLES] [ROUNDS]   from asking a server of the loopback until the samples are in the series store and
//                                         handed to the history in DIR, and until they are on disk: ms of each round
#include "models/history/history.h"
#include "models/series/series_store.h"
#include "probes/runner/lane.h"
#include "probes/scrape/scrape_probe.h"
#include "probes/source/local_source.h"
#include "tests/support/bad_server.h"
#include "tests/support/system_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

using Steady = std::chrono::steady_clock;

static double milliseconds(Steady::time_point since) { return std::chrono::duration<double, std::milli>(Steady::now() - since).count(); }

static double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

static int parse(const char *name, int rounds)
{
    std::ifstream file(name, std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    probes::SampleRules rules;
    rules.target = metric::Labels{{"job", "node"}, {"instance", "host:9100"}};
    probes::ExpositionSamples samples(rules);
    metric::SeriesInterner interner{metric::Labels{}};
    double first = 0;
    double all = 0;
    std::size_t told = 0;
    for (int i = 0; i < rounds; ++i) {
        metric::Batch batch;
        batch.samples.reserve(told);
        metric::BatchBuilder builder(batch, interner);
        const double before = cpuSeconds();
        const auto read = samples.read(exposition::Format::Prometheus, page, builder);
        const double took = cpuSeconds() - before;
        if (!read) {
            std::printf("%s\n", read.error().message.c_str());
            return 1;
        }
        told = read->samples;
        (i == 0 ? first : all) += took;
    }
    std::printf("%zu bytes, %zu samples: first round %.2f ms (%.0f MB/s), the %d after it %.3f ms each, %.0f MB/s\n", page.size(), told, first * 1e3,
                double(page.size()) / 1e6 / first, rounds - 1, all * 1e3 / (rounds - 1), double(page.size()) * (rounds - 1) / 1e6 / all);
    return 0;
}

static int socket(const char *dir, int count, int rounds)
{
    std::string page;
    for (int i = 0; i < count; ++i)
        page += fmt::format("http_requests_total{{path=\"/api/v{}/item\",method=\"{}\",code=\"{}\"}} {}\n", i / 10, i % 2 ? "GET" : "POST",
                            200 + i % 10, i * 17);
    const auto answer = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {}\r\n\r\n{}", page.size(), page);
    const tests::BadServer server([&](const tests::BadServer::Peer &peer) {
        while (!peer.readUntil("\r\n\r\n").empty() && peer.send(answer))
            continue;
    });
    const auto history = history::History::open(dir, {});
    auto probe = probes::makeScrapeProbe({{"url", server.url("/metrics")}, {"job", "bench"}});
    if (!history || !probe) {
        std::printf("%s\n", (history ? probe.error() : history.error()).message.c_str());
        return 1;
    }
    series::SeriesStore store(std::chrono::hours(1));
    const tests::SystemTime clock;
    std::size_t stored = 0;
    probes::TargetPlan plan{"bench", server.url("/metrics"), std::chrono::seconds(1), std::make_unique<probes::LocalSource>(), {}};
    plan.probes.push_back(std::move(*probe));
    probes::Lane lane(
        clock,
        [&](metric::BatchRef batch) {
            store.append(*batch);
            stored = batch->samples.size();
            (*history)->append(std::move(batch));
        },
        std::move(plan));
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        stored = 0;
        Steady::time_point begun;
        do {
            lane.collectNow();
            begun = Steady::now();
            if (const auto wait = lane.poll(); stored == 0)
                std::this_thread::sleep_for(wait);
        } while (stored == 0);
        const double inMemory = milliseconds(begun);
        (*history)->flush();
        std::printf("%zu samples stored after %.1f ms, on disk after %.1f ms\n", stored, inMemory, milliseconds(begun));
        times.push_back(inMemory);
    }
    std::ranges::sort(times);
    std::printf("median %.1f ms\n", times[times.size() / 2]);
    return 0;
}

int main(int argc, char **argv)
{
    const std::string_view what = argc > 2 ? argv[1] : "";
    if (what == "parse")
        return parse(argv[2], argc > 3 ? std::atoi(argv[3]) : 1000);
    if (what == "socket")
        return socket(argv[2], argc > 3 ? std::atoi(argv[3]) : 10'000, argc > 4 ? std::atoi(argv[4]) : 10);
    std::fprintf(stderr, "bench_scrape parse PAGE [ROUNDS] | socket DIR [SAMPLES] [ROUNDS]\n");
    return 2;
}
