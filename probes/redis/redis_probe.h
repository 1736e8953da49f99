#pragma once

#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Asks a Redis server in one round trip what redis_exporter would ask: redis_*; tables redis_slowlog, redis_latency, redis_keyspace and
// redis_commands. What a user may not ask for is left out and said. Options: address ("host:6379", or the path of a socket), user,
// password, tls, server_name, authority_file, certificate_file, key_file, key_password, pinned_sha256, timeout.
metric::Result<std::unique_ptr<Probe>> makeRedisProbe(const Options &options);

} // namespace probes
