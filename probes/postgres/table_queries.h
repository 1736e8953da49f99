#pragma once

#include "models/metric/clock.h"
#include "models/metric/table.h"
#include "probes/postgres/rows.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postgres {

// A column that no query can tell, because it is of the time since the last round: how much a counter grew, by itself, by another
// counter's growth, or per second.
struct Growth {
    const char *column;
    const char *of;
    const char *per = nullptr; // a counter, or kSecond; null: the growth itself

    static constexpr const char *kSecond = "";
};

// A query whose rows are a table. A column's name says its unit (_seconds, _bytes, _ratio, _time, _per_second), its type whether it
// has numbers or texts; those that start with an underscore are there to be counted with and not shown. Texts are bounded; what is
// named "query" loses its passwords.
struct TableQuery {
    const char *name;                    // "postgres_locks"
    const char *sql;                     // null: made for the server
    int keys = 0;                        // the first columns that say which row it is, where growth is told
    std::span<const Growth> growth = {}; // shown after the others
    const char *rank = nullptr;          // the largest of this column of growth first, where there is any; otherwise as the query orders
    int most = 200;                      // rows that are shown
    bool slow = false;                   // asked every kSlowly, and told every round
    int since = 0;                       // server_version_num
};

// In the order of asking.
std::span<const TableQuery> tableQueries();
extern const TableQuery kStatementsTable;

// What is asked of pg_stat_statements 1.7 to 1.11, in that schema (quoted).
std::string statementsTableSql(std::string_view schema, std::string_view version);
std::string statementsMetricsSql(std::string_view schema, std::string_view version);

// Makes tables of answers and remembers the counters in between.
class TableMaker {
public:
    explicit TableMaker(const TableQuery &query) : m_query(query) {}

    // `elapsed` since the last one.
    metric::Table make(const Rows &rows, metric::Timestamp time, std::chrono::nanoseconds elapsed);
    bool hasPrevious() const { return m_hasPrevious; }

private:
    const TableQuery &m_query;
    std::map<std::string, std::vector<double>, std::less<>> m_counters; // by the keys
    bool m_hasPrevious = false;
};

// A table of one row that says why there is none.
metric::Table tableOfNote(std::string name, metric::Timestamp time, std::string note);

} // namespace postgres
