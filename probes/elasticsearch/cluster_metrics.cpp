#include "probes/elasticsearch/cluster_metrics.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace elasticsearch {

using metric::Label;

static constexpr std::string_view kColors[] = {"green", "yellow", "red"};

// One series a word, 1 for the one that is.
static void addChoice(std::string_view name, std::span<const std::string_view> words, std::string_view label, std::string_view is,
                      std::optional<std::string_view> cluster, SeriesWriter &series)
{
    for (const auto word : words) {
        const Label labels[]{{label, word}, {"cluster", cluster.value_or("")}};
        series.add(name, std::span(labels, cluster ? 2 : 1), word == is ? 1 : 0);
    }
}

void addClusterHealth(const Json &answer, SeriesWriter &series)
{
    constexpr Field kFields[] = {
        {"elasticsearch_cluster_health_active_primary_shards", "active_primary_shards"},
        {"elasticsearch_cluster_health_active_shards", "active_shards"},
        {"elasticsearch_cluster_health_delayed_unassigned_shards", "delayed_unassigned_shards"},
        {"elasticsearch_cluster_health_initializing_shards", "initializing_shards"},
        {"elasticsearch_cluster_health_number_of_data_nodes", "number_of_data_nodes"},
        {"elasticsearch_cluster_health_number_of_in_flight_fetch", "number_of_in_flight_fetch"},
        {"elasticsearch_cluster_health_number_of_nodes", "number_of_nodes"},
        {"elasticsearch_cluster_health_number_of_pending_tasks", "number_of_pending_tasks"},
        {"elasticsearch_cluster_health_relocating_shards", "relocating_shards"},
        {"elasticsearch_cluster_health_task_max_waiting_in_queue_millis", "task_max_waiting_in_queue_millis"},
        {"elasticsearch_cluster_health_unassigned_shards", "unassigned_shards"},
    };
    const auto cluster = text(answer, "cluster_name");
    const Label labels[]{{"cluster", cluster}};
    addFields(answer, kFields, labels, series);
    addChoice("elasticsearch_cluster_health_status", kColors, "color", text(answer, "status"), cluster, series);
}

void addClusterInfo(const Json &answer, std::string_view name, SeriesWriter &series)
{
    series.add(name,
               {{"cluster", text(answer, "cluster_name")},
                {"cluster_uuid", text(answer, "cluster_uuid")},
                {"build_date", text(answer, "version.build_date")},
                {"build_hash", text(answer, "version.build_hash")},
                {"version", text(answer, "version.number")},
                {"lucene_version", text(answer, "version.lucene_version")}},
               1);
}

// A size as Elasticsearch writes it, "200gb", in bytes; a share as "85%" or "0.85", of one.
struct Amount {
    double value;
    bool share;
};

static std::optional<Amount> parseAmount(std::string_view word)
{
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || !std::isfinite(value) || value < 0)
        return std::nullopt;
    const auto unit = word.substr(std::size_t(end - word.data()));
    if (unit == "%")
        return Amount{value / 100, true};
    if (unit.empty())
        return Amount{value, true};
    constexpr std::pair<std::string_view, int> kUnits[] = {{"b", 0},   {"k", 10}, {"kb", 10}, {"m", 20}, {"mb", 20}, {"g", 30},
                                                           {"gb", 30}, {"t", 40}, {"tb", 40}, {"p", 50}, {"pb", 50}};
    const auto found = std::ranges::find(kUnits, unit, [](const auto &each) { return each.first; });
    if (found == std::end(kUnits))
        return std::nullopt;
    return Amount{std::ldexp(value, found->second), false};
}

void addClusterSettings(const Json &answer, SeriesWriter &series)
{
    const auto setting = [&](std::string_view path) {
        for (const std::string_view section : {"transient", "persistent", "defaults"}) {
            if (const auto *found = find(answer, section)) {
                if (const auto word = text(*found, path); !word.empty())
                    return word;
            }
        }
        return std::string_view();
    };

    const auto most = setting("cluster.max_shards_per_node");
    std::int64_t shards = 0;
    if (std::from_chars(most.data(), most.data() + most.size(), shards).ec == std::errc())
        series.add("elasticsearch_clustersettings_stats_max_shards_per_node", double(shards));

    constexpr std::string_view kModes[] = {"all", "primaries", "new_primaries", "none"};
    const auto mode = std::ranges::find(kModes, setting("cluster.routing.allocation.enable"));
    series.add("elasticsearch_clustersettings_stats_shard_allocation_enabled", mode == std::end(kModes) ? 0 : double(mode - kModes));

    series.add("elasticsearch_clustersettings_allocation_threshold_enabled",
               setting("cluster.routing.allocation.disk.threshold_enabled") == "true" ? 1 : 0);
    for (const std::string_view level : {"flood_stage", "high", "low"}) {
        const auto amount = parseAmount(setting(fmt::format("cluster.routing.allocation.disk.watermark.{}", level)));
        if (amount)
            series.add(fmt::format("elasticsearch_clustersettings_allocation_watermark_{}_{}", level, amount->share ? "ratio" : "bytes"),
                       amount->value);
    }
}

