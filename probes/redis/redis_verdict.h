#pragma once

#include "probes/redis/info.h"
#include "probes/redis/reply.h"

#include "models/metric/verdict.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redis {

// Counters of a round, to know in the next one what has happened since.
struct Counters {
    std::string runId; // another one: the server was started anew, and counts from zero
    double hits = 0;
    double misses = 0;
    double evicted = 0;
    double outOfMemory = 0; // writes that failed because memory was full
};
Counters countersOf(const Info &info);

// What a server that answers says of its health: reason and message alone. `before`: of the last round. `cluster`: CLUSTER INFO.
metric::Verdict judgeServer(const Info &info, const Info &cluster, const std::optional<Counters> &before);

// What is worth knowing and no fault, a line each. `config`: what CONFIG GET told.
std::vector<std::string> remarks(const Info &info, const Reply &config);

// What an error means that stands where an answer should: "NOAUTH ...", "NOPERM ...", "ERR max number of clients reached". `secret` is
// left out of what the server says, should it repeat it.
net::Fault faultOf(std::string_view error, std::string_view secret);

} // namespace redis
