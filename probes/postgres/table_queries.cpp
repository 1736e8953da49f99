#include "probes/postgres/table_queries.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace postgres {

static constexpr const char *kActivity = R"sql(SELECT a.pid, a.datname AS database, a.usename AS "user", a.application_name AS application,
    coalesce(host(a.client_addr), '') AS client, a.state, concat_ws(': ', a.wait_event_type, a.wait_event) AS wait, a.backend_type AS kind,
    extract(epoch FROM clock_timestamp() - a.query_start) AS query_seconds,
    extract(epoch FROM clock_timestamp() - a.xact_start) AS transaction_seconds,
    extract(epoch FROM clock_timestamp() - a.state_change) AS state_seconds,
    CASE WHEN a.wait_event_type = 'Lock' THEN array_to_string(pg_blocking_pids(a.pid), ', ') ELSE '' END AS blocked_by,
    left(a.query, 2000) AS query,
    CASE WHEN a.query = '<insufficient privilege>' THEN 'hidden from this role, which lacks pg_monitor'
         WHEN a.state LIKE 'idle in transaction%' THEN 'holds its locks, and keeps vacuum from what it might still see'
         ELSE '' END AS note
FROM pg_stat_activity a
WHERE a.pid <> pg_backend_pid() AND a.datid IS NOT NULL AND a.state IS DISTINCT FROM 'idle'
ORDER BY a.xact_start NULLS LAST LIMIT 200)sql";

static constexpr const char *kConnections = R"sql(WITH slots AS (SELECT current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int - coalesce(current_setting('reserved_connections', true)::int, 0) AS usable),
    clients AS (SELECT coalesce(state, 'hidden') AS state, count(*) AS count, greatest(0, max(extract(epoch FROM now() - state_change))) AS oldest
        FROM pg_stat_activity WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL) GROUP BY 1)
SELECT c.state, c.count AS connections, s.usable AS "limit", c.count / s.usable::float AS of_limit_ratio, c.oldest AS oldest_seconds,
    CASE WHEN c.state = 'hidden' THEN 'the role lacks pg_monitor'
         WHEN c.state = 'idle' AND c.count > 20 AND c.count > 4 * (SELECT coalesce(sum(count), 0) FROM clients WHERE state = 'active')
             THEN 'many wait for few: a pooler would need fewer connections'
         WHEN c.state LIKE 'idle in transaction%' AND c.oldest > 300 THEN 'held open: the locks and old rows stay' ELSE '' END AS note
FROM clients c CROSS JOIN slots s
UNION ALL
SELECT 'all', coalesce(sum(c.count), 0), s.usable, coalesce(sum(c.count), 0) / s.usable::float, NULL,
    CASE WHEN coalesce(sum(c.count), 0) > 0.8 * s.usable THEN 'more than 80 % of those that are not reserved' ELSE '' END
FROM slots s LEFT JOIN clients c ON true GROUP BY s.usable
ORDER BY connections DESC LIMIT 20)sql";

static constexpr const char *kDatabases = R"sql(SELECT d.datname AS database, s.numbackends AS connections, s.deadlocks, s.conflicts,
    s.temp_files, s.temp_bytes, age(d.datfrozenxid) AS transaction_ids_used,
    age(d.datfrozenxid) / 2147483648.0 AS of_transaction_ids_ratio, s.stats_reset AS counted_since_time,
    CASE WHEN age(d.datfrozenxid) > 1500000000 THEN 'soon out of transaction identifiers: vacuum it now'
         WHEN age(d.datfrozenxid) > 2 * current_setting('autovacuum_freeze_max_age')::int THEN 'autovacuum does not keep up with freezing'
         WHEN NOT d.datallowconn THEN 'takes no connections' ELSE '' END AS note,
    s.xact_commit + s.xact_rollback AS _transactions, s.xact_rollback AS _rollbacks, s.blks_hit AS _hits, s.blks_hit + s.blks_read AS _blocks,
    s.temp_bytes AS _temp, s.tup_inserted + s.tup_updated + s.tup_deleted AS _written, s.tup_returned AS _read
