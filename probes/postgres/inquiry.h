#pragma once

#include "models/metric/batch_builder.h"
#include "probes/net/deadline.h"
#include "probes/postgres/connection.h"
#include "probes/postgres/metric_queries.h"
#include "probes/postgres/table_queries.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace postgres {

// What is known of a server after the first question of a round.
struct Facts {
    std::string version; // "PostgreSQL 15.18 (Debian ...) on ..."
    double connections = 0, mostConnections = 0;
    double blocked = 0; // sessions that wait for a lock
    bool replica = false;
    bool monitor = false; // the role may see what others do
    std::string database, user;
    std::string statementsSchema, statementsVersion; // of pg_stat_statements in this database; empty: not installed

    // The first question of a round: the service is up when it is answered.
    static net::Outcome<Facts> ask(Connection &connection, const net::Deadline &deadline);
};

// All that is asked of a server beyond whether it is up, and what must be remembered of it between rounds. One per session.
class Inquiry {
public:
    static constexpr std::chrono::minutes kSlowly{5}; // between two askings of what reads files

    Inquiry();

    // Why a part could not be read, in words, by collector.
    using Failures = std::map<std::string, std::string, std::less<>>;

    // Writes samples and tables; asks as long as the session and the deadline last. `server` is the label of that name.
    Failures run(Connection &connection, const Facts &facts, std::string_view server, const net::Deadline &deadline, metric::BatchBuilder &batch);

private:
    // An answer that is told again until it is asked for again.
    struct Kept {
        std::optional<Rows> rows{};
        std::string failure{};
        std::optional<std::chrono::nanoseconds> asked{};
    };
    struct Maker {
        const TableQuery *query;
        TableMaker maker;
        Kept kept{};
        std::chrono::nanoseconds made{0};
        std::shared_ptr<const metric::Table> table{}; // of a slow one
    };

    void askMetrics(Connection &connection, std::string_view server, const net::Deadline &deadline, metric::BatchBuilder &batch);
    void askTables(Connection &connection, const net::Deadline &deadline, metric::BatchBuilder &batch);
    void askStatements(Connection &connection, const Facts &facts, const net::Deadline &deadline, metric::BatchBuilder &batch);
    void addTexts(metric::Table &table, Connection &connection, const Facts &facts, const net::Deadline &deadline);
    void addSizes(metric::Table &table) const;
    // Asks unless the last answer will do. Null: there is none, and `failure` says why.
    const Rows *refresh(Kept &kept, bool slow, const std::string &sql, Connection &connection, const net::Deadline &deadline);
    void note(const char *collector, const std::string &failure, bool first, std::chrono::nanoseconds took);

    struct Collector {
        bool success = true;
        bool first = false;
        std::string failure{};
        std::chrono::nanoseconds took{0};
    };
    std::map<std::string, Collector, std::less<>> m_collectors; // of this round
    std::vector<Kept> m_metrics;                                // by metricQueries()
    Kept m_settings;
    Kept m_statements;
    std::vector<Maker> m_makers;
    Maker m_statementsMaker;
    std::map<std::string, std::string, std::less<>> m_texts; // of statements, by queryid
};

} // namespace postgres
