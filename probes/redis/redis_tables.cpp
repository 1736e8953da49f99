#include "probes/redis/redis_tables.h"

#include "probes/redis/redis_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <string>
#include <vector>

namespace redis {

using metric::Table;
using metric::Unit;
using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

static std::string lower(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](char each) { return char(std::tolower(static_cast<unsigned char>(each))); });
    return low;
}

std::string commandInWords(const Reply &words)
{
    constexpr std::size_t kMost = 400;
    // How many words may be told of commands that carry passwords or keys.
    constexpr std::pair<std::string_view, std::size_t> kSecretive[] = {{"auth", 1},   {"hello", 2},   {"acl", 2},
                                                                       {"config", 3}, {"migrate", 3}, {"sentinel", 2}};
    std::size_t told = words.elements.size();
    if (!words.elements.empty()) {
        const auto name = lower(words.elements.front().text);
        const auto found = std::ranges::find(kSecretive, name, [](const auto &each) { return each.first; });
        if (found != std::end(kSecretive))
            told = std::min(told, found->second);
    }
    std::string text;
    for (std::size_t at = 0; at < told && text.size() < kMost; ++at)
        text += (at ? " " : "") + printable(words.elements[at].text, 128);
    if (told < words.elements.size())
        text += " (hidden)";
    return printable(text, kMost);
}

Table slowlogTable(const Reply &entries, metric::Timestamp time)
{
    constexpr std::size_t kMostRows = 128;
    Numbers ids, times, seconds;
    Texts commands, clients, names;
    for (const auto &entry : entries.elements) {
        if (ids.size() == kMostRows)
            break;
        const auto &cells = entry.elements;
        if (cells.size() < 4)
            continue;
        ids.push_back(double(cells[0].integer));
        times.push_back(double(cells[1].integer));
        seconds.push_back(double(cells[2].integer) / 1e6);
        commands.push_back(commandInWords(cells[3]));
        clients.push_back(cells.size() > 4 ? printable(cells[4].text) : std::string());
        names.push_back(cells.size() > 5 ? printable(cells[5].text) : std::string());
    }
    return {"redis_slowlog",
            time,
            {{"id", Unit::None, std::move(ids)},
             {"time", Unit::UnixTime, std::move(times)},
             {"seconds", Unit::Seconds, std::move(seconds)},
             {"command", Unit::None, std::move(commands)},
             {"client", Unit::None, std::move(clients)},
             {"client_name", Unit::None, std::move(names)}}};
}

Table latencyTable(const Reply &events, metric::Timestamp time)
{
    constexpr std::size_t kMostRows = 128;
    Texts names;
    Numbers last, lastSeconds, most;
    for (const auto &event : events.elements) {
        if (names.size() == kMostRows)
            break;
        const auto &cells = event.elements;
        if (cells.size() < 4)
            continue;
        names.push_back(printable(cells[0].text));
        last.push_back(double(cells[1].integer));
        lastSeconds.push_back(double(cells[2].integer) / 1e3);
        most.push_back(double(cells[3].integer) / 1e3);
    }
    return {"redis_latency",
            time,
            {{"event", Unit::None, std::move(names)},
             {"last", Unit::UnixTime, std::move(last)},
             {"last_seconds", Unit::Seconds, std::move(lastSeconds)},
             {"max_seconds", Unit::Seconds, std::move(most)}}};
}

Table keyspaceTable(const Info &info, metric::Timestamp time)
{
    Texts names;
    Numbers keys, expiring, ttl;
    for (const auto &field : info.fields()) {
        if (field.section != "Keyspace" || !field.name.starts_with("db"))
            continue;
        names.push_back(printable(field.name));
        keys.push_back(parseNumber(part(field.value, "keys")).value_or(kUnknown));
        expiring.push_back(parseNumber(part(field.value, "expires")).value_or(kUnknown));
        ttl.push_back(parseNumber(part(field.value, "avg_ttl")).value_or(kUnknown) / 1000);
    }
    return {"redis_keyspace",
            time,
            {{"db", Unit::None, std::move(names)},
             {"keys", Unit::None, std::move(keys)},
             {"expiring", Unit::None, std::move(expiring)},
             {"avg_ttl_seconds", Unit::Seconds, std::move(ttl)}}};
}

Table commandTable(const Info &info, metric::Timestamp time)
{
    constexpr std::size_t kMostRows = 500;
    constexpr std::string_view kPrefix = "cmdstat_";
    const auto usec = [](const Info::Field *field) { return parseNumber(part(field->value, "usec")).value_or(0); };
    std::vector<const Info::Field *> rows;
    for (const auto &field : info.fields()) {
        if (field.name.starts_with(kPrefix))
            rows.push_back(&field);
    }
    std::ranges::stable_sort(rows, std::greater(), usec);
    rows.resize(std::min(rows.size(), kMostRows));

    Texts names;
    Numbers calls, seconds, each, rejected, failed, p50, p99;
    for (const auto *field : rows) {
        const auto command = field->name.substr(kPrefix.size());
        const auto percentiles = info.text(fmt::format("latency_percentiles_usec_{}", command));
        const auto number = [](std::string_view value, std::string_view name) { return parseNumber(part(value, name)).value_or(kUnknown); };
        names.push_back(printable(command));
        calls.push_back(number(field->value, "calls"));
        seconds.push_back(usec(field) / 1e6);
        each.push_back(calls.back() > 0 ? seconds.back() / calls.back() : kUnknown);
        rejected.push_back(number(field->value, "rejected_calls"));
        failed.push_back(number(field->value, "failed_calls"));
        p50.push_back(number(percentiles, "p50") / 1e6);
        p99.push_back(number(percentiles, "p99") / 1e6);
    }
    return {"redis_commands",
            time,
            {{"command", Unit::None, std::move(names)},
             {"calls", Unit::None, std::move(calls)},
             {"seconds", Unit::Seconds, std::move(seconds)},
             {"seconds_per_call", Unit::Seconds, std::move(each)},
             {"rejected", Unit::None, std::move(rejected)},
             {"failed", Unit::None, std::move(failed)},
             {"p50_seconds", Unit::Seconds, std::move(p50)},
             {"p99_seconds", Unit::Seconds, std::move(p99)}}};
}

} // namespace redis
