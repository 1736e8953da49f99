#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace postgres {

// Seconds since the epoch of a timestamptz as DateStyle ISO and TimeZone UTC write it: "2026-11-22 08:07:29.25+00", "infinity".
// Nothing where it is none.
std::optional<double> unixTime(std::string_view text);

// A number as the server writes it: "42", "1.5e-05", "NaN", "Infinity", "t" and "f". NaN where it is none.
double numberOf(std::string_view text);

// What stands in a table or a label: well-formed UTF-8 (a database in SQL_ASCII promises nothing) of at most `most` characters,
// an ellipsis being the last where there were more. NUL does not occur.
std::string boundedText(std::string_view text, std::size_t most);

// As boundedText(), for the text of a query: passwords, which stand in it with the statements that set them, are replaced by ***.
std::string queryText(std::string_view text, std::size_t most);

// "pg_settings_work_mem_bytes" and its value in base units, as postgres_exporter names a row of pg_settings. Nothing for a unit that
// is not known.
std::optional<std::pair<std::string, double>> settingSample(std::string_view name, std::string_view setting, std::string_view unit,
                                                            std::string_view type);

// Where a message of libpq or the server says of itself which error it is (PQERRORS_VERBOSE: "FATAL:  28P01: password ..."): the five
// characters, and the message beside them without a severity or a source line. Empty code: it says none.
struct Said {
    std::string code; // SQLSTATE
    std::string text; // one line
};
Said saidBy(std::string_view message);

} // namespace postgres
