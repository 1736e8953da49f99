#pragma once

#include "models/metric/batch_builder.h"
#include "probes/linux/process_reader.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace probes {

// The namedprocess_namegroup_* series of process-exporter: processes grouped by name (comm), as its default configuration does, so
// without kernel threads and others that have no command line.
//
// Counters are accumulated differences since a process was first seen: they begin at 0 and never fall when a member exits. A
// group whose last member is gone stays, with its counters and with gauges 0, so that "num_procs == 0" can be an alert; only when
// there are more than kMostGroups are the empty ones forgotten, and beyond that new names count as "(other)".
//
// Left out rather than told as 0: what could not be read (io of other users' processes), open_filedesc and worst_fd_ratio
// (a listing per process), proportional memory. `states` counts processes by the state that ps shows: upstream counts threads, at the
// price of a read for each thread.
class NameGroups {
public:
    static constexpr std::size_t kMostGroups = 500;
    static constexpr std::size_t kCounters = 8;
    static constexpr std::size_t kGauges = 5;
    static constexpr std::size_t kStates = 5;

    void count(const std::map<int, Process> &processes);
    void write(metric::BatchBuilder &batch) const;

private:
    using Totals = std::array<std::optional<std::uint64_t>, kCounters>;

    struct Group {
        Totals counters;
        std::array<std::optional<double>, kGauges> gauges;
        std::array<unsigned, kStates> states{};
        std::optional<double> oldestStart;
        bool empty = true;
    };
    struct Member {
        std::uint64_t startTicks = 0;
        Totals seen;
        std::uint64_t pass = 0;
    };

    Group &groupOf(const std::string &name);
    void add(const Process &process);

    std::map<std::string, Group, std::less<>> m_groups;
    std::unordered_map<int, Member> m_members; // by pid
    std::uint64_t m_pass = 0;
};

} // namespace probes
