#include "probes/linux/process_table.h"

#include <ranges>
#include <variant>

namespace probes {

using metric::Unit;

using NumberOf = double (*)(const Process &);
using TextOf = std::string (*)(const Process &);

struct ProcessColumn {
    const char *name;
    Unit unit;
    std::variant<NumberOf, TextOf> cell;
};

static std::string commandOf(const Process &process) { return process.command.empty() ? '[' + process.name + ']' : process.command; }

static const ProcessColumn kProcessColumns[] = {
    {"pid", Unit::None, [](const Process &p) { return double(p.pid); }},
    {"ppid", Unit::None, [](const Process &p) { return double(p.stat.ppid); }},
    {"start_time", Unit::UnixTime, [](const Process &p) { return p.startTime; }},
    {"user", Unit::None, [](const Process &p) { return p.user; }},
    {"name", Unit::None, [](const Process &p) { return p.name; }},
    {"command", Unit::None, commandOf},
    {"state", Unit::None, [](const Process &p) { return std::string(1, p.stat.state); }},
    {"cpu_ratio", Unit::Ratio, [](const Process &p) { return p.cpuRatio; }},
    {"rss_bytes", Unit::Bytes, [](const Process &p) { return p.residentBytes; }},
    {"pss_bytes", Unit::Bytes, [](const Process &p) { return p.pssBytes; }},
    {"read_rate", Unit::BytesPerSecond, [](const Process &p) { return p.readRate; }},
    {"write_rate", Unit::BytesPerSecond, [](const Process &p) { return p.writeRate; }},
    {"threads", Unit::None, [](const Process &p) { return double(p.stat.threads); }},
    {"nice", Unit::None, [](const Process &p) { return double(p.stat.nice); }},
    {"unit", Unit::None, [](const Process &p) { return p.unit; }},
};

std::shared_ptr<const metric::Table> processTable(const std::map<int, Process> &processes, metric::Timestamp time)
{
    auto table = std::make_shared<metric::Table>();
    table->name = "processes";
    table->time = time;
    table->columns.reserve(std::size(kProcessColumns));
    for (const auto &column : kProcessColumns) {
        const auto fill = [&](auto cellOf) -> decltype(metric::TableColumn::cells) {
            std::vector<decltype(cellOf(std::declval<const Process &>()))> cells;
            cells.reserve(processes.size());
            for (const auto &process : std::views::values(processes))
                cells.push_back(cellOf(process));
            return cells;
        };
        table->columns.push_back({column.name, column.unit, std::visit(fill, column.cell)});
    }
    return table;
}

} // namespace probes
