#pragma once

#include "models/metric/clock.h"
#include "models/metric/unit.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace metric {

// A column of numbers (unknown = NaN) or of texts.
struct TableColumn {
    std::string name; // stable id, for example "cpu_ratio"
    Unit unit = Unit::None;
    std::variant<std::vector<double>, std::vector<std::string>> cells;
};

// A list taken at a moment: processes, slow queries, units. Column by column, so that it packs well.
struct Table {
    std::string name; // "processes"
    Timestamp time;
    std::vector<TableColumn> columns; // all of one length

    std::size_t rows() const;
    // Null where there is no such column or it is of the other kind.
    const std::vector<double> *numbers(std::string_view column) const;
    const std::vector<std::string> *texts(std::string_view column) const;
};

} // namespace metric