FROM pg_database d JOIN pg_stat_database s ON s.datid = d.oid ORDER BY s.numbackends DESC, d.datname LIMIT 500)sql";

static constexpr Growth kDatabaseGrowth[] = {
    {"transactions_per_second", "_transactions", Growth::kSecond},
    {"rollback_ratio", "_rollbacks", "_transactions"},
    {"cache_hit_ratio", "_hits", "_blocks"},
    {"rows_read_per_second", "_read", Growth::kSecond},
    {"rows_written_per_second", "_written", Growth::kSecond},
    {"temp_bytes_per_second", "_temp", Growth::kSecond},
};

// Each that waits has one parent: with every blocker as a parent a queue of thirty would have a billion paths. A blocker that does
// not wait itself comes first.
static constexpr const char *kLocks = R"sql(WITH RECURSIVE ungranted AS MATERIALIZED (
        SELECT DISTINCT ON (l.pid) l.pid, l.mode, l.locktype, l.database, l.relation, (to_jsonb(l) ->> 'waitstart')::timestamptz AS since
        FROM pg_locks l WHERE NOT l.granted AND l.pid IS NOT NULL ORDER BY l.pid LIMIT 200),
    waiting AS MATERIALIZED (SELECT DISTINCT ON (u.pid) u.pid, b.blocker
        FROM ungranted u CROSS JOIN LATERAL unnest(pg_blocking_pids(u.pid)) WITH ORDINALITY AS b(blocker, place)
        ORDER BY u.pid, b.blocker IN (SELECT pid FROM ungranted), b.place),
    tree AS (SELECT r.pid, r.pid AS root, 0 AS depth, NULL::int AS parent, ARRAY[r.pid] AS path
            FROM (SELECT DISTINCT blocker AS pid FROM waiting WHERE blocker NOT IN (SELECT pid FROM waiting)) r
        UNION ALL
        SELECT w.pid, t.root, t.depth + 1, t.pid, t.path || w.pid FROM tree t JOIN waiting w ON w.blocker = t.pid WHERE t.depth < 50)
SELECT t.pid, t.depth, t.root, t.parent AS blocked_by, (SELECT count(*) FROM tree x WHERE t.pid = ANY (x.path)) - 1 AS blocks,
    a.datname AS database, a.usename AS "user", a.application_name AS application, a.state,
    CASE WHEN u.pid IS NULL THEN '' WHEN u.relation IS NULL THEN u.locktype || ' ' || u.mode
         WHEN u.database = (SELECT oid FROM pg_database WHERE datname = current_database()) THEN u.relation::regclass || ' ' || u.mode
         ELSE u.relation || ' ' || u.mode END AS waits_for,
    CASE WHEN u.pid IS NOT NULL THEN extract(epoch FROM clock_timestamp() - coalesce(u.since, a.state_change)) END AS waiting_seconds,
    extract(epoch FROM clock_timestamp() - a.xact_start) AS transaction_seconds, left(a.query, 2000) AS query,
    CASE WHEN t.pid = 0 THEN 'a prepared transaction: see pg_prepared_xacts'
         WHEN t.depth = 0 AND a.state LIKE 'idle in transaction%' THEN 'idle in transaction: its locks stay until it ends'
         WHEN a.query = '<insufficient privilege>' THEN 'hidden from this role, which lacks pg_monitor' ELSE '' END AS note
FROM tree t LEFT JOIN pg_stat_activity a ON a.pid = t.pid LEFT JOIN ungranted u ON u.pid = t.pid ORDER BY t.path LIMIT 200)sql";

