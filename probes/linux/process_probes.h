#pragma once

#include "probes/linux/process_focus.h"
#include "probes/probe.h"

#include <memory>
#include <vector>

namespace probes {

// The probes of a machine's processes, for one target; job "process". They share one reading of /proc per round.
//   "processes"     a metric::Table of that name, every round while focus->tableWanted(), else every 10 s
//   "namedprocess"  the namedprocess_namegroup_* series of process-exporter, every 5 s
// The table's columns, in this order: pid, ppid, start_time (UnixTime), user, name, command, state (texts), cpu_ratio (Ratio of one
// core since the pass before), rss_bytes, pss_bytes (NaN unless asked for), read_rate, write_rate (BytesPerSecond), threads, nice,
// unit (text: the systemd unit or control group). Unknown is NaN or empty. A row's identity is (pid, start_time).
std::vector<std::unique_ptr<Probe>> processProbes(std::shared_ptr<ProcessFocus> focus);

} // namespace probes
