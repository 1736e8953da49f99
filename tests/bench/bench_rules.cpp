// What rules cost: a file of 10,000 alerts to read, and these over 100,000 series in memory to evaluate once; one in a hundred of the series
// is beyond its threshold. `bench_rules [rules] [series of each]`.
#include "models/rules/group_evaluation.h"
#include "models/rules/rule_file_reader.h"
#include "models/series/series_store.h"

#include <fmt/format.h>

#include <cstdlib>
#include <deque>
#include <memory>

#include <sys/resource.h>

namespace {

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

std::string ruleFile(int rules)
{
    constexpr int kPerGroup = 100;
    std::string text = "groups:\n";
    for (int i = 0; i < rules; ++i) {
        if (i % kPerGroup == 0)
            text += fmt::format("  - name: group{}\n    rules:\n", i / kPerGroup);
        text += fmt::format("      - alert: Alert{0}\n        expr: sum by(instance) (rate(metric{0}_total{{mode!=\"idle\"}}[1m])) > 0.9\n"
                            "        for: 5m\n        labels:\n          severity: warning\n        annotations:\n"
                            "          summary: \"{{{{ $labels.instance }}}} has {{{{ $value | humanize }}}}\"\n",
                            i);
    }
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    const int ruleCount = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int perRule = argc > 2 ? std::atoi(argv[2]) : 10;

    const auto text = ruleFile(ruleCount);
    const auto beforeReading = cpuSeconds();
    auto file = rules::readRuleFile(text);
    if (!file)
        return 1;
    fmt::print("{} rules of {:.1f} MiB read in {:.2f} s\n", ruleCount, double(text.size()) / (1 << 20), cpuSeconds() - beforeReading);

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
    constexpr int kRounds = 8;
    metric::Timestamp now(std::chrono::seconds(1'700'000'000));
    const auto scrape = [&](int round) {
        metric::Batch batch{.target = "bench", .time = now, .samples = {}, .tables = {}, .outcomes = {}};
        for (std::size_t i = 0; i < series.size(); ++i)
            batch.samples.push_back({series[i], double(round) * (i % 100 == 1 ? 20 : 2)});
        store.append(batch);
    };
    for (int round = 0; round < kRounds; ++round, now += kInterval)
        scrape(round);

    std::deque<rules::GroupEvaluation> groups;
    for (auto &group : file->groups)
        groups.emplace_back(std::move(group), store);
    std::vector<rules::GroupState> states(groups.size());
    for (int round = 0; round < 3; ++round, now += kInterval) {
        scrape(kRounds + round);
        const auto before = cpuSeconds();
        metric::Batch written{.target = "rules", .time = now, .samples = {}, .tables = {}, .outcomes = {}};
        for (std::size_t i = 0; i < groups.size(); ++i) {
            auto answer = groups[i].evaluate(now, states[i]);
            written.samples.insert(written.samples.end(), answer.samples.begin(), answer.samples.end());
        }
        const auto took = cpuSeconds() - before;
        fmt::print("round {}: {} rules over {} series in {:.3f} s, {:.1f} % of a core at 15 s, {} samples written\n", round + 1, ruleCount,
                   series.size(), took, took / 15 * 100, written.samples.size());
        store.append(written);
    }
    return 0;
}
