#pragma once

#include <memory>
#include <string_view>

struct pg_result;

namespace postgres {

// The answer to a query: rows of cells as the server wrote them. Views are good as long as it lives.
class Rows {
public:
    enum class Kind { Number, Time, Text };

    // Takes the result. REQUIRES: not null.
    explicit Rows(pg_result *result) : m_result(result) {}

    int size() const;
    int columns() const;
    std::string_view name(int column) const;
    // By the type that the server says it has.
    Kind kind(int column) const;
    // -1: there is no such column.
    int column(const char *name) const;

    bool isNull(int row, int column) const;
    std::string_view text(int row, int column) const; // empty for NULL
    // Of a Time the seconds since the epoch. NaN for NULL, and for what is no number.
    double number(int row, int column) const;

    // REQUIRES: there is such a column.
    std::string_view text(int row, const char *name) const { return text(row, column(name)); }
    double number(int row, const char *name) const { return number(row, column(name)); }

private:
    struct Clear {
        void operator()(pg_result *result) const;
    };
    std::unique_ptr<pg_result, Clear> m_result;
};

} // namespace postgres
