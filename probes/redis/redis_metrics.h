#pragma once

#include "probes/redis/info.h"
#include "probes/redis/reply.h"

#include "models/metric/batch_builder.h"
#include "models/metric/table.h"

#include <optional>
#include <string>

namespace redis {

// A text from the server as a label or a cell: UTF-8, printable, of bounded length.
std::string printable(std::string_view bytes, std::size_t most = 256);

// Of INFO: all that redis_exporter makes of it. `databases`: how many there are, for zeros of the empty ones.
void addInfo(const Info &info, int databases, metric::BatchBuilder &batch);
// Of CONFIG GET: redis_config_maxmemory, redis_config_maxclients, redis_config_io_threads.
void addConfig(const Reply &reply, metric::BatchBuilder &batch);
// Of SLOWLOG LEN and GET.
void addSlowlog(const Reply *length, const Reply *entries, metric::BatchBuilder &batch);
// Of LATENCY LATEST: redis_latency_spike_*.
void addLatency(const Reply &reply, metric::BatchBuilder &batch);
// Of LATENCY HISTOGRAM (7.0 or later): redis_commands_latencies_usec. The sums stand in INFO.
void addHistograms(const Reply &reply, const Info &info, metric::BatchBuilder &batch);
// Of CLUSTER INFO: redis_cluster_*.
void addCluster(const Info &info, metric::BatchBuilder &batch);

// The value that CONFIG GET told of a name; empty where it did not.
std::string_view configValue(const Reply &reply, std::string_view name);

} // namespace redis
