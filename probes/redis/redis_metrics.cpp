#include "probes/redis/redis_metrics.h"

#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <set>
#include <string>

namespace redis {

using metric::BatchBuilder;
using metric::Label;

// What a field of INFO is called as a metric; the divisor makes base units of it. One field may have two names, where the exporter
// changed it.
struct FieldName {
    std::string_view field;
    std::string_view metric;
    double divisor = 1;
};

static constexpr FieldName kFieldNames[] = {
    {"uptime_in_seconds", "redis_uptime_in_seconds"},
    {"process_id", "redis_process_id"},
    {"io_threads_active", "redis_io_threads_active"},

    {"connected_clients", "redis_connected_clients"},
    {"blocked_clients", "redis_blocked_clients"},
    {"maxclients", "redis_max_clients"},
    {"tracking_clients", "redis_tracking_clients"},
    {"clients_in_timeout_table", "redis_clients_in_timeout_table"},
    {"pubsub_clients", "redis_pubsub_clients"},
    {"watching_clients", "redis_watching_clients"},
    {"total_watched_keys", "redis_total_watched_keys"},
    {"total_blocking_keys", "redis_total_blocking_keys"},
    {"client_longest_output_list", "redis_client_longest_output_list"},
    {"client_biggest_input_buf", "redis_client_biggest_input_buf"},
    {"client_recent_max_output_buffer", "redis_client_recent_max_output_buffer_bytes"},
    {"client_recent_max_input_buffer", "redis_client_recent_max_input_buffer_bytes"},

    {"allocator_active", "redis_allocator_active_bytes"},
    {"allocator_allocated", "redis_allocator_allocated_bytes"},
    {"allocator_resident", "redis_allocator_resident_bytes"},
    {"allocator_frag_ratio", "redis_allocator_frag_ratio"},
    {"allocator_frag_bytes", "redis_allocator_frag_bytes"},
    {"allocator_rss_ratio", "redis_allocator_rss_ratio"},
    {"allocator_rss_bytes", "redis_allocator_rss_bytes"},
    {"used_memory", "redis_memory_used_bytes"},
    {"used_memory_rss", "redis_memory_used_rss_bytes"},
    {"used_memory_peak", "redis_memory_used_peak_bytes"},
    {"used_memory_lua", "redis_memory_used_lua_bytes"},
    {"used_memory_overhead", "redis_memory_used_overhead_bytes"},
    {"used_memory_startup", "redis_memory_used_startup_bytes"},
    {"used_memory_dataset", "redis_memory_used_dataset_bytes"},
    {"used_memory_scripts", "redis_memory_used_scripts_bytes"},
    {"number_of_cached_scripts", "redis_number_of_cached_scripts"},
    {"number_of_functions", "redis_number_of_functions"},
    {"number_of_libraries", "redis_number_of_libraries"},
    {"maxmemory", "redis_memory_max_bytes"},
    {"total_system_memory", "redis_total_system_memory_bytes"},
    {"mem_fragmentation_ratio", "redis_mem_fragmentation_ratio"},
    {"mem_fragmentation_bytes", "redis_mem_fragmentation_bytes"},
    {"mem_clients_slaves", "redis_mem_clients_slaves"},
    {"mem_clients_normal", "redis_mem_clients_normal"},
    {"mem_not_counted_for_evict", "redis_mem_not_counted_for_eviction_bytes"},
    {"lazyfree_pending_objects", "redis_lazyfree_pending_objects"},
    {"lazyfreed_objects", "redis_lazyfreed_objects"},
    {"active_defrag_running", "redis_active_defrag_running"},

    {"loading", "redis_loading_dump_file"},
    {"async_loading", "redis_async_loading"},
    {"rdb_changes_since_last_save", "redis_rdb_changes_since_last_save"},
    {"rdb_bgsave_in_progress", "redis_rdb_bgsave_in_progress"},
    {"rdb_last_save_time", "redis_rdb_last_save_timestamp_seconds"},
    {"rdb_last_bgsave_status", "redis_rdb_last_bgsave_status"},
    {"rdb_last_bgsave_time_sec", "redis_rdb_last_bgsave_duration_sec"},
    {"rdb_current_bgsave_time_sec", "redis_rdb_current_bgsave_duration_sec"},
    {"rdb_saves", "redis_rdb_saves_total"},
    {"rdb_last_cow_size", "redis_rdb_last_cow_size_bytes"},
    {"rdb_last_load_keys_expired", "redis_rdb_last_load_expired_keys"},
    {"rdb_last_load_keys_loaded", "redis_rdb_last_load_loaded_keys"},
    {"aof_enabled", "redis_aof_enabled"},
    {"aof_rewrite_in_progress", "redis_aof_rewrite_in_progress"},
    {"aof_rewrite_scheduled", "redis_aof_rewrite_scheduled"},
    {"aof_last_rewrite_time_sec", "redis_aof_last_rewrite_duration_sec"},
    {"aof_current_rewrite_time_sec", "redis_aof_current_rewrite_duration_sec"},
    {"aof_last_cow_size", "redis_aof_last_cow_size_bytes"},
    {"aof_current_size", "redis_aof_current_size_bytes"},
    {"aof_base_size", "redis_aof_base_size_bytes"},
    {"aof_pending_rewrite", "redis_aof_pending_rewrite"},
    {"aof_buffer_length", "redis_aof_buffer_length"},
    {"aof_rewrite_buffer_length", "redis_aof_rewrite_buffer_length"},
    {"aof_pending_bio_fsync", "redis_aof_pending_bio_fsync"},
    {"aof_delayed_fsync", "redis_aof_delayed_fsync"},
    {"aof_last_bgrewrite_status", "redis_aof_last_bgrewrite_status"},
    {"aof_last_write_status", "redis_aof_last_write_status"},
    {"module_fork_in_progress", "redis_module_fork_in_progress"},
    {"module_fork_last_cow_size", "redis_module_fork_last_cow_size"},

    {"total_connections_received", "redis_connections_received_total"},
    {"total_commands_processed", "redis_commands_processed_total"},
    {"rejected_connections", "redis_rejected_connections_total"},
    {"total_net_input_bytes", "redis_net_input_bytes_total"},
    {"total_net_output_bytes", "redis_net_output_bytes_total"},
    {"total_net_repl_input_bytes", "redis_net_repl_input_bytes_total"},
    {"total_net_repl_output_bytes", "redis_net_repl_output_bytes_total"},
    {"sync_full", "redis_replica_resyncs_full"},
    {"sync_partial_ok", "redis_replica_partial_resync_accepted"},
    {"sync_partial_err", "redis_replica_partial_resync_denied"},
    {"expired_keys", "redis_expired_keys_total"},
    {"expired_stale_perc", "redis_expired_stale_percentage"},
    {"expired_time_cap_reached_count", "redis_expired_time_cap_reached_total"},
    {"evicted_keys", "redis_evicted_keys_total"},
    {"evicted_clients", "redis_evicted_clients_total"},
    {"evicted_scripts", "redis_evicted_scripts_total"},
    {"total_eviction_exceeded_time", "redis_eviction_exceeded_time_total"},
    {"keyspace_hits", "redis_keyspace_hits_total"},
    {"keyspace_misses", "redis_keyspace_misses_total"},
    {"pubsub_channels", "redis_pubsub_channels"},
    {"pubsub_patterns", "redis_pubsub_patterns"},
    {"pubsubshard_channels", "redis_pubsubshard_channels"},
    {"latest_fork_usec", "redis_latest_fork_seconds", 1e6},
    {"latest_fork_usec", "redis_latest_fork_usec"},
    {"migrate_cached_sockets", "redis_migrate_cached_sockets_total"},
    {"slave_expires_tracked_keys", "redis_slave_expires_tracked_keys"},
    {"active_defrag_hits", "redis_defrag_hits"},
    {"active_defrag_misses", "redis_defrag_misses"},
    {"active_defrag_key_hits", "redis_defrag_key_hits"},
    {"active_defrag_key_misses", "redis_defrag_key_misses"},
    {"tracking_total_keys", "redis_tracking_total_keys"},
    {"tracking_total_items", "redis_tracking_total_items"},
    {"tracking_total_prefixes", "redis_tracking_total_prefixes"},
    {"unexpected_error_replies", "redis_unexpected_error_replies"},
    {"total_error_replies", "redis_total_error_replies"},
    {"dump_payload_sanitizations", "redis_dump_payload_sanitizations"},
    {"total_reads_processed", "redis_total_reads_processed"},
    {"total_writes_processed", "redis_total_writes_processed"},
    {"io_threaded_reads_processed", "redis_io_threaded_reads_processed"},
    {"io_threaded_writes_processed", "redis_io_threaded_writes_processed"},
    {"acl_access_denied_auth", "redis_acl_access_denied_auth_total"},
    {"acl_access_denied_cmd", "redis_acl_access_denied_cmd_total"},
    {"acl_access_denied_key", "redis_acl_access_denied_key_total"},
    {"acl_access_denied_channel", "redis_acl_access_denied_channel_total"},

    {"connected_slaves", "redis_connected_slaves"},
    {"repl_backlog_size", "redis_replication_backlog_bytes"},
    {"repl_backlog_active", "redis_repl_backlog_is_active"},
    {"repl_backlog_first_byte_offset", "redis_repl_backlog_first_byte_offset"},
    {"repl_backlog_histlen", "redis_repl_backlog_history_bytes"},
    {"master_repl_offset", "redis_master_repl_offset"},
    {"second_repl_offset", "redis_second_repl_offset"},
    {"slave_priority", "redis_slave_priority"},

    {"used_cpu_sys", "redis_cpu_sys_seconds_total"},
    {"used_cpu_user", "redis_cpu_user_seconds_total"},
    {"used_cpu_sys_children", "redis_cpu_sys_children_seconds_total"},
    {"used_cpu_user_children", "redis_cpu_user_children_seconds_total"},
    {"used_cpu_sys_main_thread", "redis_cpu_sys_main_thread_seconds_total"},
    {"used_cpu_user_main_thread", "redis_cpu_user_main_thread_seconds_total"},

    {"cluster_stats_messages_sent", "redis_cluster_messages_sent_total"},
    {"cluster_stats_messages_received", "redis_cluster_messages_received_total"},
};

std::string printable(std::string_view bytes, std::size_t most)
{
    const bool cut = bytes.size() > most;
    bytes = bytes.substr(0, most);
    // A character may have been cut in the middle.
    for (int back = 0; cut && back < 3 && !metric::isUtf8(bytes); ++back)
        bytes.remove_suffix(std::min<std::size_t>(1, bytes.size()));
    const bool readable = metric::isUtf8(bytes);
    std::string text;
    text.reserve(bytes.size());
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (code < 0x20 || code == 0x7f || (code >= 0x80 && !readable))
            text += fmt::format("\\x{:02x}", code);
        else
            text += byte;
    }
    return text;
}

