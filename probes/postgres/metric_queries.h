#pragma once

#include "models/metric/batch_builder.h"
#include "probes/postgres/rows.h"

#include <span>
#include <string_view>

namespace postgres {

// A query whose rows are samples: its first columns are labels, each of the others that has a number or a time is the metric
// "<prefix><name of the column>". So names, labels and values stand in the SQL, and a column that a version adds appears by itself.
struct MetricQuery {
    const char *collector; // as pg_scrape_collector_success has it
    const char *prefix;    // "pg_stat_database_"
    int labels;
    const char *sql;
    // As postgres_exporter 0.11 has it: the series have the label server, and a failure sets pg_exporter_last_scrape_error. Names that
    // came later have neither.
    bool first = false;
    // Reads files rather than memory: asked every kSlowly, and told every round.
    bool slow = false;
    int since = 0;         // server_version_num
    int before = 99'00'00; // server_version_num
};

// postgres_exporter 0.11.1 whole and 0.20 where it does not contradict; the order is that of asking.
std::span<const MetricQuery> metricQueries();

// REQUIRES: the answer to this query. Of rows with the same labels the first counts.
void addMetrics(const MetricQuery &query, const Rows &rows, std::string_view server, metric::BatchBuilder &batch);

// pg_settings_<name>[_bytes|_seconds] as the session would have them, had it not its own.
extern const char *const kSettingsSql;
void addSettings(const Rows &rows, std::string_view server, metric::BatchBuilder &batch);

} // namespace postgres
