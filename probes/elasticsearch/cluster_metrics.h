#pragma once

#include "probes/elasticsearch/json_answer.h"

#include <string>

namespace elasticsearch {

// Of /_cluster/health: elasticsearch_cluster_health_*.
void addClusterHealth(const Json &answer, SeriesWriter &series);
// Of /: one series of that name (elasticsearch_version, elasticsearch_clusterinfo_version_info) that says what runs there.
void addClusterInfo(const Json &answer, std::string_view name, SeriesWriter &series);
// Of /_cluster/settings?include_defaults=true: elasticsearch_clustersettings_*. What was set for now holds before what was set for
// good, and that before the default.
void addClusterSettings(const Json &answer, SeriesWriter &series);
// Of /_health_report (8.7 or later): elasticsearch_health_report_*.
void addHealthReport(const Json &answer, SeriesWriter &series);
// Of /_slm/stats and /_slm/status, snapshots by plan: elasticsearch_slm_stats_*.
void addSnapshotLifecycle(const Json &stats, const Json &status, SeriesWriter &series);
// Of /_all/_ilm/explain and /_ilm/status, indices by plan: elasticsearch_ilm_*.
void addIndexLifecycle(const Json &indices, const Json &status, SeriesWriter &series);
// Of /_data_stream/*/_stats: elasticsearch_data_stream_*.
void addDataStreams(const Json &answer, SeriesWriter &series);
// Of /_snapshot/<repository>/_all: elasticsearch_snapshot_stats_*.
void addSnapshots(const Json &answer, std::string_view repository, SeriesWriter &series);

// What /_cluster/health says, for people: "yellow: 5 replicas have no place on this one-node cluster".
std::string healthInWords(const Json &answer);

} // namespace elasticsearch