// "ok" and "err" are states, everything else numbers.
static std::optional<double> valueOf(std::string_view word)
{
    if (word == "ok" || word == "true")
        return 1;
    if (word == "err" || word == "fail" || word == "false")
        return 0;
    return parseNumber(word);
}

static void addPart(std::string_view name, std::span<const Label> labels, std::string_view value, std::string_view partName, double divisor,
                    BatchBuilder &batch)
{
    if (const auto found = parseNumber(part(value, partName)))
        batch.add(name, labels, *found / divisor);
}

static void addCommand(std::string_view command, std::string_view value, BatchBuilder &batch)
{
    const auto name = printable(command);
    const Label labels[]{{"cmd", name}};
    addPart("redis_commands_total", labels, value, "calls", 1, batch);
    addPart("redis_commands_duration_seconds_total", labels, value, "usec", 1e6, batch);
    addPart("redis_commands_rejected_calls_total", labels, value, "rejected_calls", 1, batch);
    addPart("redis_commands_failed_calls_total", labels, value, "failed_calls", 1, batch);
}

// "p50=0.001,p99=1.003,p99.9=4.015": the quantile stands in per cent, as in INFO and in the exporter.
static void addPercentiles(std::string_view command, std::string_view value, const Info &info, BatchBuilder &batch)
{
    constexpr std::size_t kMostQuantiles = 16;
    const auto name = printable(command);
    std::set<std::string> seen;
    while (!value.empty() && seen.size() < kMostQuantiles) {
        const auto end = std::min(value.find(','), value.size());
        const auto each = value.substr(0, end);
        value.remove_prefix(std::min(end + 1, value.size()));
        const auto equals = each.find('=');
        if (equals == std::string_view::npos || equals < 2 || each.front() != 'p')
            continue;
        const auto quantile = printable(each.substr(1, equals - 1), 16);
        const auto found = parseNumber(each.substr(equals + 1));
        if (found && seen.insert(quantile).second)
            batch.add("redis_latency_percentiles_usec", {{"cmd", name}, {"quantile", quantile}}, *found);
    }
    const auto stat = info.text(fmt::format("cmdstat_{}", command));
    const Label labels[]{{"cmd", name}};
    addPart("redis_latency_percentiles_usec_sum", labels, stat, "usec", 1, batch);
    addPart("redis_latency_percentiles_usec_count", labels, stat, "calls", 1, batch);
}

