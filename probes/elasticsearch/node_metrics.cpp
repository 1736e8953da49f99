#include "probes/elasticsearch/node_metrics.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace elasticsearch {

using metric::Label;
using metric::Unit;

static constexpr Field kNodeFields[] = {
    {"elasticsearch_os_load1", "os.cpu.load_average.1m"},
    {"elasticsearch_os_load5", "os.cpu.load_average.5m"},
    {"elasticsearch_os_load15", "os.cpu.load_average.15m"},
    {"elasticsearch_os_cpu_percent", "os.cpu.percent"},
    {"elasticsearch_os_mem_free_bytes", "os.mem.free_in_bytes"},
    {"elasticsearch_os_mem_used_bytes", "os.mem.used_in_bytes"},
    {"elasticsearch_os_mem_actual_free_bytes", "os.mem.actual_free_in_bytes"},
    {"elasticsearch_os_mem_actual_used_bytes", "os.mem.actual_used_in_bytes"},
    {"elasticsearch_indices_fielddata_memory_size_bytes", "indices.fielddata.memory_size_in_bytes"},
    {"elasticsearch_indices_fielddata_evictions", "indices.fielddata.evictions"},
    {"elasticsearch_indices_completion_size_in_bytes", "indices.completion.size_in_bytes"},
    {"elasticsearch_indices_filter_cache_memory_size_bytes", "indices.filter_cache.memory_size_in_bytes"},
    {"elasticsearch_indices_filter_cache_evictions", "indices.filter_cache.evictions"},
    {"elasticsearch_indices_query_cache_memory_size_bytes", "indices.query_cache.memory_size_in_bytes"},
    {"elasticsearch_indices_query_cache_evictions", "indices.query_cache.evictions"},
    {"elasticsearch_indices_query_cache_total", "indices.query_cache.total_count"},
    {"elasticsearch_indices_query_cache_cache_size", "indices.query_cache.cache_size"},
    {"elasticsearch_indices_query_cache_cache_total", "indices.query_cache.cache_count"},
    {"elasticsearch_indices_request_cache_memory_size_bytes", "indices.request_cache.memory_size_in_bytes"},
    {"elasticsearch_indices_request_cache_evictions", "indices.request_cache.evictions"},
    {"elasticsearch_indices_translog_operations", "indices.translog.operations"},
    {"elasticsearch_indices_translog_size_in_bytes", "indices.translog.size_in_bytes"},
    {"elasticsearch_indices_get_time_seconds", "indices.get.time_in_millis", kMilliseconds},
    {"elasticsearch_indices_get_total", "indices.get.total"},
    {"elasticsearch_indices_get_missing_time_seconds", "indices.get.missing_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_get_missing_total", "indices.get.missing_total"},
    {"elasticsearch_indices_get_exists_time_seconds", "indices.get.exists_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_get_exists_total", "indices.get.exists_total"},
    {"elasticsearch_indices_refresh_time_seconds_total", "indices.refresh.total_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_refresh_total", "indices.refresh.total"},
    {"elasticsearch_indices_refresh_external_time_seconds_total", "indices.refresh.external_total_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_refresh_external_total", "indices.refresh.external_total"},
    {"elasticsearch_indices_search_query_time_seconds", "indices.search.query_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_search_query_total", "indices.search.query_total"},
    {"elasticsearch_indices_search_fetch_time_seconds", "indices.search.fetch_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_search_fetch_total", "indices.search.fetch_total"},
    {"elasticsearch_indices_search_suggest_time_seconds", "indices.search.suggest_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_search_suggest_total", "indices.search.suggest_total"},
    {"elasticsearch_indices_search_scroll_time_seconds", "indices.search.scroll_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_search_scroll_total", "indices.search.scroll_total"},
    {"elasticsearch_indices_search_scroll_current", "indices.search.scroll_current"},
    {"elasticsearch_indices_docs", "indices.docs.count"},
    {"elasticsearch_indices_docs_deleted", "indices.docs.deleted"},
    {"elasticsearch_indices_store_size_bytes", "indices.store.size_in_bytes"},
    {"elasticsearch_indices_store_throttle_time_seconds_total", "indices.store.throttle_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_segments_count", "indices.segments.count"},
    {"elasticsearch_indices_segments_memory_bytes", "indices.segments.memory_in_bytes"},
    {"elasticsearch_indices_segments_terms_memory_in_bytes", "indices.segments.terms_memory_in_bytes"},
    {"elasticsearch_indices_segments_index_writer_memory_in_bytes", "indices.segments.index_writer_memory_in_bytes"},
    {"elasticsearch_indices_segments_norms_memory_in_bytes", "indices.segments.norms_memory_in_bytes"},
    {"elasticsearch_indices_segments_stored_fields_memory_in_bytes", "indices.segments.stored_fields_memory_in_bytes"},
    {"elasticsearch_indices_segments_doc_values_memory_in_bytes", "indices.segments.doc_values_memory_in_bytes"},
    {"elasticsearch_indices_segments_fixed_bit_set_memory_in_bytes", "indices.segments.fixed_bit_set_memory_in_bytes"},
    {"elasticsearch_indices_segments_term_vectors_memory_in_bytes", "indices.segments.term_vectors_memory_in_bytes"},
    {"elasticsearch_indices_segments_points_memory_in_bytes", "indices.segments.points_memory_in_bytes"},
    {"elasticsearch_indices_segments_version_map_memory_in_bytes", "indices.segments.version_map_memory_in_bytes"},
    {"elasticsearch_indices_flush_total", "indices.flush.total"},
    {"elasticsearch_indices_flush_time_seconds", "indices.flush.total_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_warmer_total", "indices.warmer.total"},
    {"elasticsearch_indices_warmer_time_seconds_total", "indices.warmer.total_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_indexing_index_time_seconds_total", "indices.indexing.index_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_indexing_index_total", "indices.indexing.index_total"},
    {"elasticsearch_indices_indexing_delete_time_seconds_total", "indices.indexing.delete_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_indexing_delete_total", "indices.indexing.delete_total"},
    {"elasticsearch_indices_indexing_is_throttled", "indices.indexing.is_throttled"},
    {"elasticsearch_indices_indexing_throttle_time_seconds_total", "indices.indexing.throttle_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_merges_total", "indices.merges.total"},
    {"elasticsearch_indices_merges_current", "indices.merges.current"},
    {"elasticsearch_indices_merges_current_size_in_bytes", "indices.merges.current_size_in_bytes"},
    {"elasticsearch_indices_merges_docs_total", "indices.merges.total_docs"},
    {"elasticsearch_indices_merges_total_size_bytes_total", "indices.merges.total_size_in_bytes"},
    {"elasticsearch_indices_merges_total_time_seconds_total", "indices.merges.total_time_in_millis", kMilliseconds},
    {"elasticsearch_indices_merges_total_throttled_time_seconds_total", "indices.merges.total_throttled_time_in_millis", kMilliseconds},
    {"elasticsearch_process_cpu_percent", "process.cpu.percent"},
    {"elasticsearch_process_cpu_seconds_total", "process.cpu.total_in_millis", kMilliseconds},
    {"elasticsearch_process_mem_resident_size_bytes", "process.mem.resident_in_bytes"},
    {"elasticsearch_process_mem_share_size_bytes", "process.mem.share_in_bytes"},
    {"elasticsearch_process_mem_virtual_size_bytes", "process.mem.total_virtual_in_bytes"},
    {"elasticsearch_process_open_files_count", "process.open_file_descriptors"},
    {"elasticsearch_process_max_files_descriptors", "process.max_file_descriptors"},
    {"elasticsearch_transport_rx_packets_total", "transport.rx_count"},
    {"elasticsearch_transport_rx_size_bytes_total", "transport.rx_size_in_bytes"},
    {"elasticsearch_transport_tx_packets_total", "transport.tx_count"},
    {"elasticsearch_transport_tx_size_bytes_total", "transport.tx_size_in_bytes"},
};

