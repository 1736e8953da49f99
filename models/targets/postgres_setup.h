#pragma once

#include <string>
#include <string_view>

namespace targets {

// The SQL, statement by statement with a comment each, that makes a role with which a PostgreSQL server can be checked and that may
// read its statistics and nothing else. An administrator runs it once; a password is asked for by psql's \password and so stands
// in no file and no log. `role` empty: "vedette".
std::string postgresSetupSql(std::string_view role);

} // namespace targets
