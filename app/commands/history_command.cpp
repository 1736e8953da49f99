#include "app/commands/command.h"
#include "app/instance_lock.h"
#include "models/history/upkeep.h"

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <optional>

namespace app {

namespace {

constexpr std::size_t kTopMetrics = 10;

std::string bytesText(std::uint64_t bytes)
{
    constexpr const char *kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = double(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit < 4; ++unit)
        value /= 1024;
    return fmt::format("{:.{}f} {}", value, unit == 0 ? 0 : 1, kUnits[unit]);
}

int printStats(const CommandPlaces &places)
{
    const auto stats = history::statsOf(places.dataDir, kTopMetrics);
    if (!stats)
        return refuse(stats.error().message);
    const auto perSample = [](std::uint64_t bytes, std::uint64_t samples) {
        return samples > 0 ? fmt::format("{:.2f}", double(bytes) / double(samples)) : std::string("-");
    };
    fmt::print("size              {}, of it free {}\n", bytesText(stats->bytes), bytesText(stats->freeBytes));
    fmt::print("series            {}\n", stats->series);
    fmt::print("samples           {} in {} segments, and {} batches in the journal\n", stats->samples, stats->segments, stats->journalEntries);
    fmt::print("bytes per sample  {} packed, {} of the whole file\n", perSample(stats->segmentBytes, stats->samples),
               perSample(stats->bytes - stats->freeBytes, stats->samples));
    fmt::print("tables            {}, {}\n", stats->tables, bytesText(stats->tableBytes));
    const auto dayText = [](metric::Timestamp time) { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(time))); };
    fmt::print("\n{:<12}{:>14}{:>14}  {}\n", "values", "points", "size", "from, to");
    for (const auto &tier : stats->tiers) {
        if (tier.partitions > 0)
            fmt::print("{:<12}{:>14}{:>14}  {}, {}\n", tier.name, tier.points, bytesText(tier.bytes), dayText(tier.from), dayText(tier.to));
    }
    fmt::print("\n{:<12}{:>14}{:>14}\n", "day", "samples", "size");
    for (const auto &day : stats->days)
        fmt::print("{:<12}{:>14}{:>14}\n", dayText(day.day), day.samples, bytesText(day.bytes));
    fmt::print("\n{:<60}{:>10}\n", "metrics with the most series", "series");
    for (const auto &[name, count] : stats->topMetrics)
        fmt::print("{:<60}{:>10}\n", name, count);
    return 0;
}

int printVerdict(const CommandPlaces &places)
{
    const auto verdict = history::verify(places.dataDir);
    if (!verdict)
        return refuse(verdict.error().message);
    fmt::print("{} segments with {} chunks and {} samples, {} batches in the journal, {} tables read\n", verdict->segments, verdict->chunks,
               verdict->points, verdict->journalEntries, verdict->tables);
    for (const auto &fault : verdict->faults)
        fmt::print("damaged: {}\n", fault);
    if (!verdict->faults.empty())
        return refuse(fmt::format("{} faults; \"vedette history repair\" keeps what is whole and sets the rest aside", verdict->faults.size()));
    fmt::print("clean\n");
    return 0;
}

int doRepair(const CommandPlaces &places)
{
    const auto done = history::repair(places.dataDir);
    if (!done)
        return refuse(done.error().message);
    for (const auto &line : *done)
        fmt::print("{}\n", line);
    if (done->empty())
        fmt::print("nothing is damaged\n");
    return 0;
}

int doCompact(const CommandPlaces &places)
{
    const auto sizes = history::compact(places.dataDir);
    if (!sizes)
        return refuse(sizes.error().message);
    fmt::print("{} before, {} now\n", bytesText(sizes->first), bytesText(sizes->second));
    return 0;
}

struct Action {
    const char *name;
    const char *help;
    bool alone; // no console may write meanwhile
    int (*run)(const CommandPlaces &places);
};
constexpr std::array kActions{
    Action{"stats", "Sizes, series, bytes per sample, what is kept per 5 minutes and hour, the metrics with the most series", false, printStats},
    Action{"verify", "Read everything and check every checksum", false, printVerdict},
    Action{"repair", "Keep what is whole, set aside what is damaged", true, doRepair},
    Action{"compact", "Join small segments, give free space back", true, doCompact},
};

int runAction(const Action &action, const CommandPlaces &places)
{
    if (!action.alone)
        return action.run(places);
    const auto lock = InstanceLock::acquire(places.dataDir);
    if (!lock)
        return refuse(lock.error().message + "; end it first");
    return action.run(places);
}

} // namespace

void addHistoryCommand(CLI::App &parser, Command &chosen)
{
    auto *command = parser.add_subcommand("history", "Look after the history (stats, where nothing else is said)");
    command->fallthrough();
    command->require_subcommand(0, 1);
    // Called before those of its subcommands, which then say otherwise.
    command->preparse_callback([&chosen](std::size_t) { chosen = [](const CommandPlaces &places) { return runAction(kActions.front(), places); }; });
    for (const auto &action : kActions) {
        auto *sub = command->add_subcommand(action.name, action.help);
        sub->fallthrough();
        sub->callback([&chosen, &action] { chosen = [&action](const CommandPlaces &places) { return runAction(action, places); }; });
    }
}

} // namespace app