static constexpr const char *kTables = R"sql(WITH holder AS (SELECT concat('process ', pid, ', ', state) AS name, backend_xmin FROM pg_stat_activity
        WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() AND age(backend_xmin) > 1 ORDER BY age(backend_xmin) DESC LIMIT 1),
    shown AS (SELECT s.*, c.relpages, c.reltuples, i.heap_blks_hit, i.heap_blks_read, i.idx_blks_hit, i.idx_blks_read,
            (SELECT option_value FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_vacuum_threshold')::float AS own_threshold,
            (SELECT option_value FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_vacuum_scale_factor')::float AS own_factor,
            (SELECT option_value FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_enabled') AS own_enabled
        FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid JOIN pg_statio_user_tables i ON i.relid = s.relid
        ORDER BY s.n_dead_tup DESC, c.relpages DESC, s.relid LIMIT 200),
    judged AS (SELECT t.*, coalesce(t.own_threshold, current_setting('autovacuum_vacuum_threshold')::float)
            + coalesce(t.own_factor, current_setting('autovacuum_vacuum_scale_factor')::float) * greatest(t.reltuples, 0) AS trigger FROM shown t)
SELECT t.schemaname AS schema, t.relname AS "table", t.relpages * current_setting('block_size')::float AS size_bytes, t.n_live_tup AS live_rows,
    t.n_dead_tup AS dead_rows, t.n_dead_tup / nullif(t.n_live_tup + t.n_dead_tup, 0)::float AS dead_ratio, t.trigger AS vacuum_trigger_rows,
    t.n_dead_tup / nullif(t.trigger, 0) AS of_trigger_ratio, greatest(t.last_vacuum, t.last_autovacuum) AS last_vacuum_time,
    greatest(t.last_analyze, t.last_autoanalyze) AS last_analyze_time, t.n_mod_since_analyze AS changed_rows, t.seq_scan AS sequential_scans,
    t.seq_tup_read AS sequential_rows, coalesce(t.idx_scan, 0) AS index_scans,
    CASE WHEN t.own_enabled IN ('false', 'off', '0', 'no') THEN 'autovacuum is off for this table'
         WHEN current_setting('autovacuum') = 'off' THEN 'autovacuum is off'
         WHEN t.n_dead_tup > 2 * t.trigger AND EXISTS (SELECT FROM holder)
             THEN 'more than twice the trigger; the oldest view of it is that of ' || (SELECT name FROM holder)
         WHEN t.n_dead_tup > 2 * t.trigger THEN 'more than twice the trigger: are all autovacuum workers busy?'
         WHEN t.n_dead_tup > t.trigger THEN 'due for a vacuum' ELSE '' END AS note,
    t.heap_blks_hit + coalesce(t.idx_blks_hit, 0) AS _hits,
    t.heap_blks_hit + t.heap_blks_read + coalesce(t.idx_blks_hit, 0) + coalesce(t.idx_blks_read, 0) AS _blocks
FROM judged t ORDER BY of_trigger_ratio DESC NULLS LAST, t.relpages DESC)sql";

static constexpr Growth kTableGrowth[] = {{"cache_hit_ratio", "_hits", "_blocks"}, {"blocks_per_second", "_blocks", Growth::kSecond}};

// Candidates, each with what speaks against it. The commands are for people: nobody here runs them.
static constexpr const char *kIndexes = R"sql(WITH since AS (SELECT stats_reset, CASE
            WHEN stats_reset IS NULL THEN 'since the database was made, or last crashed'
            WHEN stats_reset > now() - interval '30 days' THEN 'only since ' || stats_reset::date || ', too short to be sure'
            ELSE 'since ' || stats_reset::date END AS words FROM pg_stat_database WHERE datname = current_database()),
    alike AS (SELECT array_agg(i.indexrelid ORDER BY EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid) DESC, i.indexrelid) AS ids
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND i.indisvalid
        GROUP BY i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text, coalesce(pg_get_expr(i.indexprs, i.indrelid), ''),
            coalesce(pg_get_expr(i.indpred, i.indrelid), ''), i.indisunique HAVING count(*) > 1 LIMIT 50)
(SELECT 'unused candidate' AS kind, s.schemaname AS schema, s.relname AS "table", s.indexrelname AS index, pg_relation_size(s.indexrelid) AS size_bytes,
    s.idx_scan AS scans, 'never used ' || (SELECT words FROM since) || '; scans on replicas are not counted here'
        || CASE WHEN pg_is_in_recovery() THEN ', and this is a replica' ELSE '' END AS note,
    format('DROP INDEX CONCURRENTLY %I.%I;', s.schemaname, s.indexrelname) AS command
    FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
    WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisprimary AND NOT i.indisexclusion AND NOT i.indisreplident AND i.indisvalid
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
        AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
        AND NOT EXISTS (SELECT FROM alike d WHERE i.indexrelid = ANY (d.ids[2:]))
    ORDER BY 5 DESC LIMIT 50)
