#pragma once

#include "probes/elasticsearch/json_answer.h"

#include "models/metric/table.h"

namespace elasticsearch {

// Of /_all/_stats: elasticsearch_indices_* and elasticsearch_index_stats_*, an index each.
void addIndices(const Json &answer, std::string_view cluster, SeriesWriter &series);
// Of /_alias: elasticsearch_indices_aliases.
void addAliases(const Json &answer, std::string_view cluster, SeriesWriter &series);
// Of /_all/_settings: elasticsearch_indices_settings_*.
void addIndexSettings(const Json &answer, SeriesWriter &series);
// Of /_all/_mappings: elasticsearch_indices_mappings_stats_fields.
void addIndexMappings(const Json &answer, SeriesWriter &series);
// Of /_cat/shards?format=json: elasticsearch_node_shards_total, shards that have started on each node.
void addShards(const Json &answer, std::string_view cluster, double parseFailures, SeriesWriter &series);

// elasticsearch_indices, of /_all/_stats: index, docs, deleted_docs, store_bytes, primary_store_bytes, segments, queries,
// query_seconds, indexed, index_seconds; the largest.
metric::Table indexTable(const Json &answer, metric::Timestamp time);

} // namespace elasticsearch