// "slave0:ip=10.254.11.1,port=6379,state=online,offset=1751844676,lag=0" of a master, its own state of a replica.
static bool addReplication(const Info::Field &field, const Info &info, std::set<std::string> &told, BatchBuilder &batch)
{
    const auto host = printable(info.text("master_host"));
    const auto port = printable(info.text("master_port"));
    const Label master[]{{"master_host", host}, {"master_port", port}};
    if (field.name == "master_link_status") {
        batch.add("redis_master_link_up", master, field.value == "up" ? 1 : 0);
        return true;
    }
    if (field.name == "master_last_io_seconds_ago" || field.name == "master_sync_in_progress" || field.name == "slave_repl_offset") {
        if (const auto value = parseNumber(field.value))
            batch.add(fmt::format("redis_{}", field.name), master, *value);
        return true;
    }
    if (!field.name.starts_with("slave") || field.name.size() < 6 || field.name[5] < '0' || field.name[5] > '9')
        return false;
    const auto ip = printable(part(field.value, "ip"));
    const auto where = printable(part(field.value, "port"));
    const auto state = printable(part(field.value, "state"));
    // Two replicas may have announced one address, as behind a translated one; of those the first is told.
    if (!told.insert(fmt::format("{}\n{}\n{}", ip, where, state)).second)
        return true;
    const Label labels[]{{"slave_ip", ip}, {"slave_port", where}, {"slave_state", state}};
    addPart("redis_connected_slave_offset_bytes", labels, field.value, "offset", 1, batch);
    addPart("redis_connected_slave_lag_seconds", labels, field.value, "lag", 1, batch);
    return true;
}

