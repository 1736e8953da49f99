// Writes an hour of history, one batch a second, into a data directory: what this machine's probes tell now, with counters that
// go on and gauges that wander. So that starting on a past can be measured without waiting for it.
//
//   seed_history DATA_DIR
#include "models/history/history.h"
#include "probes/linux/node_probes.h"
#include "probes/linux/process_probes.h"
#include "probes/source/local_source.h"

#include <QtCore/QString>
#include <QtCore/QSysInfo>

#include <cmath>
#include <cstdio>
#include <thread>

namespace {

class SystemClock final : public metric::Clock {
public:
    metric::Timestamp now() const override { return std::chrono::floor<metric::Duration>(std::chrono::system_clock::now()); }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
    std::chrono::nanoseconds sinceBoot() const override { return monotonic(); }
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: seed_history DATA_DIR\n");
        return 2;
    }
    using namespace std::chrono_literals;
    const SystemClock clock;
    const auto host = QSysInfo::machineHostName().toStdString();
    probes::LocalSource source;
    metric::Batch now;
    now.target = "local";
    now.time = clock.now();
    std::vector<std::unique_ptr<metric::SeriesInterner>> interners;
    const auto collect = [&](std::vector<std::unique_ptr<probes::Probe>> all) {
        for (const auto &probe : all) {
            interners.push_back(std::make_unique<metric::SeriesInterner>(metric::Labels{{"job", probe->job()}, {"instance", host}}));
            metric::BatchBuilder builder(now, *interners.back());
            (void)probe->collect(source, clock, builder);
        }
    };
    collect(probes::nodeProbes());
    collect(probes::processProbes(std::make_shared<probes::ProcessFocus>()));
    now.tables.clear();

    std::filesystem::create_directories(argv[1]);
    auto history = history::History::open(argv[1], {});
    if (!history) {
        std::fprintf(stderr, "%s\n", history.error().message.c_str());
        return 1;
    }
    const auto end = metric::onGrid(clock.now(), 1s);
    std::vector<double> values;
    for (const auto &sample : now.samples)
        values.push_back(sample.value);
    for (int second = 3600; second > 0; --second) {
        auto batch = std::make_shared<metric::Batch>(now);
        batch->time = end - std::chrono::seconds(second);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto name = now.samples[i].labels->metricName();
            if (name.ends_with("_total"))
                values[i] += 0.02 * (1 + std::sin(second / 120.0 + double(i)));
            else if (name.ends_with("_bytes"))
                values[i] += 4096.0 * std::sin(second / 300.0 + double(i));
            batch->samples[i].value = values[i];
        }
        (*history)->append(std::move(batch));
        if (second % 200 == 0)
            (*history)->flush();
    }
    (*history)->flush();
    std::printf("%zu series, 3600 batches, %llu bytes\n", values.size(), static_cast<unsigned long long>((*history)->stats().fileBytes));
}
