#include "models/metric/table.h"

namespace metric {

std::size_t Table::rows() const
{
    if (columns.empty())
        return 0;
    return std::visit([](const auto &cells) { return cells.size(); }, columns.front().cells);
}

template <class Cells>
static const Cells *find(const std::vector<TableColumn> &columns, std::string_view name)
{
    for (const auto &column : columns) {
        if (column.name == name)
            return std::get_if<Cells>(&column.cells);
    }
    return nullptr;
}

const std::vector<double> *Table::numbers(std::string_view column) const { return find<std::vector<double>>(columns, column); }
const std::vector<std::string> *Table::texts(std::string_view column) const { return find<std::vector<std::string>>(columns, column); }

} // namespace metric