static void addInstance(const Info &info, BatchBuilder &batch)
{
    constexpr std::string_view kLabels[] = {"role",     "redis_version", "redis_build_id", "redis_mode", "os", "maxmemory_policy",
                                            "tcp_port", "run_id",        "process_id"};
    std::vector<std::string> texts;
    for (const auto name : kLabels)
        texts.push_back(printable(info.text(name)));
    std::vector<Label> labels;
    for (std::size_t at = 0; at < texts.size(); ++at)
        labels.push_back({kLabels[at], texts[at]});
    batch.add("redis_instance_info", labels, 1);

    if (info.text("role") == "slave") {
        const auto host = printable(info.text("master_host"));
        const auto port = printable(info.text("master_port"));
        const auto readOnly = printable(info.text("slave_read_only"));
        batch.add("redis_slave_info", {{"master_host", host}, {"master_port", port}, {"read_only", readOnly}}, 1);
    }
}

// They are told under their own names.
static bool isClusterField(std::string_view name)
{
    return name.starts_with("cluster_") && std::ranges::all_of(name, [](char each) { return each == '_' || (each >= 'a' && each <= 'z'); });
}

void addInfo(const Info &info, int databases, BatchBuilder &batch)
{
    static const auto kNames = [] {
        std::multimap<std::string_view, const FieldName *> names;
        for (const auto &each : kFieldNames)
            names.emplace(each.field, &each);
        return names;
    }();
    std::set<std::string> told;
    for (const auto &field : info.fields()) {
        // Names that differ may be the same as text: cut, or with an escape written out.
        if (!told.insert(printable(field.name)).second)
            continue;
        if (field.name.starts_with("cmdstat_"))
            addCommand(field.name.substr(8), field.value, batch);
        else if (field.name.starts_with("latency_percentiles_usec_"))
            addPercentiles(field.name.substr(25), field.value, info, batch);
        else if (field.name.starts_with("errorstat_"))
            addPart("redis_errors_total", std::array{Label{"err", printable(field.name.substr(10))}}, field.value, "count", 1, batch);
        else if (field.section == "Keyspace" && field.name.starts_with("db")) {
            const auto name = printable(field.name);
            const Label labels[]{{"db", name}};
            addPart("redis_db_keys", labels, field.value, "keys", 1, batch);
            addPart("redis_db_keys_expiring", labels, field.value, "expires", 1, batch);
            addPart("redis_db_avg_ttl_seconds", labels, field.value, "avg_ttl", 1000, batch);
        } else if (field.section == "Replication" && addReplication(field, info, told, batch))
            continue;
        else if (const auto value = valueOf(field.value)) {
            const auto [first, last] = kNames.equal_range(field.name);
            for (auto each = first; each != last; ++each)
                batch.add(each->second->metric, *value / each->second->divisor);
            if (first == last && isClusterField(field.name))
                batch.add(fmt::format("redis_{}", field.name), *value);
        }
    }
    if (const auto uptime = info.number("uptime_in_seconds"))
        batch.add("redis_start_time_seconds", double(std::chrono::floor<std::chrono::seconds>(batch.time()).time_since_epoch().count()) - *uptime);
    for (int at = 0; at < databases; ++at) {
        const auto name = fmt::format("db{}", at);
        if (!info.text(name).empty())
            continue;
        batch.add("redis_db_keys", {{"db", name}}, 0);
        batch.add("redis_db_keys_expiring", {{"db", name}}, 0);
    }
    addInstance(info, batch);
}

