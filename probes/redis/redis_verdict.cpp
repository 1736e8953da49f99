#include "probes/redis/redis_verdict.h"

#include "probes/redis/redis_metrics.h"

#include "models/metric/format.h"

#include <fmt/format.h>

#include <algorithm>

namespace redis {

using metric::Reason;
using metric::Unit;

Counters countersOf(const Info &info)
{
    return {std::string(info.text("run_id")), info.number("keyspace_hits").value_or(0), info.number("keyspace_misses").value_or(0),
            info.number("evicted_keys").value_or(0), parseNumber(part(info.text("errorstat_OOM"), "count")).value_or(0)};
}

static std::string memoryInWords(double used, double limit)
{
    if (limit > 0)
        return fmt::format("{} of {}", metric::formatValue(used, Unit::Bytes), metric::formatValue(limit, Unit::Bytes));
    return fmt::format("{}, no limit", metric::formatValue(used, Unit::Bytes));
}

// Why it does not do what it is there for; empty where it does.
static std::string trouble(const Info &info, const Info &cluster, const Counters &now, const std::optional<Counters> &before)
{
    if (info.text("loading") == "1") {
        const auto share = info.number("loading_loaded_perc");
        return share ? fmt::format("it is loading its data, {:.0f} % so far", *share) : "it is loading its data";
    }
    if (info.text("role") == "slave" && info.text("master_link_status") != "up") {
        auto text = fmt::format("a replica without its master: the link to {}:{} is down", printable(info.text("master_host")),
                                printable(info.text("master_port")));
        if (const auto since = info.number("master_link_down_since_seconds"); since && *since >= 0)
            text += fmt::format(" since {:.0f} s", *since);
        return text;
    }
    if (cluster.text("cluster_state") == "fail")
        return fmt::format("the cluster has failed: {:.0f} slots have nobody to serve them", cluster.number("cluster_slots_fail").value_or(0));

    const auto limit = info.number("maxmemory").value_or(0);
    const auto used = info.number("used_memory").value_or(0);
    const auto counted = used - info.number("mem_not_counted_for_evict").value_or(0);
    const auto policy = info.text("maxmemory_policy");
    if (limit > 0 && counted >= limit && policy == "noeviction")
        return fmt::format("memory is full ({}) and nothing may be evicted (noeviction): writes fail", memoryInWords(used, limit));
    if (before && now.outOfMemory > before->outOfMemory) {
        return fmt::format("{:.0f} writes have failed since the last look because memory was full ({}, {})", now.outOfMemory - before->outOfMemory,
                           memoryInWords(used, limit), printable(policy));
    }
    if (info.text("aof_last_write_status") == "err")
        return "the append-only file could not be written: writes fail";
    return {};
}

metric::Verdict judgeServer(const Info &info, const Info &cluster, const std::optional<Counters> &before)
{
    const auto now = countersOf(info);
    const auto last = before && before->runId == now.runId ? before : std::nullopt;
    metric::Verdict verdict;
    if (auto why = trouble(info, cluster, now, last); !why.empty()) {
        verdict.reason = Reason::Status;
        verdict.message = std::move(why);
        return verdict;
    }
    verdict.message = fmt::format("Redis {}", printable(info.text("redis_version")));
    if (info.text("role") == "slave")
        verdict.message += ", replica";
    if (last) {
        const auto hits = now.hits - last->hits;
        const auto asked = hits + now.misses - last->misses;
        if (asked > 0 && hits >= 0)
            verdict.message += fmt::format(", hit rate {:.0f} %", 100 * hits / asked);
        if (now.evicted > last->evicted)
            verdict.message += fmt::format(", {:.0f} keys evicted", now.evicted - last->evicted);
    }
    if (const auto used = info.number("used_memory"))
        verdict.message += ", " + memoryInWords(*used, info.number("maxmemory").value_or(0));
    return verdict;
}

std::vector<std::string> remarks(const Info &info, const Reply &config)
{
    constexpr double kWorthwhile = 100 << 20; // below it fragmentation says nothing
    std::vector<std::string> lines;
    if (configValue(config, "latency-monitor-threshold") == "0")
        lines.emplace_back("latency events are not kept; CONFIG SET latency-monitor-threshold 100 keeps those of 100 ms and more");
    if (info.text("rdb_last_bgsave_status") == "err") {
        lines.emplace_back(configValue(config, "stop-writes-on-bgsave-error") == "yes" ? "the last snapshot failed, so writes may be refused"
                                                                                       : "the last snapshot failed");
    }
    const auto ratio = info.number("mem_fragmentation_ratio");
    if (ratio && info.number("used_memory").value_or(0) > kWorthwhile) {
        if (*ratio > 1.5)
            lines.push_back(fmt::format("memory is fragmented: {} times what is used is taken from the system", *ratio));
        else if (*ratio > 0 && *ratio < 1)
            lines.emplace_back("part of its memory is swapped out, which makes it slow");
    }
    return lines;
}

static std::string without(std::string text, std::string_view secret)
{
    for (std::size_t at = 0; !secret.empty() && (at = text.find(secret, at)) != std::string_view::npos;) {
        text.erase(at, secret.size());
        at -= std::min(at, secret.size() - 1); // what stood around it may make it up again
    }
    return text;
}

net::Fault faultOf(std::string_view error, std::string_view secret)
{
    struct Known {
        std::string_view start;
        Reason reason;
        std::string_view message;
    };
    constexpr Known kKnown[] = {
        {"NOAUTH", Reason::Authentication, "the server wants a password"},
        {"WRONGPASS", Reason::Authentication, "the server does not take the user name or the password"},
        {"ERR invalid password", Reason::Authentication, "the server does not take the password"},
        {"NOPERM", Reason::Permission, "the user may not ask for INFO"},
        {"DENIED", Reason::Permission, "the server is in protected mode: it takes connections from its own machine only until a password is set"},
        {"LOADING", Reason::Status, "it is loading its data"},
        {"ERR max number of clients", Reason::Refused, "the server has as many clients as it may have (maxclients)"},
    };
    const auto found = std::ranges::find_if(kKnown, [&](const Known &known) { return error.starts_with(known.start); });
    if (found != std::end(kKnown))
        return {found->reason, std::string(found->message)};
    return {Reason::Status, "the server says: " + printable(without(std::string(error.substr(0, 1000)), secret), 200)};
}

} // namespace redis