// Fields with one label of their own.
struct LabelledField {
    Field field;
    Label label;
};

static constexpr LabelledField kLabelledFields[] = {
    {{"elasticsearch_indices_query_cache_count", "indices.query_cache.hit_count"}, {"cache", "hit"}},
    {{"elasticsearch_indices_query_miss_count", "indices.query_cache.miss_count"}, {"cache", "miss"}},
    {{"elasticsearch_indices_request_cache_count", "indices.request_cache.hit_count"}, {"cache", "hit"}},
    {{"elasticsearch_indices_request_miss_count", "indices.request_cache.miss_count"}, {"cache", "miss"}},
    {{"elasticsearch_jvm_memory_used_bytes", "jvm.mem.heap_used_in_bytes"}, {"area", "heap"}},
    {{"elasticsearch_jvm_memory_used_bytes", "jvm.mem.non_heap_used_in_bytes"}, {"area", "non-heap"}},
    {{"elasticsearch_jvm_memory_max_bytes", "jvm.mem.heap_max_in_bytes"}, {"area", "heap"}},
    {{"elasticsearch_jvm_memory_committed_bytes", "jvm.mem.heap_committed_in_bytes"}, {"area", "heap"}},
    {{"elasticsearch_jvm_memory_committed_bytes", "jvm.mem.non_heap_committed_in_bytes"}, {"area", "non-heap"}},
    {{"elasticsearch_jvm_buffer_pool_used_bytes", "jvm.buffer_pools.direct.used_in_bytes"}, {"type", "direct"}},
    {{"elasticsearch_jvm_buffer_pool_used_bytes", "jvm.buffer_pools.mapped.used_in_bytes"}, {"type", "mapped"}},
    // The exporter's label, which means nothing; dashboards select by it.
    {{"elasticsearch_jvm_uptime_seconds", "jvm.uptime_in_millis", kMilliseconds}, {"type", "mapped"}},
};

