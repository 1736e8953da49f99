#include "probes/postgres/metric_queries.h"

#include "probes/postgres/values.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>
#include <vector>

namespace postgres {

// Some queries are postgres_exporter's but for their layout, so that the values are the same ones.
static constexpr MetricQuery kQueries[] = {
    {"static", "pg_", 2, R"sql(SELECT version() AS version,
            current_setting('server_version_num')::int / 10000 || '.' || current_setting('server_version_num')::int % 10000 || '.0' AS short_version,
            1 AS static)sql",
     true},
    {"database", "pg_stat_database_", 2, "SELECT * FROM pg_stat_database", true},
    {"database", "pg_stat_database_", 2, "SELECT datid, datname, active_time / 1000 AS active_time_seconds_total FROM pg_stat_database", false, false,
     14'00'00},
    {"database", "pg_stat_database_conflicts_", 2, "SELECT * FROM pg_stat_database_conflicts", true},
    {"database", "pg_database_", 1, "SELECT datname, datconnlimit AS connection_limit FROM pg_database"},
    {"database", "pg_database_", 1, R"sql(SELECT datname, pg_database_size(oid) AS size_bytes FROM pg_database
            WHERE has_database_privilege(oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE'))sql",
     true, true},
    {"database_wraparound", "pg_database_wraparound_", 1, R"sql(SELECT datname, age(datfrozenxid) AS age_datfrozenxid_seconds,
            mxid_age(datminmxid) AS age_datminmxid_seconds FROM pg_database WHERE datallowconn)sql"},
    {"locks", "pg_locks_", 2, R"sql(SELECT d.datname, m.mode, coalesce(l.count, 0) AS count
            FROM (VALUES ('accesssharelock'), ('rowsharelock'), ('rowexclusivelock'), ('shareupdateexclusivelock'), ('sharelock'),
                         ('sharerowexclusivelock'), ('exclusivelock'), ('accessexclusivelock'), ('sireadlock')) AS m(mode)
            CROSS JOIN pg_database d
            LEFT JOIN (SELECT database, lower(mode) AS mode, count(*) AS count FROM pg_locks WHERE database IS NOT NULL
                       GROUP BY database, lower(mode)) AS l ON m.mode = l.mode AND d.oid = l.database)sql",
     true},
    {"stat_activity", "pg_stat_activity_", 2, R"sql(SELECT d.datname, s.state, coalesce(a.count, 0) AS count,
            coalesce(a.max_tx_duration, 0) AS max_tx_duration
            FROM (VALUES ('active'), ('idle'), ('idle in transaction'), ('idle in transaction (aborted)'), ('fastpath function call'),
                         ('disabled')) AS s(state)
            CROSS JOIN pg_database d
            LEFT JOIN (SELECT datname, state, count(*) AS count, max(extract(epoch FROM now() - xact_start))::float AS max_tx_duration
                       FROM pg_stat_activity GROUP BY datname, state) AS a ON s.state = a.state AND d.datname = a.datname)sql",
     true},
    {"archiver", "pg_stat_archiver_", 0, R"sql(SELECT archived_count, failed_count,
            extract(epoch FROM now() - last_archived_time) AS last_archive_age FROM pg_stat_archiver)sql",
     true},
    {"bgwriter", "pg_stat_bgwriter_", 0, R"sql(SELECT checkpoints_timed AS checkpoints_timed_total, checkpoints_req AS checkpoints_req_total,
            checkpoint_write_time AS checkpoint_write_time_total, checkpoint_sync_time AS checkpoint_sync_time_total,
            buffers_checkpoint AS buffers_checkpoint_total, buffers_clean AS buffers_clean_total, maxwritten_clean AS maxwritten_clean_total,
            buffers_backend AS buffers_backend_total, buffers_backend_fsync AS buffers_backend_fsync_total, buffers_alloc AS buffers_alloc_total,
            stats_reset AS stats_reset_total FROM pg_stat_bgwriter)sql",
     true, false, 0, 17'00'00},
    {"bgwriter", "pg_stat_bgwriter_", 0, R"sql(SELECT buffers_clean AS buffers_clean_total, maxwritten_clean AS maxwritten_clean_total,
            buffers_alloc AS buffers_alloc_total, stats_reset AS stats_reset_total FROM pg_stat_bgwriter)sql",
     true, false, 17'00'00},
    {"stat_checkpointer", "pg_stat_checkpointer_", 0, R"sql(SELECT num_timed AS num_timed_total, num_requested AS num_requested_total,
            restartpoints_timed AS restartpoints_timed_total, restartpoints_req AS restartpoints_req_total,
            restartpoints_done AS restartpoints_done_total, write_time AS write_time_total, sync_time AS sync_time_total,
            buffers_written AS buffers_written_total, stats_reset AS stats_reset_total FROM pg_stat_checkpointer)sql",
     false, false, 17'00'00},
    {"stat_replication", "pg_stat_replication_", 4, R"sql(SELECT r.application_name, host(r.client_addr) AS client_addr, r.state, s.slot_name,
            CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') END AS pg_current_wal_lsn_bytes,
            CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn) END AS pg_wal_lsn_diff
            FROM pg_stat_replication r LEFT JOIN pg_replication_slots s ON s.active_pid = r.pid ORDER BY r.pid)sql",
     true},
    {"replication_slots", "pg_replication_slots_", 2, R"sql(SELECT slot_name, database, active, pg_wal_lsn_diff(
            CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn) AS pg_wal_lsn_diff
            FROM pg_replication_slots)sql",
     true},
    {"replication_slot", "pg_replication_slot_", 2, R"sql(SELECT slot_name, slot_type, pg_wal_lsn_diff(
            CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, '0/0') AS slot_current_wal_lsn,
            pg_wal_lsn_diff(coalesce(confirmed_flush_lsn, '0/0'), '0/0') AS slot_confirmed_flush_lsn, active AS slot_is_active
            FROM pg_replication_slots)sql"},
    {"replication_slot", "pg_replication_slot_", 2, R"sql(SELECT slot_name, slot_type, safe_wal_size AS safe_wal_size_bytes
            FROM pg_replication_slots WHERE safe_wal_size IS NOT NULL)sql",
     false, false, 13'00'00},
    {"replication_slot", "pg_replication_slot_", 3, R"sql(SELECT slot_name, slot_type, wal_status, 1 AS wal_status
            FROM pg_replication_slots WHERE wal_status IS NOT NULL)sql",
     false, false, 13'00'00},
    {"replication", "pg_replication_", 0, R"sql(SELECT r.is_replica, r.lag, r.lag AS lag_seconds, r.last_replay_seconds FROM (
            SELECT pg_is_in_recovery() AS is_replica, CASE WHEN NOT pg_is_in_recovery() THEN 0
                WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                ELSE greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp())) END AS lag,
            greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp())) AS last_replay_seconds) r)sql"},
    // txid_current() would use up an identifier each time.
    {"txid", "pg_txid_", 0, "SELECT txid_snapshot_xmax(txid_current_snapshot()) AS current"},
    {"postmaster", "pg_postmaster_", 0, "SELECT pg_postmaster_start_time() AS start_time_seconds"},
    {"roles", "pg_roles_", 1, "SELECT rolname, rolconnlimit AS connection_limit FROM pg_roles LIMIT 1000"},
    {"long_running_transactions", "pg_", 0, R"sql(SELECT count(*) AS long_running_transactions,
            coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) AS long_running_transactions_oldest_timestamp_seconds
            FROM pg_stat_activity WHERE state IS DISTINCT FROM 'idle' AND query NOT LIKE 'autovacuum:%' AND xact_start IS NOT NULL)sql"},
    {"process_idle", "pg_process_idle_", 3, R"sql(WITH idle AS (SELECT state, application_name,
            extract(epoch FROM now() - state_change) AS seconds FROM pg_stat_activity WHERE state LIKE 'idle%' AND state_change IS NOT NULL)
            SELECT state, application_name, le, count(*) FILTER (WHERE le = '+Inf' OR seconds <= le::float) AS seconds_bucket
            FROM idle CROSS JOIN unnest(ARRAY['1', '2', '5', '15', '30', '60', '90', '120', '300', '+Inf']) AS le
            GROUP BY 1, 2, 3 LIMIT 2000)sql"},
    {"process_idle", "pg_process_idle_", 2, R"sql(SELECT state, application_name, count(*) AS seconds_count,
            sum(extract(epoch FROM now() - state_change)) AS seconds_sum
            FROM pg_stat_activity WHERE state LIKE 'idle%' AND state_change IS NOT NULL GROUP BY 1, 2 LIMIT 200)sql"},
    // The largest by what the planner knows, which costs no look at their files.
    {"stat_user_tables", "pg_stat_user_tables_", 3, R"sql(SELECT current_database() AS datname, s.schemaname, s.relname,
            s.seq_scan, s.seq_tup_read, coalesce(s.idx_scan, 0) AS idx_scan, coalesce(s.idx_tup_fetch, 0) AS idx_tup_fetch,
            s.n_tup_ins, s.n_tup_upd, s.n_tup_del, s.n_tup_hot_upd, s.n_live_tup, s.n_dead_tup, s.n_mod_since_analyze,
            coalesce(s.last_vacuum, 'epoch') AS last_vacuum, coalesce(s.last_autovacuum, 'epoch') AS last_autovacuum,
            coalesce(s.last_analyze, 'epoch') AS last_analyze, coalesce(s.last_autoanalyze, 'epoch') AS last_autoanalyze,
            s.vacuum_count, s.autovacuum_count, s.analyze_count, s.autoanalyze_count
            FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid ORDER BY c.relpages DESC, s.relid LIMIT 200)sql"},
    {"stat_user_tables", "pg_stat_user_tables_", 3, R"sql(SELECT current_database() AS datname, s.schemaname, s.relname,
            pg_table_size(s.relid) AS table_size_bytes, pg_indexes_size(s.relid) AS index_size_bytes
            FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid ORDER BY c.relpages DESC, s.relid LIMIT 200)sql",
     false, true},
    {"statio_user_tables", "pg_statio_user_tables_", 3, R"sql(SELECT current_database() AS datname, s.schemaname, s.relname,
            s.heap_blks_read AS heap_blocks_read, s.heap_blks_hit AS heap_blocks_hit,
            coalesce(s.idx_blks_read, 0) AS idx_blocks_read, coalesce(s.idx_blks_hit, 0) AS idx_blocks_hit,
            coalesce(s.toast_blks_read, 0) AS toast_blocks_read, coalesce(s.toast_blks_hit, 0) AS toast_blocks_hit,
            coalesce(s.tidx_blks_read, 0) AS tidx_blocks_read, coalesce(s.tidx_blks_hit, 0) AS tidx_blocks_hit
            FROM pg_statio_user_tables s JOIN pg_class c ON c.oid = s.relid ORDER BY c.relpages DESC, s.relid LIMIT 200)sql"},
    {"wal", "pg_wal_", 0, R"sql(SELECT count(*) AS segments, coalesce(sum(size), 0) AS size_bytes FROM pg_ls_waldir()
            WHERE name ~ '^[0-9A-F]{24}$')sql",
     false, true},
};

