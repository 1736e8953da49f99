// What the health of many checks costs: verdicts, and the snapshots made of them, with 90 days of changes behind each check.
//   bench_health [CHECKS] [CHANGES EACH]
#include "models/health/check_samples.h"
#include "models/health/health_board.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>

using namespace std::chrono_literals;
using namespace health;
using metric::Timestamp;

namespace {

const Timestamp kNow{1'700'000'000s};

double milliseconds(const std::function<void()> &what)
{
    const auto begun = std::clock(); // of the process: others may be at work
    what();
    return 1000 * double(std::clock() - begun) / CLOCKS_PER_SEC;
}

CheckPlan planOf(int i)
{
    CheckPlan plan;
    plan.target = fmt::format("{:08x}-0000-4000-8000-{:012x}", i, i);
    plan.name = fmt::format("Service {:04}", i);
    plan.instance = fmt::format("https://service-{}.example.org/health", i);
    plan.job = "http";
    plan.interval = 10s;
    plan.slowAfter = 2s;
    return plan;
}

} // namespace

int main(int argc, char **argv)
{
    const int checks = argc > 1 ? std::atoi(argv[1]) : 1'000;
    const int changes = argc > 2 ? std::atoi(argv[2]) : 500;
    std::mt19937 random(1);
    HealthBoard board({}, false);
    std::unordered_map<std::string, Timeline> pasts;
    std::vector<CheckPlan> plans;
    for (int i = 0; i < checks; ++i) {
        plans.push_back(planOf(i));
        auto &timeline = pasts[plans.back().target];
        const metric::Duration step = metric::Duration(90 * 24h) / changes;
        for (int at = 0; at < changes; ++at)
            timeline.add({kNow - step * (changes - at) + metric::Duration(random() % 1000), at % 2 ? State::Down : State::Ok});
    }
    board.restore(std::move(pasts), {}, {});
    board.setPlans(plans, kNow);

    auto now = kNow;
    HealthSnapshotRef snapshot;
    fmt::print("{} checks, {} changes each\n", checks, changes);
    fmt::print("first snapshot   {:8.2f} ms\n", milliseconds([&] { snapshot = board.snapshot(now); }));
    // A minute of rounds: every check answers each 10 s, one of a hundred fails, and a snapshot is made each second.
    constexpr int kSeconds = 60;
    double taking = 0, ticking = 0, snapping = 0, sampling = 0, worst = 0;
    CheckSamples samples;
    for (int second = 0; second < kSeconds; ++second) {
        now += 1s;
        std::vector<metric::Batch> batches;
        for (int i = second % 10; i < checks; i += 10) {
            const bool fails = random() % 100 == 0;
            metric::Batch batch{plans[std::size_t(i)].target, now, {}, {}, {}};
            metric::Verdict verdict{fails ? metric::Reason::Timeout : metric::Reason::None, fails ? "no answer within 10 s" : "200 OK", 20ms,
                                    nullptr};
            batch.outcomes.push_back({"http", "http", 20ms, true, {}, std::move(verdict)});
            batches.push_back(std::move(batch));
        }
        taking += milliseconds([&] {
            for (const auto &batch : batches)
                (void)board.take(batch);
        });
        ticking += milliseconds([&] {
            (void)board.tick(now);
            (void)board.takeAskAgain(now);
            (void)board.takeChanges();
            (void)board.takeEvidence();
        });
        const auto snap = milliseconds([&] { snapshot = board.snapshot(now); });
        snapping += snap;
        worst = std::max(worst, snap);
        if (second % 5 == 0)
            sampling += milliseconds([&] { (void)samples.batch(*snapshot, second % 30 == 0); });
    }
    fmt::print("per second: verdicts {:.2f} ms, tick {:.2f} ms, snapshot {:.2f} ms (worst {:.2f}), series {:.2f} ms: {:.2f} % of a core\n",
               taking / kSeconds, ticking / kSeconds, snapping / kSeconds, worst, sampling / kSeconds,
               (taking + ticking + snapping + sampling) / kSeconds / 10);
    return snapshot->checks.size() == std::size_t(checks) ? 0 : 1;
}