static constexpr Field kMemoryPoolFields[] = {
    {"elasticsearch_jvm_memory_pool_used_bytes", "used_in_bytes"},
    {"elasticsearch_jvm_memory_pool_max_bytes", "max_in_bytes"},
    {"elasticsearch_jvm_memory_pool_peak_used_bytes", "peak_used_in_bytes"},
    {"elasticsearch_jvm_memory_pool_peak_max_bytes", "peak_max_in_bytes"},
};

static constexpr Field kCollectorFields[] = {
    {"elasticsearch_jvm_gc_collection_seconds_count", "collection_count"},
    {"elasticsearch_jvm_gc_collection_seconds_sum", "collection_time_in_millis", kMilliseconds},
};

static constexpr Field kBreakerFields[] = {
    {"elasticsearch_breakers_estimated_size_bytes", "estimated_size_in_bytes"},
    {"elasticsearch_breakers_limit_size_bytes", "limit_size_in_bytes"},
    {"elasticsearch_breakers_tripped", "tripped"},
    {"elasticsearch_breakers_overhead", "overhead"},
};

static constexpr Field kThreadPoolFields[] = {
    {"elasticsearch_thread_pool_completed_count", "completed"}, {"elasticsearch_thread_pool_rejected_count", "rejected"},
    {"elasticsearch_thread_pool_active_count", "active"},       {"elasticsearch_thread_pool_largest_count", "largest"},
    {"elasticsearch_thread_pool_queue_count", "queue"},         {"elasticsearch_thread_pool_threads_count", "threads"},
};

static constexpr Field kFilesystemFields[] = {
    {"elasticsearch_filesystem_data_available_bytes", "available_in_bytes"},
    {"elasticsearch_filesystem_data_free_bytes", "free_in_bytes"},
    {"elasticsearch_filesystem_data_size_bytes", "total_in_bytes"},
};

static constexpr Field kDeviceFields[] = {
    {"elasticsearch_filesystem_io_stats_device_operations_count", "operations"},
    {"elasticsearch_filesystem_io_stats_device_read_operations_count", "read_operations"},
    {"elasticsearch_filesystem_io_stats_device_write_operations_count", "write_operations"},
    {"elasticsearch_filesystem_io_stats_device_read_size_kilobytes_sum", "read_kilobytes"},
    {"elasticsearch_filesystem_io_stats_device_write_size_kilobytes_sum", "write_kilobytes"},
};

