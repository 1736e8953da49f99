#pragma once

#include "models/items/column_table_model.h"
#include "models/metric/table.h"

namespace items {

// One process at one moment. What the system did not tell is NaN or empty.
struct ProcessRow {
    std::int64_t pid = 0;
    std::int64_t parent = 0;
    Number parentStart; // of the parent in the same table; unknown where it is not in it
    Number startTime;   // seconds since the epoch; with the pid the identity, because pids are used again
    std::string user;
    std::string name;
    std::string command;
    std::string state;
    Number cpuRatio; // 1 = one core; children are not summed
    Number rssBytes;
    Number pssBytes;
    Number readRate;
    Number writeRate;
    Number threads;
    Number nice;
    std::string unit;

    friend bool operator==(const ProcessRow &, const ProcessRow &) = default;
};

// The rows of the table "processes"; columns it lacks stay unknown, rows without a sound pid are left out.
std::vector<ProcessRow> processRows(const metric::Table &table);

// Processes, as a tree by parent pid or side by side.
class ProcessModel final : public ColumnTableModel<ProcessRow> {
public:
    explicit ProcessModel(QObject *parent = nullptr);

    void setTable(const metric::Table &table) { setRows(processRows(table)); }
    // At once, for the processes now shown.
    void setTree(bool tree);
    bool tree() const { return nested(); }
};

} // namespace items
