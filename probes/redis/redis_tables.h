#pragma once

#include "probes/redis/info.h"
#include "probes/redis/reply.h"

#include "models/metric/table.h"

namespace redis {

// redis_slowlog: id, time, seconds, command, client, client_name; the latest first. What could be a secret in a command is not told.
metric::Table slowlogTable(const Reply &entries, metric::Timestamp time);
// redis_latency: event, last, last_seconds, max_seconds.
metric::Table latencyTable(const Reply &events, metric::Timestamp time);
// redis_keyspace: db, keys, expiring, avg_ttl_seconds.
metric::Table keyspaceTable(const Info &info, metric::Timestamp time);
// redis_commands: command, calls, seconds, seconds_per_call, rejected, failed, p50_seconds, p99_seconds (both since version 7.0); by
// seconds, the most first.
metric::Table commandTable(const Info &info, metric::Timestamp time);

// The words of a command for people, those that are or could be secrets left out: "config set requirepass (hidden)".
std::string commandInWords(const Reply &words);

} // namespace redis
