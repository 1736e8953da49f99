// What rules cost: a file of 10,000 alerts to read, and these over 100,000 series in memory at work, every 15 s: evaluated (RuleRounds), made
// into incidents (AlertBook), stored (AlertStore, synced to the disk) and told as a snapshot; one in a hundred of the series is beyond its
// threshold and fires after two minutes, all at once. `bench_rules [rules] [series of each] [rules of a group]`.
#include "models/alerts/alert_book.h"
#include "models/alerts/alert_store.h"
#include "models/alerts/rule_library.h"
#include "models/alerts/rule_rounds.h"
#include "models/series/series_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include <sys/resource.h>
#include <unistd.h>

namespace {

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// Only durations are asked of it.
struct StillClock final : metric::Clock {
    metric::Timestamp now() const override { return {}; }
    std::chrono::nanoseconds monotonic() const override { return {}; }
    std::chrono::nanoseconds sinceBoot() const override { return {}; }
};

std::string ruleFile(int rules, int perGroup)
{
    std::string text = "groups:\n";
    for (int i = 0; i < rules; ++i) {
        if (i % perGroup == 0)
            text += fmt::format("  - name: group{}\n    rules:\n", i / perGroup);
        text += fmt::format("      - alert: Alert{0}\n        expr: sum by(instance) (rate(metric{0}_total{{mode!=\"idle\"}}[1m])) > 0.9\n"
                            "        for: 2m\n        labels:\n          severity: warning\n        annotations:\n"
                            "          summary: \"{{{{ $labels.instance }}}} has {{{{ $value | humanize }}}}\"\n",
                            i);
    }
    return text;
}

// The CPU time of the parts of a round.
struct Parts {
    double evaluated = 0, decided = 0, stored = 0, shown = 0;
    double sum() const { return evaluated + decided + stored + shown; }
};

void tell(const char *what, const Parts &parts)
{
    fmt::print("{}: {:.3f} s, {:.1f} % of a core at 15 s (rules {:.3f}, incidents {:.3f}, store {:.3f}, snapshot {:.3f} s)\n", what, parts.sum(),
               parts.sum() / 15 * 100, parts.evaluated, parts.decided, parts.stored, parts.shown);
}

} // namespace

int main(int argc, char **argv)
{
    const int ruleCount = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int perRule = argc > 2 ? std::atoi(argv[2]) : 10;
    const int perGroup = argc > 3 ? std::atoi(argv[3]) : 100;

    const auto folder = std::filesystem::temp_directory_path() / fmt::format("vedette-bench-rules-{}", ::getpid());
    std::filesystem::create_directories(folder / "rules");
    const auto text = ruleFile(ruleCount, perGroup);
    std::ofstream(folder / "rules/bench.yaml") << text;
    auto last = cpuSeconds();
    const auto lap = [&last] {
        const auto now = cpuSeconds();
        return now - std::exchange(last, now);
    };
    alerts::RuleLibrary library(folder / "rules", {});
    fmt::print("{} rules of {:.1f} MiB in groups of {} read in {:.2f} s\n", ruleCount, double(text.size()) / (1 << 20), perGroup, lap());

    series::SeriesStore store(std::chrono::hours(1));
    std::vector<metric::LabelsRef> series;
    for (int i = 0; i < ruleCount; ++i) {
        for (int k = 0; k < perRule; ++k) {
            const auto name = fmt::format("metric{}_total", i);
            const auto instance = fmt::format("host{}", k);
            series.push_back(std::make_shared<const metric::Labels>(
                metric::Labels{{"__name__", name}, {"instance", instance}, {"job", "node"}, {"mode", k % 5 == 0 ? "idle" : "user"}}));
        }
    }
    constexpr metric::Duration kInterval = std::chrono::seconds(15);
    constexpr int kBefore = 8, kRounds = 16;
    metric::Timestamp now(std::chrono::seconds(1'700'000'010));
    const auto scrape = [&](int round) {
        metric::Batch batch{.target = "bench", .time = now, .samples = {}, .tables = {}, .outcomes = {}};
        for (std::size_t i = 0; i < series.size(); ++i)
            batch.samples.push_back({series[i], double(round) * (i % 100 == 1 ? 20 : 2)});
        store.append(batch);
    };
    for (int round = 0; round < kBefore; ++round, now += kInterval)
        scrape(round);

    const StillClock clock;
    auto alertStore = alerts::AlertStore::open(folder / "alerts.sqlite", now);
    if (!alertStore || library.rules().size() != std::size_t(ruleCount))
        return 1;
    alerts::RuleRounds rounds(store, {}, clock, [&](const metric::BatchRef &batch) { store.append(*batch); });
    alerts::AlertBook book;
    lap();
    rounds.setGroups(library.groups());
    fmt::print("made ready in {:.2f} s\n", lap());
    (void)book.restore(library.rules(), {}, 1, now);
    std::array<Parts, kRounds> costs;
    for (int round = 0; round < kRounds; ++round, now += kInterval) {
        scrape(kBefore + round);
        auto &cost = costs[std::size_t(round)];
        lap();
        auto outcomes = rounds.evaluate(now);
        cost.evaluated = lap();
        const auto changes = book.round(std::move(outcomes), now);
        cost.decided = lap();
        if (!alertStore->write(changes))
            return 1;
        cost.stored = lap();
        const auto snapshot = book.snapshot();
        cost.shown = lap();
        if (round == 0 || !changes.empty())
            tell(fmt::format("round {}, {} pending, {} firing", round + 1, snapshot.pending.size(), snapshot.firing.size()).c_str(), cost);
    }
    // The first evaluates what was never asked before.
    std::sort(costs.begin() + 1, costs.end(), [](const Parts &a, const Parts &b) { return a.sum() < b.sum(); });
    tell(fmt::format("{} rules over {} series, the median round", ruleCount, series.size()).c_str(), costs[(kRounds + 1) / 2]);
    tell("the worst", costs.back());
    std::filesystem::remove_all(folder);
    return 0;
}
