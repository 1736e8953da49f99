#pragma once

#include "models/metric/format.h"

#include <QtCore/QString>
#include <QtCore/QVariant>
#include <QtCore/Qt>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace items {

// What a cell holds: nothing known, a number in its base unit, a UTF-8 text, or a line of numbers (for a sparkline).
// Texts and lines are views into the row. A NaN counts as unknown.
using Cell = std::variant<std::monostate, double, std::string_view, std::span<const double>>;

// The states of look: each has a shape, a colour and a word, all of which are chosen in ui.
enum class State { Ok, Warning, Critical, Emergency, Unknown, Paused };

// One column of a table of Row: a new column is one row of code. `title` is a source text in the context "items".
template <class Row>
struct Column {
    const char *id; // stable: saved layouts and delegates name columns by it
    const char *title;
    Qt::Alignment align;
    Cell (*value)(const Row &);             // what is sorted by
    QString (*text)(const Row &) = nullptr; // what is read; without it a number is formatted in `unit`, a text stands as it is
    metric::Unit unit = metric::Unit::None;
    State (*state)(const Row &) = nullptr; // for columns that show a state's shape
};

// Roles beside Qt's own. ValueRole and ColumnIdRole also answer in headerData (the unit, the id).
enum Role {
    ValueRole = Qt::UserRole, // double, QString, QList<double>; invalid where unknown
    StateRole,                // int(State), invalid where the column shows none
    ColumnIdRole,             // headerData only: the column's id, QString
};

// The stable identity of a row; rows keep selection, expansion and position through it.
struct RowKey {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    // For rows that are known by a text.
    static RowKey of(std::string_view text);
    friend bool operator==(const RowKey &, const RowKey &) = default;
};

struct RowKeyHash {
    std::size_t operator()(const RowKey &key) const { return std::size_t((key.high * 0x9e3779b97f4a7c15ULL) ^ (key.low * 0xc2b2ae3d27d4eb4fULL)); }
};

// A double of which two unknowns are equal, so that rows can compare themselves by default.
struct Number {
    double value = std::numeric_limits<double>::quiet_NaN();

    Number() = default;
    Number(double number) : value(number) {}
    operator double() const { return value; }
    bool known() const { return !std::isnan(value); }
    friend bool operator==(const Number &a, const Number &b) { return a.value == b.value || (std::isnan(a.value) && std::isnan(b.value)); }
};

// Order for sorting, by value; texts without regard to case. Unknown is unordered with everything: see unknown().
int compareCells(const Cell &a, const Cell &b);
bool unknown(const Cell &cell);

// How a cell is read, and what ValueRole answers for it.
QString cellText(const Cell &cell, metric::Unit unit);
QVariant cellValue(const Cell &cell);
// Local wall-clock time: "21 Nov 12:52:07"; the epoch itself, which stands for "never", is "–".
QString timeText(metric::Timestamp time);
// The epoch for what is no sound time.
metric::Timestamp secondsToTime(double seconds);
QString durationText(metric::Duration duration);
QString translated(const char *source);

} // namespace items