UNION ALL
SELECT 'duplicate', n.nspname, d.ids[2]::regclass::text, c.relname, pg_relation_size(c.oid), pg_stat_get_numscans(c.oid),
    'the same as ' || d.ids[1]::regclass || CASE WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid) THEN '; both belong to constraints' ELSE '' END,
    CASE WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid) THEN '' ELSE format('DROP INDEX CONCURRENTLY %I.%I;', n.nspname, c.relname) END
    FROM alike d CROSS JOIN LATERAL unnest(d.ids[2:]) AS u(id) JOIN pg_class c ON c.oid = u.id JOIN pg_namespace n ON n.oid = c.relnamespace
UNION ALL
(SELECT 'invalid', n.nspname, t.relname, c.relname, pg_relation_size(c.oid), 0,
    'being made, or left by a CREATE INDEX CONCURRENTLY that failed: it is kept up and never used', format('REINDEX INDEX CONCURRENTLY %I.%I;', n.nspname, c.relname)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND c.relkind = 'i' LIMIT 50)
UNION ALL
(SELECT 'missing candidate', s.schemaname, s.relname, '', pg_relation_size(s.relid), s.seq_scan,
    format('read row by row: %s rows so far, %s times its size', s.seq_tup_read, s.seq_tup_read / s.n_live_tup)
        || '; an index on what its slow statements ask for would help, unless they want most rows; it costs writes and room', ''
    FROM pg_stat_user_tables s CROSS JOIN since
    WHERE s.n_live_tup > 10000 AND pg_relation_size(s.relid) > 10 * 1024 * 1024 AND s.seq_tup_read > 50 * s.n_live_tup
        AND s.seq_tup_read > 10 * coalesce(s.idx_tup_fetch, 0) AND s.seq_tup_read > 10 * (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)
        AND (since.stats_reset IS NULL OR since.stats_reset < now() - interval '1 day') AND NOT pg_is_in_recovery()
    ORDER BY s.seq_tup_read DESC LIMIT 50)
UNION ALL
(SELECT 'missing for a foreign key', n.nspname, t.relname, k.conname, pg_relation_size(t.oid), NULL,
    'no index begins with the columns of this foreign key: a deletion in ' || k.confrelid::regclass || ' reads the whole table',
    format('CREATE INDEX CONCURRENTLY ON %I.%I (%s);', n.nspname, t.relname, (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY x.place)
        FROM unnest(k.conkey) WITH ORDINALITY AS x(number, place) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.number))
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE k.contype = 'f' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL AND i.indisvalid
        AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey AND k.conkey @> (i.indkey::int2[])[0:cardinality(k.conkey) - 1])
    ORDER BY 5 DESC LIMIT 50))sql";

static constexpr const char *kReplication = R"sql(WITH here AS (SELECT CASE WHEN pg_is_in_recovery()
        THEN coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) ELSE pg_current_wal_lsn() END AS lsn)
SELECT 'standby' AS kind, r.application_name AS name, coalesce(host(r.client_addr), 'this machine') AS peer, r.state, r.sync_state AS detail,
    pg_wal_lsn_diff(h.lsn, r.sent_lsn) AS unsent_bytes, pg_wal_lsn_diff(h.lsn, r.flush_lsn) AS unflushed_bytes,
    pg_wal_lsn_diff(h.lsn, r.replay_lsn) AS unreplayed_bytes, extract(epoch FROM r.replay_lag) AS lag_seconds, NULL::numeric AS retained_bytes,
    CASE WHEN r.state <> 'streaming' THEN 'not streaming yet' ELSE '' END AS note
FROM pg_stat_replication r CROSS JOIN here h
UNION ALL
SELECT 'slot', s.slot_name, coalesce(s.database, ''), CASE WHEN s.active THEN 'active' ELSE 'inactive' END,
    concat_ws(', ', s.slot_type, to_jsonb(s) ->> 'wal_status'), NULL, NULL, NULL, NULL, pg_wal_lsn_diff(h.lsn, s.restart_lsn),
    CASE WHEN to_jsonb(s) ->> 'wal_status' = 'lost' THEN 'what it needs is gone: make it anew'
         WHEN NOT s.active THEN 'nobody reads it, and what it keeps grows until the disk is full' ELSE '' END
