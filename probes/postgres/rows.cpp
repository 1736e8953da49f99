#include "probes/postgres/rows.h"

#include "probes/postgres/values.h"

#include <cstddef>
#include <limits>

#include <libpq-fe.h>

namespace postgres {

// catalog/pg_type.dat: these never change.
static constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kOid = 26, kXid = 28, kFloat4 = 700, kFloat8 = 701, kTimestampTz = 1184,
                     kNumeric = 1700;

void Rows::Clear::operator()(pg_result *result) const { PQclear(result); }

int Rows::size() const { return PQntuples(m_result.get()); }

int Rows::columns() const { return PQnfields(m_result.get()); }

std::string_view Rows::name(int column) const { return PQfname(m_result.get(), column); }

int Rows::column(const char *name) const { return PQfnumber(m_result.get(), name); }

Rows::Kind Rows::kind(int column) const
{
    switch (PQftype(m_result.get(), column)) {
    case kBool:
    case kInt8:
    case kInt2:
    case kInt4:
    case kOid:
    case kXid:
    case kFloat4:
    case kFloat8:
    case kNumeric: return Kind::Number;
    case kTimestampTz: return Kind::Time;
    default: return Kind::Text;
    }
}

bool Rows::isNull(int row, int column) const { return PQgetisnull(m_result.get(), row, column) != 0; }

std::string_view Rows::text(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column), std::size_t(PQgetlength(m_result.get(), row, column))};
}

double Rows::number(int row, int column) const
{
    constexpr auto kNaN = std::numeric_limits<double>::quiet_NaN();
    if (isNull(row, column))
        return kNaN;
    return kind(column) == Kind::Time ? unixTime(text(row, column)).value_or(kNaN) : numberOf(text(row, column));
}

} // namespace postgres