static constexpr Field kPressureFields[] = {
    {"elasticsearch_indexing_pressure_current_all_in_bytes", "current.all_in_bytes"},
    {"elasticsearch_indexing_pressure_limit_in_bytes", "limit_in_bytes"},
};

static constexpr std::array<std::string_view, 12> kRoles{"master",       "data", "data_hot", "data_warm", "data_cold", "data_frozen",
                                                         "data_content", "ml",   "ingest",   "transform", "client",    "remote_cluster_client"};

using Roles = std::array<bool, kRoles.size()>;

static bool has(const Roles &roles, std::string_view role) { return roles[std::size_t(std::ranges::find(kRoles, role) - kRoles.begin())]; }

// A node of version 5 or later names its roles; an older one has attributes that say what it is not.
static Roles rolesOf(const Json &node)
{
    Roles roles{};
    const auto set = [&](std::string_view role, bool value) {
        if (const auto found = std::ranges::find(kRoles, role); found != kRoles.end())
            roles[std::size_t(found - kRoles.begin())] = value;
    };
    set("client", true);
    const auto *named = find(node, "roles");
    if (named && named->is_array() && !named->empty()) {
        for (const auto &role : *named)
            set(text(role, {}), true);
    } else if (const auto *attributes = find(node, "attributes"); attributes && attributes->is_object()) {
        for (const auto &[role, setting] : attributes->items())
            set(role, text(setting, {}) != "false");
    }
    const auto *http = find(node, "http");
    if (!http || !http->is_object() || http->empty())
        set("client", false);
    return roles;
}

// Adds the fields of every member of an object, its name being one more label.
static void addMembers(const Json &node, std::string_view path, std::span<const Field> fields, std::string_view label, std::vector<Label> labels,
                       SeriesWriter &series)
{
    const auto *members = find(node, path);
    if (!members || !members->is_object())
        return;
    labels.push_back({label, {}});
    for (const auto &[name, member] : members->items()) {
        labels.back().value = name;
        addFields(member, fields, labels, series);
    }
}

static void addNode(std::string_view cluster, std::string_view id, const Json &node, SeriesWriter &series)
{
    const auto roles = rolesOf(node);
    const std::vector<Label> who{{"cluster", cluster}, {"host", text(node, "host")}, {"name", text(node, "name")}};
    const auto flag = [&](std::string_view role) { return has(roles, role) ? std::string_view("true") : std::string_view("false"); };
    auto labels = who;
    labels.insert(
        labels.end(),
        {{"es_master_node", flag("master")}, {"es_data_node", flag("data")}, {"es_ingest_node", flag("ingest")}, {"es_client_node", flag("client")}});

    for (std::size_t at = 0; at < kRoles.size(); ++at)
        series.add("elasticsearch_nodes_roles", {who[0], who[1], who[2], {"node", id}, {"role", kRoles[at]}}, roles[at] ? 1 : 0);
    addFields(node, kNodeFields, labels, series);

    auto more = labels;
    more.push_back({});
    for (const auto &[field, label] : kLabelledFields) {
        more.back() = label;
        addFields(node, std::span(&field, 1), more, series);
    }
    static const Json kNone = Json::object();
    for (const std::string_view pool : {"young", "survivor", "old"}) {
        more.back() = {"pool", pool};
        const auto *found = find(node, fmt::format("jvm.mem.pools.{}", pool));
        addFields(found ? *found : kNone, kMemoryPoolFields, more, series);
    }
    addMembers(node, "jvm.gc.collectors", kCollectorFields, "gc", labels, series);
    addMembers(node, "breakers", kBreakerFields, "breaker", labels, series);
    addMembers(node, "thread_pool", kThreadPoolFields, "type", labels, series);
    addMembers(node, "indexing_pressure", kPressureFields, "indexing_pressure", who, series);

    if (const auto *disks = find(node, "fs.data"); disks && disks->is_array()) {
        for (const auto &disk : *disks) {
            auto where = labels;
            where.insert(where.end(), {{"mount", text(disk, "mount")}, {"path", text(disk, "path")}});
            addFields(disk, kFilesystemFields, where, series);
        }
    }
    if (const auto *devices = find(node, "fs.io_stats.devices"); devices && devices->is_array()) {
        for (const auto &device : *devices) {
            more.back() = {"device", text(device, "device_name")};
            addFields(device, kDeviceFields, more, series);
        }
    }
}