FROM pg_replication_slots s CROSS JOIN here h
UNION ALL
SELECT 'primary', coalesce(w.slot_name, ''), coalesce(to_jsonb(w) ->> 'sender_host', ''), w.status, '', NULL, NULL,
    pg_wal_lsn_diff(h.lsn, pg_last_wal_replay_lsn()), CASE WHEN h.lsn = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END, NULL, ''
FROM pg_stat_wal_receiver w CROSS JOIN here h WHERE w.pid IS NOT NULL
LIMIT 200)sql";

static constexpr TableQuery kTableQueries[] = {
    {"postgres_activity", kActivity},
    {"postgres_connections", kConnections},
    {"postgres_locks", kLocks},
    {"postgres_databases", kDatabases, 1, kDatabaseGrowth},
    {"postgres_tables", kTables, 2, kTableGrowth},
    {"postgres_replication", kReplication},
    {.name = "postgres_indexes", .sql = kIndexes, .most = 250, .slow = true},
};

std::span<const TableQuery> tableQueries() { return kTableQueries; }

static constexpr Growth kStatementGrowth[] = {
    {"time_seconds", "lifetime_seconds"},    {"calls", "lifetime_calls"}, {"mean_seconds", "lifetime_seconds", "lifetime_calls"}, {"rows", "_rows"},
    {"cache_hit_ratio", "_hits", "_blocks"}, {"temp_bytes", "_temp"},
};

const TableQuery kStatementsTable{"postgres_statements", nullptr, 3, kStatementGrowth, "time_seconds", 100};

// 1.8, of PostgreSQL 13, tells planning and execution apart; 1.11, of 17, tells whose blocks they were.
static bool older(std::string_view version, int minor)
{
    int own = 0;
    const auto digits = version.substr(std::min(version.find('.') + 1, version.size()));
    std::from_chars(digits.data(), digits.data() + digits.size(), own);
    return version.starts_with("1.") && own < minor;
}

std::string statementsTableSql(std::string_view schema, std::string_view version)
{
    // The texts stand in a file, so they are read for what is shown alone.
    return fmt::format(R"sql(SELECT s.userid AS _user, s.dbid AS _database, s.queryid::text AS queryid, pg_get_userbyid(s.userid) AS "user",
            d.datname AS database, sum(s.calls) AS lifetime_calls, sum(s.{0}) / 1000 AS lifetime_seconds,
            sum(s.{0}) / nullif(sum(s.calls), 0) / 1000 AS lifetime_mean_seconds, sum(s.rows) AS _rows, sum(s.shared_blks_hit) AS _hits,
            sum(s.shared_blks_hit + s.shared_blks_read) AS _blocks, sum(s.temp_blks_written) * current_setting('block_size')::float AS _temp
            FROM {1}.pg_stat_statements(false) s LEFT JOIN pg_database d ON d.oid = s.dbid
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 7 DESC LIMIT 3000)sql",
                       older(version, 8) ? "total_time" : "total_exec_time", schema);
}

std::string statementsMetricsSql(std::string_view schema, std::string_view version)
{
    const auto *const blocks = older(version, 11) ? "blk" : "shared_blk";
    return fmt::format(R"sql(SELECT pg_get_userbyid(s.userid) AS user, d.datname, s.queryid::text, sum(s.calls) AS calls_total,
            sum(s.{0}) / 1000 AS seconds_total, sum(s.rows) AS rows_total, sum(s.{1}_read_time) / 1000 AS block_read_seconds_total,
            sum(s.{1}_write_time) / 1000 AS block_write_seconds_total
            FROM {2}.pg_stat_statements(false) s JOIN pg_database d ON d.oid = s.dbid
            GROUP BY 1, 2, 3 ORDER BY 5 DESC LIMIT 100)sql",
                       older(version, 8) ? "total_time" : "total_exec_time", blocks, schema);
}

} // namespace postgres
