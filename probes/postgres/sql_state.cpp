#include "probes/postgres/sql_state.h"

namespace postgres {

using metric::Reason;

Reason reasonOf(std::string_view sqlState)
{
    struct Rule {
        std::string_view prefix;
        Reason reason;
    };
    // The first that fits.
    static constexpr Rule kRules[] = {
        {"28", Reason::Authentication}, // no such role, wrong password, no line of pg_hba.conf
        {"42501", Reason::Permission},  // insufficient_privilege
        {"3D000", Reason::Options},     // invalid_catalog_name: no such database
        {"53", Reason::Refused},        // insufficient_resources: too many connections, memory, disk
        {"57014", Reason::Timeout},     // query_canceled: statement_timeout
        {"55P03", Reason::Timeout},     // lock_not_available: lock_timeout
        {"57P03", Reason::Refused},     // cannot_connect_now: it starts, or recovers
        {"57P", Reason::Closed},        // it is shut down, or somebody ended the session
        {"08P01", Reason::Protocol},    // protocol_violation
        {"08", Reason::Closed},         // connection_exception
        {"0A000", Reason::Protocol},    // feature_not_supported
    };
    for (const auto &[prefix, reason] : kRules) {
        if (sqlState.starts_with(prefix))
            return reason;
    }
    return Reason::Answer;
}

} // namespace postgres
