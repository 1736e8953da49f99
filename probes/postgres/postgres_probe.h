#pragma once

#include "models/metric/result.h"
#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace postgres {

// Options: address (host:port, or the directory of a socket, with :port where it is not 5432), database, user, password, sslmode
// (automatic: verify-full, but prefer for this machine), authority_file, certificate_file, key_file, pinned_sha256, timeout.
//
// Each round: series as postgres_exporter tells them (metric_queries.h), the tables postgres_activity, _connections, _databases,
// _indexes, _locks, _replication, _statements, _tables (table_queries.h), and a verdict. The session is kept between rounds.
metric::Result<std::unique_ptr<probes::Probe>> makePostgresProbe(const probes::Options &options);

} // namespace postgres
