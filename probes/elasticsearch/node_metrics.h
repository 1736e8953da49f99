#pragma once

#include "probes/elasticsearch/json_answer.h"

#include "models/metric/table.h"

namespace elasticsearch {

// Of /_nodes/stats: elasticsearch_jvm_*, _indices_*, _breakers_*, _thread_pool_*, _filesystem_*, _os_*, _process_*, _transport_*.
void addNodes(const Json &answer, SeriesWriter &series);

// elasticsearch_nodes: a row a node: name, host, roles, heap_ratio, disk_ratio (what is used of each), cpu_ratio, load1, docs,
// store_bytes, old_ratio (of the old generation), breakers_tripped, rejected.
metric::Table nodeTable(const Json &answer, metric::Timestamp time);

} // namespace elasticsearch
