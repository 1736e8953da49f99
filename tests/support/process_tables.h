#pragma once

#include "models/metric/table.h"

#include <limits>
#include <string>
#include <vector>

namespace tests {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct FakeProcess {
    double pid;
    double parent;
    std::string name;
    std::string user = "user";
    double cpu = 0;
    double rss = 1048576;
    double start = 1.79e9;
    double read = kUnknown;
    double write = kUnknown;
    double threads = 1;
    std::string unit = "";
    std::string command = "";
};

// The table "processes" as the probe of processes makes it.
inline metric::Table processTable(const std::vector<FakeProcess> &processes, metric::Timestamp time = {})
{
    using metric::Unit;
    metric::Table table{"processes", time, {}};
    const auto numbers = [&](const char *name, Unit unit, auto value) {
        std::vector<double> cells;
        for (const auto &process : processes)
            cells.push_back(value(process));
        table.columns.push_back({name, unit, std::move(cells)});
    };
    const auto texts = [&](const char *name, auto value) {
        std::vector<std::string> cells;
        for (const auto &process : processes)
            cells.push_back(value(process));
        table.columns.push_back({name, Unit::None, std::move(cells)});
    };
    numbers("pid", Unit::None, [](const FakeProcess &p) { return p.pid; });
    numbers("ppid", Unit::None, [](const FakeProcess &p) { return p.parent; });
    numbers("start_time", Unit::UnixTime, [](const FakeProcess &p) { return p.start; });
    texts("user", [](const FakeProcess &p) { return p.user; });
    texts("name", [](const FakeProcess &p) { return p.name; });
    texts("command", [](const FakeProcess &p) { return p.command.empty() ? "/usr/bin/" + p.name : p.command; });
    texts("state", [](const FakeProcess &) { return std::string("S"); });
    numbers("cpu_ratio", Unit::Ratio, [](const FakeProcess &p) { return p.cpu; });
    numbers("rss_bytes", Unit::Bytes, [](const FakeProcess &p) { return p.rss; });
    numbers("pss_bytes", Unit::Bytes, [](const FakeProcess &) { return kUnknown; });
    numbers("read_rate", Unit::BytesPerSecond, [](const FakeProcess &p) { return p.read; });
    numbers("write_rate", Unit::BytesPerSecond, [](const FakeProcess &p) { return p.write; });
    numbers("threads", Unit::None, [](const FakeProcess &p) { return p.threads; });
    numbers("nice", Unit::None, [](const FakeProcess &) { return 0.0; });
    texts("unit", [](const FakeProcess &p) { return p.unit; });
    return table;
}

} // namespace tests
