#include "probes/postgres/table_queries.h"

#include "probes/postgres/values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace postgres {

static metric::Unit unitOf(std::string_view name)
{
    struct Rule {
        std::string_view end;
        metric::Unit unit;
    };
    // The first that fits.
    static constexpr Rule kRules[] = {
        {"bytes_per_second", metric::Unit::BytesPerSecond},
        {"_per_second", metric::Unit::PerSecond},
        {"_seconds", metric::Unit::Seconds},
        {"_bytes", metric::Unit::Bytes},
        {"_ratio", metric::Unit::Ratio},
        {"_time", metric::Unit::UnixTime},
    };
    for (const auto &[end, unit] : kRules) {
        if (name.ends_with(end))
            return unit;
    }
    return metric::Unit::None;
}

metric::Table TableMaker::make(const Rows &rows, metric::Timestamp time, std::chrono::nanoseconds elapsed)
{
    static constexpr int kMostRows = 5'000;
    const auto size = std::size_t(std::min(rows.size(), kMostRows));

    // What all the growth is of, each counter once.
    std::vector<const char *> counters;
    for (const auto &growth : m_query.growth) {
        for (const auto *name : {growth.of, growth.per}) {
            if (name != nullptr && name != Growth::kSecond &&
                std::ranges::find(counters, std::string_view(name), [](auto *c) { return std::string_view(c); }) == counters.end())
                counters.push_back(name);
        }
    }
    std::vector<std::vector<double>> grown(counters.size(), std::vector<double>(size, std::numeric_limits<double>::quiet_NaN()));
    std::map<std::string, std::vector<double>, std::less<>> now;
    for (std::size_t row = 0; row < size && !counters.empty(); ++row) {
        std::string key;
        for (int column = 0; column < m_query.keys; ++column)
            key.append(rows.text(int(row), column)).push_back('\0');
        std::vector<double> values;
        for (const auto *name : counters)
            values.push_back(rows.number(int(row), name));
        const auto before = m_counters.find(key);
        for (std::size_t counter = 0; counter < counters.size() && m_hasPrevious; ++counter) {
            // What is new, or was reset, began at zero.
            const auto was = before == m_counters.end() || before->second[counter] > values[counter] ? 0 : before->second[counter];
            grown[counter][row] = values[counter] - was;
        }
        now.insert_or_assign(std::move(key), std::move(values));
    }
    const auto growthOf = [&](const char *name, std::size_t row) {
        const auto found = std::ranges::find(counters, std::string_view(name), [](auto *c) { return std::string_view(c); });
        return grown[std::size_t(found - counters.begin())][row];
    };
    const auto seconds = std::chrono::duration<double>(elapsed).count();
    const auto told = [&](const Growth &growth, std::size_t row) {
        const auto value = growthOf(growth.of, row);
        if (growth.per == nullptr)
            return value;
        const auto per = growth.per == Growth::kSecond ? seconds : growthOf(growth.per, row);
        return per > 0 ? value / per : std::numeric_limits<double>::quiet_NaN();
    };

    std::vector<int> order(size);
    std::iota(order.begin(), order.end(), 0);
    const auto rank =
        std::ranges::find_if(m_query.growth, [&](const auto &growth) { return m_query.rank && growth.column == std::string_view(m_query.rank); });
    if (m_hasPrevious && rank != m_query.growth.end())
        std::ranges::stable_sort(order, std::greater(), [&](int row) {
            const auto value = told(*rank, std::size_t(row));
            return std::isnan(value) ? 0 : value;
        });
    order.resize(std::min(size, std::size_t(m_query.most)));

    metric::Table table{m_query.name, time, {}};
    for (int column = 0; column < rows.columns(); ++column) {
        const auto name = rows.name(column);
        if (name.starts_with('_'))
            continue;
        metric::TableColumn made{boundedText(name, 63), unitOf(name), std::vector<double>()};
        if (rows.kind(column) == Rows::Kind::Text) {
            static constexpr std::size_t kMostCharacters = 2'000;
            std::vector<std::string> cells;
            for (const int row : order)
                cells.push_back(name == "query" ? queryText(rows.text(row, column), kMostCharacters)
                                                : boundedText(rows.text(row, column), kMostCharacters));
            made.cells = std::move(cells);
        } else {
            auto &cells = std::get<std::vector<double>>(made.cells);
            for (const int row : order)
                cells.push_back(rows.number(row, column));
        }
        table.columns.push_back(std::move(made));
    }
    for (const auto &growth : m_query.growth) {
        std::vector<double> cells;
        for (const int row : order)
            cells.push_back(told(growth, std::size_t(row)));
        table.columns.push_back({growth.column, unitOf(growth.column), std::move(cells)});
    }
    m_counters = std::move(now);
    m_hasPrevious = true;
    return table;
}

metric::Table tableOfNote(std::string name, metric::Timestamp time, std::string note)
{
    return {std::move(name), time, {{"note", metric::Unit::None, std::vector<std::string>{std::move(note)}}}};
}

} // namespace postgres