const char *const kSettingsSql = R"sql(SELECT name,
            CASE WHEN name = 'transaction_read_only'
                 THEN CASE WHEN pg_is_in_recovery() THEN 'on'
                           ELSE (SELECT s.reset_val FROM pg_settings s WHERE s.name = 'default_transaction_read_only') END
                 WHEN source = 'session' THEN reset_val ELSE setting END AS setting,
            coalesce(unit, '') AS unit, vartype FROM pg_settings WHERE vartype IN ('bool', 'integer', 'real') LIMIT 2000)sql";

std::span<const MetricQuery> metricQueries() { return kQueries; }

void addMetrics(const MetricQuery &query, const Rows &rows, std::string_view server, metric::BatchBuilder &batch)
{
    static constexpr std::size_t kMostCharacters = 200; // of a label: names have 63 bytes, a version is longer
    static constexpr int kMostRows = 10'000;            // nine modes of lock times a thousand databases
    static constexpr int kMostColumns = 100;
    const int columns = std::min(rows.columns(), kMostColumns);
    std::vector<std::string> names; // empty for what is no metric
    for (int column = query.labels; column < columns; ++column) {
        const auto name = rows.name(column);
        const bool metric =
            rows.kind(column) != Rows::Kind::Text && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
        names.push_back(metric ? query.prefix + std::string(name) : std::string());
    }
    std::vector<std::string> values(std::size_t(query.labels));
    std::vector<metric::Label> labels;
    std::unordered_set<std::string> seen;
    for (int row = 0; row < std::min(rows.size(), kMostRows) && columns > query.labels; ++row) {
        labels.clear();
        std::string key;
        for (int column = 0; column < query.labels; ++column) {
            auto &value = values[std::size_t(column)];
            value = boundedText(rows.text(row, column), kMostCharacters);
            labels.push_back({rows.name(column), value});
            key += value + '\0';
        }
        if (!seen.insert(key).second)
            continue;
        if (query.first)
            labels.push_back({"server", server});
        for (int column = query.labels; column < columns; ++column) {
            const auto &name = names[std::size_t(column - query.labels)];
            if (name.empty())
                continue;
            const auto value = rows.number(row, column);
            // The exporter of that generation told whole seconds of times.
            batch.add(name, labels, query.first && rows.kind(column) == Rows::Kind::Time ? std::floor(value) : value);
        }
    }
}

void addSettings(const Rows &rows, std::string_view server, metric::BatchBuilder &batch)
{
    if (rows.columns() != 4)
        return;
    for (int row = 0; row < std::min(rows.size(), 2'000); ++row) {
        if (const auto sample = settingSample(rows.text(row, 0), rows.text(row, 1), rows.text(row, 2), rows.text(row, 3)))
            batch.add(sample->first, {{"server", server}}, sample->second);
    }
}

} // namespace postgres
