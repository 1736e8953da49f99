#include "models/targets/postgres_setup.h"

#include <fmt/format.h>

namespace targets {

static constexpr std::string_view kSetup = R"sql(-- A role that may log in; three connections are enough for it.
CREATE ROLE {role} LOGIN CONNECTION LIMIT 3;
-- Asks for the password, so that it stands in no file (in psql).
\password {role}
-- Statistics of every session, all settings, sizes: no table of yours.
GRANT pg_monitor TO {role};
-- It changes nothing, and waits for nobody.
ALTER ROLE {role} SET default_transaction_read_only = on;
ALTER ROLE {role} SET statement_timeout = '5s';
ALTER ROLE {role} SET lock_timeout = '500ms';
-- For slow queries, once in the database that is looked at. postgresql.conf needs, with a restart,
-- shared_preload_libraries = 'pg_stat_statements'
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
)sql";

// PostgreSQL documentation, 4.1.1 "Identifiers and Key Words".
static std::string quoted(std::string_view identifier)
{
    std::string text = "\"";
    for (const char c : identifier) {
        if (c == '"')
            text += '"';
        // psql would end its command, and a reader a comment, at a line break.
        if (c != '\0' && c != '\n' && c != '\r')
            text += c;
    }
    text += '"';
    return text;
}

std::string postgresSetupSql(std::string_view role) { return fmt::format(kSetup, fmt::arg("role", quoted(role.empty() ? "vedette" : role))); }

} // namespace targets
