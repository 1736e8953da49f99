#pragma once

#include "models/metric/table.h"
#include "probes/linux/process_reader.h"

#include <map>
#include <memory>

namespace probes {

// The table "processes"; its columns are listed in process_probes.h and, as data, in the source file.
std::shared_ptr<const metric::Table> processTable(const std::map<int, Process> &processes, metric::Timestamp time);

} // namespace probes
