#include "tests/conformance/differential_data.h"

#include "models/exposition/text_parser.h"

#include <QtCore/QProcess>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>
#include <random>
#include <vector>

namespace tests {

namespace {

constexpr int kPoints = 720;
constexpr int kStepSeconds = 5;
constexpr std::int64_t kShiftMs = 3217;

// The lines told of metrics are left out, as some of the families are no families by themselves.
void appendShifted(std::string &text, std::istream &lines)
{
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#'))
            continue;
        const auto at = line.rfind(' ') + 1;
        const auto ms = std::stoll(line.substr(at)) * 1000 + kShiftMs;
        text += fmt::format("{}{}.{:03}\n", line.substr(0, at), ms / 1000, ms % 1000);
    }
}

class Writer {
public:
    explicit Writer(std::string &text) : m_text(text) {}

    // A value for each point; no sample where the function gives none (NaN).
    template <class ValueAt>
    void series(const std::string &name, const ValueAt &valueAt)
    {
        for (int i = 0; i < kPoints; ++i) {
            const double value = valueAt(i);
            if (std::isnan(value))
                continue;
            const auto ms = kDataBegin.time_since_epoch().count() + std::int64_t(i) * kStepSeconds * 1000 + kShiftMs;
            m_text += fmt::format("{} {} {}.{:03}\n", name, value, ms / 1000, ms % 1000);
        }
    }

    int below(int count) { return int(m_random() % unsigned(count)); }

private:
    std::string &m_text;
    std::mt19937 m_random{20240711};
};

bool isHole(int point, int period, int length) { return point % period >= period - length; }

// Starts high: near zero, 2.42 and 3.5 extrapolate to the beginning of a series differently.
void writeRequests(Writer &writer)
{
    const auto none = std::nan("");
    for (int h = 0; h < 2; ++h) {
        for (const int code : {200, 404, 500}) {
            double total = 50'000;
            writer.series(fmt::format("demo_requests_total{{h=\"{}\",code=\"{}\"}}", h, code), [&](int i) {
                total = i % (150 + code / 4) == 77 ? 20'000 + writer.below(100) : total + writer.below(code == 500 ? 2 : 40);
                return code == 404 && isHole(i, 200, 90) ? none : total;
            });
        }
    }
}

void writeGauges(Writer &writer)
{
    const auto none = std::nan("");
    for (int h = 0; h < 2; ++h) {
        for (const int sensor : {0, 1, 2}) {
            writer.series(fmt::format("demo_temperature_celsius{{h=\"{}\",sensor=\"s{}\"}}", h, sensor), [&](int i) {
                const double value = 20 * std::sin((i + 50 * h) / 40.0 + sensor) + sensor * 7 + writer.below(1000) / 1000.0;
                return sensor == 2 && isHole(i, 170, 70) ? none : value;
            });
        }
    }
    for (int h = 0; h < 2; ++h) {
        int connections = 3;
        writer.series(fmt::format("demo_connections{{h=\"{}\"}}", h), [&](int) {
            connections = writer.below(4) == 0 ? writer.below(6) : connections;
            return double(connections);
        });
    }
}

void writeHistogram(Writer &writer)
{
    constexpr std::array<const char *, 6> kBounds{"0.05", "0.1", "0.25", "1", "2.5", "+Inf"};
    for (int h = 0; h < 2; ++h) {
        std::vector<std::array<double, kBounds.size()>> counts(kPoints);
        std::array<double, kBounds.size()> now{};
        now.fill(1000);
        for (auto &point : counts) {
            double more = 0;
            for (std::size_t b = 0; b < now.size(); ++b) {
                more += writer.below(h == 0 || b != 2 ? 5 : 1);
                now[b] += more;
            }
            point = now;
        }
        for (std::size_t b = 0; b < now.size(); ++b)
            writer.series(fmt::format("demo_latency_seconds_bucket{{h=\"{}\",le=\"{}\"}}", h, kBounds[b]),
                          [&](int i) { return counts[std::size_t(i)][b]; });
    }
}

class ReaderSink : public exposition::Sink {
public:
    explicit ReaderSink(FakeReader &reader) : m_reader(reader) {}
    void series(exposition::SeriesNumber, const metric::Labels &labels) override { m_labels.push_back(labels); }
    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
    {
        m_reader.add(m_labels[number], time.value_or(metric::Timestamp{}), value);
    }

private:
    FakeReader &m_reader;
    std::vector<metric::Labels> m_labels;
};

} // namespace

metric::Result<std::string> differentialData(const std::string &generator, const std::string &directory)
{
    const auto base = QString::fromStdString(directory + "/real");
    const QStringList arguments{QString::fromStdString(generator),
                                "--hosts",
                                "2",
                                "--per-host",
                                "60",
                                "--points",
                                QString::number(kPoints),
                                "--step",
                                "5",
                                "--t0",
                                QString::number(kDataBegin.time_since_epoch().count() / 1000),
                                "--out",
                                base};
    if (QProcess::execute("/usr/bin/python3", arguments) != 0)
        return metric::fail(metric::ErrorCode::Unavailable, "gen_series.py cannot be run");
    std::string text;
    std::ifstream lines(directory + "/real.om");
    appendShifted(text, lines);
    Writer writer(text);
    writeRequests(writer);
    writeGauges(writer);
    writeHistogram(writer);
    text += "# EOF\n";
    return text;
}

metric::Result<void> loadInto(FakeReader &reader, const std::string &openMetrics)
{
    ReaderSink sink(reader);
    exposition::TextParser parser(exposition::Format::OpenMetrics, sink);
    if (auto read = parser.feed(openMetrics); !read)
        return read;
    return parser.finish();
}

} // namespace tests