std::string_view configValue(const Reply &reply, std::string_view name)
{
    for (std::size_t at = 0; at + 1 < reply.elements.size(); at += 2) {
        if (reply.elements[at].text == name)
            return reply.elements[at + 1].text;
    }
    return {};
}

void addConfig(const Reply &reply, BatchBuilder &batch)
{
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"maxmemory", "redis_config_maxmemory"}, {"maxclients", "redis_config_maxclients"}, {"io-threads", "redis_config_io_threads"}};
    for (const auto &[name, metric] : kNames) {
        if (const auto value = parseNumber(configValue(reply, name)))
            batch.add(metric, *value);
    }
}

void addSlowlog(const Reply *length, const Reply *entries, BatchBuilder &batch)
{
    if (length && length->is(Reply::Type::Integer))
        batch.add("redis_slowlog_length", double(length->integer));
    if (!entries || !entries->is(Reply::Type::Array))
        return;
    // An empty log is told as zeros by the exporter, too.
    const auto *last = entries->elements.empty() ? nullptr : &entries->elements.front();
    const bool whole = last && last->elements.size() >= 3;
    batch.add("redis_slowlog_last_id", whole ? double(last->elements[0].integer) : 0);
    batch.add("redis_last_slow_execution_duration_seconds", whole ? double(last->elements[2].integer) / 1e6 : 0);
}

void addLatency(const Reply &reply, BatchBuilder &batch)
{
    std::set<std::string> seen;
    for (const auto &event : reply.elements) {
        if (event.elements.size() < 3)
            continue;
        const auto name = printable(event.elements[0].text);
        if (!seen.insert(name).second)
            continue;
        batch.add("redis_latency_spike_last", {{"event_name", name}}, double(event.elements[1].integer));
        batch.add("redis_latency_spike_duration_seconds", {{"event_name", name}}, double(event.elements[2].integer) / 1e3);
    }
}

// LATENCY HISTOGRAM puts the subcommands of a command together, INFO tells them one by one.
static double microsecondsOf(const Info &info, std::string_view command)
{
    double sum = 0;
    for (const auto &field : info.fields()) {
        if (!field.name.starts_with("cmdstat_"))
            continue;
        const auto name = field.name.substr(8);
        if (name == command || (name.starts_with(command) && name[command.size()] == '|'))
            sum += parseNumber(part(field.value, "usec")).value_or(0);
    }
    return sum;
}

// [command, ["calls", n, "histogram_usec", [1, 3, 2, 5 ...]] ...]: upper bounds in microseconds, counts up to each.
void addHistograms(const Reply &reply, const Info &info, BatchBuilder &batch)
{
    constexpr std::size_t kMostCommands = 1000;
    constexpr std::size_t kMostBuckets = 100;
    std::set<std::string> seen;
    for (std::size_t at = 0; at + 1 < std::min(reply.elements.size(), 2 * kMostCommands); at += 2) {
        const auto &details = reply.elements[at + 1].elements;
        const auto name = printable(reply.elements[at].text);
        if (details.size() < 4 || !details[3].is(Reply::Type::Array) || !seen.insert(name).second)
            continue;
        const auto calls = double(details[1].integer);
        const auto &buckets = details[3].elements;
        std::set<long long> bounds;
        for (std::size_t each = 0; each + 1 < std::min(buckets.size(), 2 * kMostBuckets); each += 2) {
            if (!bounds.insert(buckets[each].integer).second)
                continue;
            const auto bound = fmt::format("{}", buckets[each].integer);
            batch.add("redis_commands_latencies_usec_bucket", {{"cmd", name}, {"le", bound}}, double(buckets[each + 1].integer));
        }
        batch.add("redis_commands_latencies_usec_bucket", {{"cmd", name}, {"le", "+Inf"}}, calls);
        batch.add("redis_commands_latencies_usec_sum", {{"cmd", name}}, microsecondsOf(info, reply.elements[at].text));
        batch.add("redis_commands_latencies_usec_count", {{"cmd", name}}, calls);
    }
}

void addCluster(const Info &info, BatchBuilder &batch)
{
    for (const auto &field : info.fields()) {
        const auto value = valueOf(field.value);
        if (!value || !isClusterField(field.name))
            continue;
        const auto known = std::ranges::find(kFieldNames, field.name, &FieldName::field);
        batch.add(known != std::end(kFieldNames) ? std::string(known->metric) : fmt::format("redis_{}", field.name), *value);
    }
}

} // namespace redis
