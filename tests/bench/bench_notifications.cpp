// What deciding and keeping notifications costs when everything fires at once, and every second afterwards.
//   bench_notifications [ALERTS] [GROUPS]
#include "models/alerts/outbox.h"
#include "models/alerts/told_groups_table.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>

using namespace std::chrono_literals;
using metric::Labels;

namespace {

double milliseconds(const std::function<void()> &what)
{
    const auto begun = std::chrono::steady_clock::now();
    what();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

void insist(bool isDone)
{
    if (!isDone)
        std::abort();
}

} // namespace

int main(int argc, char **argv)
{
    const int alertCount = argc > 1 ? std::atoi(argv[1]) : 50'000;
    const int groupCount = argc > 2 ? std::atoi(argv[2]) : 100;
    metric::Timestamp now{1'700'000'000s};
    std::vector<Labels> alerts;
    for (int i = 0; i < alertCount; ++i) {
        const auto name = fmt::format("Alert{:05}", i % groupCount);
        const auto instance = fmt::format("host-{:05}.example.org:9100", i / groupCount);
        alerts.push_back(Labels{{"alertname", name}, {"instance", instance}, {"job", "node"}, {"severity", "warning"}});
    }

    alerts::NotificationGroups groups({});
    const auto setAll = [&](bool isFiring) {
        for (std::size_t i = 0; i < alerts.size(); ++i)
            groups.set({.id = std::int64_t(i + 1), .labels = alerts[i], .isFiring = isFiring, .isMuted = false}, now);
    };
    std::vector<alerts::GroupNotification> told;
    std::vector<alerts::GroupState> changed;
    const auto setting = milliseconds([&] { setAll(true); });
    const auto telling = milliseconds([&] { told = groups.due(now); });
    const auto again = milliseconds([&] { setAll(true); });
    const auto nothing = milliseconds([&] { insist(groups.due(now + 1s).empty()); });
    const auto taking = milliseconds([&] { changed = groups.takeChangedStates(); });
    fmt::print("{} alerts in {} groups: set {:.1f} ms, due {:.1f} ms ({} notifications), set unchanged {:.1f} ms, due without any {:.3f} ms, "
               "changed states {:.1f} ms\n",
               alertCount, groupCount, setting, telling, told.size(), again, nothing, taking);

    const auto file = std::filesystem::temp_directory_path() / fmt::format("bench_notifications_{}.sqlite", now.time_since_epoch().count());
    std::filesystem::remove(file);
    auto database = sqlite::Database::open(file, sqlite::Database::Mode::ReadWrite);
    insist(database && alerts::createOutboxTable(*database) && alerts::createToldGroupsTable(*database));
    alerts::Outbox outbox([] { return 0.5; });
    std::vector<alerts::Delivery> deliveries;
    const std::vector<std::string> receivers{"desktop"};
    const auto inTransaction = [&](const std::function<void()> &what) {
        auto transaction = sqlite::Transaction::begin(*database);
        insist(transaction.has_value());
        what();
        insist(transaction->commit().has_value());
    };
    const auto keeping = milliseconds([&] {
        inTransaction([&] {
            for (const auto &each : told)
                insist(outbox.enqueue(*database, each, receivers, now).has_value());
            insist(alerts::saveToldGroups(*database, changed).has_value());
        });
    });
    const auto handing = milliseconds([&] { inTransaction([&] { deliveries = *outbox.ready(*database, now, told.size()); }); });
    const auto finishing = milliseconds([&] {
        inTransaction([&] {
            for (const auto &each : deliveries)
                insist(outbox.done(*database, each.id, alerts::DeliveryResult::delivered(), now).has_value());
        });
    });
    const auto idle = milliseconds([&] { insist(outbox.ready(*database, now, 100)->empty() && !*outbox.nextReady(*database)); });
    const auto loading = milliseconds([&] {
        const auto loaded = alerts::loadToldGroups(*database);
        insist(loaded && loaded->groups.size() == changed.size());
        groups = alerts::NotificationGroups({});
        groups.restore(loaded->groups, now);
    });
    fmt::print("outbox: enqueue and save {:.1f} ms, ready {:.1f} ms ({}), done {:.1f} ms, ready without any {:.3f} ms; restored in {:.1f} ms\n",
               keeping, handing, deliveries.size(), finishing, idle, loading);
    now += 5min;
    const auto ending = milliseconds([&] { setAll(false); });
    const auto tellingEnds = milliseconds([&] { told = groups.due(now); });
    fmt::print("all end: set {:.1f} ms, due {:.1f} ms ({} notifications), {} groups left\n", ending, tellingEnds, told.size(), groups.groupCount());
    for (const char *companion : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + companion);
    return 0;
}
