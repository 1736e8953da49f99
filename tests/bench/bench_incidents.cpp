// What the history of alerts answers, and how quickly.
//   bench_incidents [INCIDENTS]
// The incidents are spread over 90 days, three events each; the question is for the last 30 days, and for all.
#include "models/alerts/alert_book.h"
#include "models/alerts/alert_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>

using namespace std::chrono_literals;
using namespace alerts;

namespace {

const metric::Timestamp kNow{1'700'000'000s};
constexpr metric::Duration kReach = 90 * 24h;

struct Cost {
    double real;      // milliseconds
    double processor; // which other programs do not add to
};

Cost costOf(const std::function<void()> &what)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto worked = std::clock();
    what();
    return {std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count(),
            double(std::clock() - worked) * 1e3 / CLOCKS_PER_SEC};
}

AlertChange incident(std::int64_t id, std::int64_t of)
{
    AlertRule rule;
    rule.id = id % 200;
    rule.name = fmt::format("Rule number {} is above its threshold", rule.id);
    rule.expression = "instance:node_cpu_utilisation:ratio";
    rule.annotations = {{"meaning", "The processors are busy most of the time; what runs on them waits."},
                        {"action", "Look at the process table for what uses them, and at what was started lately."}};
    rule.severity = Severity(id % 4);
    Alert alert;
    alert.id = id;
    const auto instance = fmt::format("host-{:04}.example.org:9100", id % 1'000);
    alert.labels = std::make_shared<const metric::Labels>(
        metric::Labels{{"alertname", rule.name}, {"instance", instance}, {"job", "node"}, {"severity", wordOf(rule.severity)}});
    alert.annotations = std::make_shared<const Annotations>(Annotations{{"summary", "The processors of " + instance + " are busy"}});
    alert.rule = std::make_shared<const AlertRule>(std::move(rule));
    alert.state = AlertState::Resolved;
    alert.firingSince = kNow - kReach + kReach * id / of;
    alert.resolvedAt = alert.firingSince + std::chrono::seconds(30 + id * 7919 % 3'600);
    AlertChange change{alert, {}};
    for (const auto kind : {EventKind::Pending, EventKind::Fired, id % 20 == 0 ? EventKind::Cleared : EventKind::Resolved})
        change.events.push_back({id, alert.firingSince, kind, "vedette", "90 % is above 80 %", 0.9});
    return change;
}

} // namespace

int main(int argc, char **argv)
{
    const auto count = argc > 1 ? std::atoll(argv[1]) : 100'000;
    auto folder = (std::filesystem::temp_directory_path() / "vedette-bench-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        std::abort();
    const auto file = std::filesystem::path(folder) / "alerts.sqlite";
    {
        auto store = AlertStore::open(file, kNow);
        std::vector<AlertChange> changes;
        for (std::int64_t id = 1; id <= count; ++id) {
            changes.push_back(incident(id, count));
            if ((id % 10'000 == 0 || id == count) && store) {
                if (!store->write(changes))
                    std::abort();
                changes.clear();
            }
        }
    }
    auto store = AlertStore::openReadOnly(file);
    if (!store)
        std::abort();
    for (const auto &[name, reach] : {std::pair<const char *, metric::Duration>{"30 days", 30 * 24h}, {"90 days", kReach}}) {
        std::vector<Cost> costs;
        std::size_t found = 0;
        for (int i = 0; i < 9; ++i) {
            costs.push_back(costOf([&] {
                const auto answer = store->incidents({kNow - reach, kNow}, 1'000'000);
                found = answer ? answer->incidents.size() : 0;
            }));
        }
        const auto first = costs.front();
        std::ranges::sort(costs, {}, &Cost::real);
        const auto median = costs[costs.size() / 2];
        fmt::print("{} of {} incidents, {}: first {:.1f} ms ({:.1f} of a processor), median {:.1f} ms ({:.1f})\n", found, count, name, first.real,
                   first.processor, median.real, median.processor);
    }
    std::filesystem::remove_all(folder);
}
