#pragma once

#include "probes/options.h"
#include "probes/probe.h"

#include <memory>

namespace probes {

// Asks an Elasticsearch or OpenSearch cluster what elasticsearch_exporter would ask: elasticsearch_*; tables elasticsearch_nodes and
// elasticsearch_indices. What a user may not ask for is left out and said. Options: url, user, password, api_key, nodes ("all",
// "local"), worst_status ("yellow", "green"), server_name, authority_file, certificate_file, key_file, key_password, pinned_sha256,
// timeout; and what costs a large cluster something, each "true" or "false": indices, index_settings, mappings, shards,
// cluster_settings, snapshots, slm, ilm, data_streams, health_report.
metric::Result<std::unique_ptr<Probe>> makeElasticsearchProbe(const Options &options);

} // namespace probes