void addNodes(const Json &answer, SeriesWriter &series)
{
    const auto *nodes = find(answer, "nodes");
    if (!nodes || !nodes->is_object())
        return;
    for (const auto &[id, node] : nodes->items()) {
        if (!series.full())
            addNode(text(answer, "cluster_name"), id, node, series);
    }
}

static double sum(const Json &node, std::string_view path, std::string_view field)
{
    double all = 0;
    if (const auto *members = find(node, path); members && members->is_object()) {
        for (const auto &member : *members)
            all += number(member, field);
    }
    return all;
}

static double ratio(double part, double whole) { return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN(); }

metric::Table nodeTable(const Json &answer, metric::Timestamp time)
{
    constexpr std::size_t kMostRows = 1000;
    using Texts = std::vector<std::string>;
    using Numbers = std::vector<double>;
    Texts names, hosts, roles;
    Numbers heap, old, disk, cpu, load, docs, store, tripped, rejected;
    const auto *nodes = find(answer, "nodes");
    if (nodes && nodes->is_object()) {
        for (const auto &node : *nodes) {
            if (names.size() == kMostRows)
                break;
            names.emplace_back(text(node, "name").substr(0, SeriesWriter::kMostLabelBytes));
            hosts.emplace_back(text(node, "host").substr(0, SeriesWriter::kMostLabelBytes));
            const auto is = rolesOf(node);
            std::vector<std::string_view> words;
            for (std::size_t at = 0; at < kRoles.size(); ++at) {
                if (is[at] && kRoles[at] != "client")
                    words.push_back(kRoles[at]);
            }
            roles.push_back(fmt::format("{}", fmt::join(words, ", ")));
            heap.push_back(ratio(number(node, "jvm.mem.heap_used_in_bytes"), number(node, "jvm.mem.heap_max_in_bytes")));
            old.push_back(ratio(number(node, "jvm.mem.pools.old.used_in_bytes"), number(node, "jvm.mem.pools.old.max_in_bytes")));
            const auto size = number(node, "fs.total.total_in_bytes");
            disk.push_back(ratio(size - number(node, "fs.total.available_in_bytes"), size));
            cpu.push_back(find(node, "os.cpu.percent") ? number(node, "os.cpu.percent") / 100 : std::numeric_limits<double>::quiet_NaN());
            load.push_back(find(node, "os.cpu.load_average.1m") ? number(node, "os.cpu.load_average.1m") : std::numeric_limits<double>::quiet_NaN());
            docs.push_back(number(node, "indices.docs.count"));
            store.push_back(number(node, "indices.store.size_in_bytes"));
            tripped.push_back(sum(node, "breakers", "tripped"));
            rejected.push_back(sum(node, "thread_pool", "rejected"));
        }
    }
    return {"elasticsearch_nodes",
            time,
            {{"name", Unit::None, std::move(names)},
             {"host", Unit::None, std::move(hosts)},
             {"roles", Unit::None, std::move(roles)},
             {"heap_ratio", Unit::Ratio, std::move(heap)},
             {"old_ratio", Unit::Ratio, std::move(old)},
             {"disk_ratio", Unit::Ratio, std::move(disk)},
             {"cpu_ratio", Unit::Ratio, std::move(cpu)},
             {"load1", Unit::None, std::move(load)},
             {"docs", Unit::None, std::move(docs)},
             {"store_bytes", Unit::Bytes, std::move(store)},
             {"breakers_tripped", Unit::None, std::move(tripped)},
             {"rejected", Unit::None, std::move(rejected)}}};
}

} // namespace elasticsearch
