#include "models/items/process_group_model.h"

#include "models/alerts/matchers.h"

#include <algorithm>
#include <unordered_map>

namespace items {

static const Column<ProcessGroupRow> kProcessGroupColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "name"), Qt::AlignLeft, [](const ProcessGroupRow &row) -> Cell { return row.name; }},
    {"cpu", QT_TRANSLATE_NOOP("items", "CPU"), Qt::AlignRight, [](const ProcessGroupRow &row) -> Cell { return row.cpuRatio; }, nullptr,
     metric::Unit::Ratio},
    {"memory", QT_TRANSLATE_NOOP("items", "memory"), Qt::AlignRight, [](const ProcessGroupRow &row) -> Cell { return row.residentBytes; }, nullptr,
     metric::Unit::Bytes},
};

std::string processCpuExpression(std::string_view instance)
{
    const auto matcher = series::Matcher::equal("instance", instance);
    return "instance_groupname:process_cpu:ratio" + alerts::textOf({&matcher, 1});
}

std::string processMemoryExpression(std::string_view instance)
{
    const series::Matcher matchers[] = {series::Matcher::equal("instance", instance), series::Matcher::equal("memtype", "resident")};
    return "namedprocess_namegroup_memory_bytes" + alerts::textOf(matchers);
}

std::vector<ProcessGroupRow> busiestProcesses(const query::Vector &cpu, const query::Vector &memory, std::size_t count)
{
    std::vector<ProcessGroupRow> rows;
    std::unordered_map<std::string_view, double> bytes;
    for (const auto &sample : memory)
        bytes[sample.labels->get("groupname")] += sample.value;
    for (const auto &sample : cpu) {
        const auto name = sample.labels->get("groupname");
        const auto found = bytes.find(name);
        if (sample.value > 0)
            rows.push_back({std::string(name), sample.value, found == bytes.end() ? Number() : Number(found->second)});
    }
    std::ranges::stable_sort(rows, [](const ProcessGroupRow &a, const ProcessGroupRow &b) { return a.cpuRatio.value > b.cpuRatio.value; });
    rows.resize(std::min(rows.size(), count));
    return rows;
}

ProcessGroupModel::ProcessGroupModel(QObject *parent)
    : ColumnTableModel({.columns = kProcessGroupColumns, .key = [](const ProcessGroupRow &row) { return RowKey::of(row.name); }}, parent)
{
}

} // namespace items
