#pragma once

#include "models/items/column_table_model.h"
#include "models/query/engine.h"

namespace items {

// Processes of one name, at one moment.
struct ProcessGroupRow {
    std::string name;
    Number cpuRatio; // 1 = one core
    Number residentBytes;

    friend bool operator==(const ProcessGroupRow &, const ProcessGroupRow &) = default;
};

// What the processes of an instance used: of each name one series with the label groupname, for a moment.
std::string processCpuExpression(std::string_view instance);
std::string processMemoryExpression(std::string_view instance);
// The busiest first, at most `count`; whoever used nothing at all is none of them.
std::vector<ProcessGroupRow> busiestProcesses(const query::Vector &cpu, const query::Vector &memory, std::size_t count);

class ProcessGroupModel final : public ColumnTableModel<ProcessGroupRow> {
public:
    explicit ProcessGroupModel(QObject *parent = nullptr);
};

} // namespace items
