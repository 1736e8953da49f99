// How fast a text of metrics is read.
//
//   bench_exposition FILE [prometheus|openmetrics] [ROUNDS]      (openmetrics, 3 rounds)
#include "models/exposition/text_parser.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <vector>

namespace {

class CountingSink : public exposition::Sink {
public:
    void series(exposition::SeriesNumber, const metric::Labels &) override { ++m_series; }
    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
    {
        ++m_samples;
        m_sum += value + double(number) + (time ? double(time->time_since_epoch().count()) : 0);
    }
    std::uint64_t m_series = 0;
    std::uint64_t m_samples = 0;
    double m_sum = 0; // so that nothing is optimised away
};

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

bool readOnce(const char *name, exposition::Format format, std::vector<char> &piece)
{
    std::FILE *file = std::fopen(name, "rb");
    if (!file) {
        std::perror(name);
        return false;
    }
    CountingSink sink;
    exposition::TextParser parser(format, sink);
    metric::Result<void> result;
    double seconds = 0; // of parsing alone: the disk is not what is measured
    std::size_t bytes = 0;
    while (const auto count = std::fread(piece.data(), 1, piece.size(), file)) {
        bytes += count;
        const double before = cpuSeconds();
        result = parser.feed(std::string_view(piece.data(), count));
        seconds += cpuSeconds() - before;
        if (!result)
            break;
    }
    std::fclose(file);
    if (result)
        result = parser.finish();
    if (!result)
        std::printf("%s\n", result.error().message.c_str());
    std::printf("%.0f MB, %llu series, %llu samples: %.3f s CPU, %.0f MB/s, %.2f million samples/s (sum %g)\n", double(bytes) / 1e6,
                static_cast<unsigned long long>(sink.m_series), static_cast<unsigned long long>(sink.m_samples), seconds,
                double(bytes) / 1e6 / seconds, double(sink.m_samples) / 1e6 / seconds, sink.m_sum);
    return bool(result);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "bench_exposition FILE [prometheus|openmetrics] [ROUNDS]\n");
        return 2;
    }
    const auto format = argc > 2 && std::string_view(argv[2]) == "prometheus" ? exposition::Format::Prometheus : exposition::Format::OpenMetrics;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 3;
    std::vector<char> piece(4 * 1024 * 1024);
    for (int i = 0; i < rounds; ++i) {
        if (!readOnce(argv[1], format, piece))
            return 1;
    }
}
