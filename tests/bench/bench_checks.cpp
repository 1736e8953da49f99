// What one round of an HTTP check costs, without a window, a store or a thread of its own:
//
//   bench_checks ROUNDS OPTION=VALUE...    bench_checks 500 url=https://127.0.0.1:8443/ authority_file=ca.pem
//
// CPU of the thread per round, the first one apart: it loads the authorities.
#include "models/metric/series_interner.h"
#include "probes/service/http_probe.h"
#include "probes/source/local_source.h"
#include "tests/support/system_time.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

static double cpuMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) * 1e-6;
}

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 0;
    probes::Options options;
    for (int i = 2; i < argc; ++i) {
        if (const char *equals = std::strchr(argv[i], '='))
            options[std::string(argv[i], std::size_t(equals - argv[i]))] = equals + 1;
    }
    const auto probe = probes::makeHttpProbe(options);
    if (!probe || rounds < 2) {
        std::printf("%s\n", probe ? "bench_checks ROUNDS OPTION=VALUE..." : probe.error().message.c_str());
        return 1;
    }
    const tests::SystemTime clock;
    probes::LocalSource source("/", {});
    metric::SeriesInterner interner{metric::Labels{}};
    double first = 0, all = 0;
    int good = 0;
    std::string message;
    for (int i = 0; i < rounds; ++i) {
        metric::Batch batch;
        batch.time = clock.now();
        metric::BatchBuilder builder(batch, interner);
        const double before = cpuMilliseconds();
        const auto collected = (*probe)->collect(source, clock, builder);
        (i == 0 ? first : all) += cpuMilliseconds() - before;
        const auto verdict = builder.takeVerdict();
        good += collected && verdict && verdict->good();
        message = verdict ? verdict->message : std::string();
    }
    std::printf("first %.2f ms, the %d after it %.3f ms each, %d good, last: %s\n", first, rounds - 1, all / (rounds - 1), good, message.c_str());
    return good == rounds ? 0 : 1;
}