void addHealthReport(const Json &answer, SeriesWriter &series)
{
    constexpr Field kFields[] = {
        {"elasticsearch_health_report_total_repositories", "indicators.repository_integrity.details.total_repositories"},
        {"elasticsearch_health_report_max_shards_in_cluster_data", "indicators.shards_capacity.details.data.max_shards_in_cluster"},
        {"elasticsearch_health_report_max_shards_in_cluster_frozen", "indicators.shards_capacity.details.frozen.max_shards_in_cluster"},
        {"elasticsearch_health_report_restarting_replicas", "indicators.shards_availability.details.restarting_replicas"},
        {"elasticsearch_health_report_creating_primaries", "indicators.shards_availability.details.creating_primaries"},
        {"elasticsearch_health_report_initializing_replicas", "indicators.shards_availability.details.initializing_replicas"},
        {"elasticsearch_health_report_unassigned_replicas", "indicators.shards_availability.details.unassigned_replicas"},
        {"elasticsearch_health_report_started_primaries", "indicators.shards_availability.details.started_primaries"},
        {"elasticsearch_health_report_restarting_primaries", "indicators.shards_availability.details.restarting_primaries"},
        {"elasticsearch_health_report_initializing_primaries", "indicators.shards_availability.details.initializing_primaries"},
        {"elasticsearch_health_report_creating_replicas", "indicators.shards_availability.details.creating_replicas"},
        {"elasticsearch_health_report_started_replicas", "indicators.shards_availability.details.started_replicas"},
        {"elasticsearch_health_report_unassigned_primaries", "indicators.shards_availability.details.unassigned_primaries"},
        {"elasticsearch_health_report_slm_policies", "indicators.slm.details.policies"},
        {"elasticsearch_health_report_ilm_policies", "indicators.ilm.details.policies"},
        {"elasticsearch_health_report_ilm_stagnating_indices", "indicators.ilm.details.stagnating_indices"},
    };
    // One is misspelt, as in the exporter.
    constexpr std::pair<std::string_view, std::string_view> kColored[] = {
        {"elasticsearch_health_report_status", "status"},
        {"elasticsearch_health_report_master_is_stable_status", "indicators.master_is_stable.status"},
        {"elasticsearch_health_report_repository_integrity_status", "indicators.repository_integrity.status"},
        {"elasticsearch_health_report_disk_status", "indicators.disk.status"},
        {"elasticsearch_health_report_shards_capacity_status", "indicators.shards_capacity.status"},
        {"elasticsearch_health_report_shards_availabilty_status", "indicators.shards_availability.status"},
        {"elasticsearch_health_report_data_stream_lifecycle_status", "indicators.data_stream_lifecycle.status"},
        {"elasticsearch_health_report_slm_status", "indicators.slm.status"},
        {"elasticsearch_health_report_ilm_status", "indicators.ilm.status"},
    };
    const auto cluster = text(answer, "cluster_name");
    const Label labels[]{{"cluster", cluster}};
    addFields(answer, kFields, labels, series);
    for (const auto &[name, path] : kColored)
        addChoice(name, kColors, "color", text(answer, path), cluster, series);
}

static constexpr std::string_view kOperationModes[] = {"RUNNING", "STOPPING", "STOPPED"};

void addSnapshotLifecycle(const Json &stats, const Json &status, SeriesWriter &series)
{
    constexpr Field kFields[] = {
        {"elasticsearch_slm_stats_retention_runs_total", "retention_runs"},
        {"elasticsearch_slm_stats_retention_failed_total", "retention_failed"},
        {"elasticsearch_slm_stats_retention_timed_out_total", "retention_timed_out"},
        {"elasticsearch_slm_stats_retention_deletion_time_seconds", "retention_deletion_time_millis", 1000},
        {"elasticsearch_slm_stats_total_snapshots_taken_total", "total_snapshots_taken"},
        {"elasticsearch_slm_stats_total_snapshots_failed_total", "total_snapshots_failed"},
        {"elasticsearch_slm_stats_total_snapshots_deleted_total", "total_snapshots_deleted"},
        {"elasticsearch_slm_stats_total_snapshot_deletion_failures_total", "total_snapshot_deletion_failures"},
    };
    constexpr Field kPolicyFields[] = {
        {"elasticsearch_slm_stats_snapshots_taken_total", "snapshots_taken"},
        {"elasticsearch_slm_stats_snapshots_failed_total", "snapshots_failed"},
        {"elasticsearch_slm_stats_snapshots_deleted_total", "snapshots_deleted"},
        {"elasticsearch_slm_stats_snapshot_deletion_failures_total", "snapshot_deletion_failures"},
    };
    addChoice("elasticsearch_slm_stats_operation_mode", kOperationModes, "operation_mode", text(status, "operation_mode"), std::nullopt, series);
    addFields(stats, kFields, {}, series);
    const auto *policies = find(stats, "policy_stats");
    if (!policies || !policies->is_array())
        return;
    for (const auto &policy : *policies) {
        const Label labels[]{{"policy", text(policy, "policy")}};
        addFields(policy, kPolicyFields, labels, series);
    }
}

void addIndexLifecycle(const Json &indices, const Json &status, SeriesWriter &series)
{
    addChoice("elasticsearch_ilm_status", kOperationModes, "operation_mode", text(status, "operation_mode"), std::nullopt, series);
    const auto *all = find(indices, "indices");
    if (!all || !all->is_object())
        return;
    for (const auto &[index, about] : all->items()) {
        series.add("elasticsearch_ilm_index_status",
                   {{"action", text(about, "action")}, {"index", index}, {"phase", text(about, "phase")}, {"step", text(about, "step")}},
                   number(about, "managed"));
    }
}

void addDataStreams(const Json &answer, SeriesWriter &series)
{
    constexpr Field kFields[] = {
        {"elasticsearch_data_stream_backing_indices_total", "backing_indices"},
        {"elasticsearch_data_stream_store_size_bytes", "store_size_bytes"},
    };
    const auto *streams = find(answer, "data_streams");
    if (!streams || !streams->is_array())
        return;
    for (const auto &stream : *streams) {
        const Label labels[]{{"data_stream", text(stream, "data_stream")}};
        addFields(stream, kFields, labels, series);
    }
}

void addSnapshots(const Json &answer, std::string_view repository, SeriesWriter &series)
{
    // Whole seconds, as the exporter has them.
    const auto seconds = [](const Json &snapshot, std::string_view path) { return std::floor(number(snapshot, path) / 1000); };
    const auto count = [](const Json &snapshot, std::string_view path) {
        const auto *found = find(snapshot, path);
        return found && found->is_array() ? double(found->size()) : 0;
    };
    const auto *found = find(answer, "snapshots");
    const auto none = Json::array();
    const auto &all = found && found->is_array() ? *found : none;
    double latest = 0;
    for (const auto &snapshot : all) {
        if (text(snapshot, "state") == "SUCCESS" || text(snapshot, "state") == "PARTIAL")
            latest = seconds(snapshot, "start_time_in_millis");
    }
    const Label where[]{{"repository", repository}};
    series.add("elasticsearch_snapshot_stats_number_of_snapshots", where, double(all.size()));
    series.add("elasticsearch_snapshot_stats_oldest_snapshot_timestamp", where, all.empty() ? 0 : seconds(all.front(), "start_time_in_millis"));
    series.add("elasticsearch_snapshot_stats_latest_snapshot_timestamp_seconds", where, latest);
    if (all.empty())
        return;
    const auto &last = all.back();
    const Label labels[]{{"repository", repository}, {"state", text(last, "state")}, {"version", text(last, "version")}};
    series.add("elasticsearch_snapshot_stats_snapshot_number_of_indices", labels, count(last, "indices"));
    series.add("elasticsearch_snapshot_stats_snapshot_start_time_timestamp", labels, seconds(last, "start_time_in_millis"));
    series.add("elasticsearch_snapshot_stats_snapshot_end_time_timestamp", labels, seconds(last, "end_time_in_millis"));
    series.add("elasticsearch_snapshot_stats_snapshot_number_of_failures", labels, count(last, "failures"));
    constexpr Field kShardFields[] = {
        {"elasticsearch_snapshot_stats_snapshot_total_shards", "shards.total"},
        {"elasticsearch_snapshot_stats_snapshot_failed_shards", "shards.failed"},
        {"elasticsearch_snapshot_stats_snapshot_successful_shards", "shards.successful"},
    };
    addFields(last, kShardFields, labels, series);
}

static std::string counted(double count, std::string_view one, std::string_view many)
{
    return fmt::format("{:.0f} {}", count, count == 1 ? one : many);
}

std::string healthInWords(const Json &answer)
{
    const auto status = text(answer, "status");
    const auto nodes = number(answer, "number_of_nodes");
    const auto missing = number(answer, "unassigned_shards");
    const auto starting = number(answer, "initializing_shards");
    if (status == "green")
        return fmt::format("green: {}, {}", counted(nodes, "node", "nodes"), counted(number(answer, "active_shards"), "shard", "shards"));
    if (status == "yellow") {
        // Yellow says that every primary is there, so what has no place is a replica.
        if (number(answer, "number_of_data_nodes") == 1 && missing > 0) {
            return fmt::format("yellow: {} no place on this one-node cluster, which is normal; the data is all there",
                               counted(missing, "replica has", "replicas have"));
        }
        if (missing > 0)
            return fmt::format("yellow: {} not assigned to a node; the data is all there, but not all of it twice",
                               counted(missing, "replica is", "replicas are"));
        return fmt::format("yellow: {} being started; the data is all there", counted(starting, "replica is", "replicas are"));
    }
    if (status == "red") {
        return fmt::format("red: data is missing, a primary shard is not assigned to a node ({} unassigned, {} being started)",
                           counted(missing, "shard", "shards"), counted(starting, "shard", "shards"));
    }
    return "the cluster does not say how it is";
}

} // namespace elasticsearch
