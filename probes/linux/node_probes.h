#pragma once

#include "probes/probe.h"

#include <memory>
#include <vector>

namespace probes {

// All node collectors of a Linux machine, without processes, in the order in which they should run: what people look at first comes
// first. Named and emitting as node_exporter's; they read through any Source. The probes of one call belong to one target.
std::vector<std::unique_ptr<Probe>> nodeProbes();

} // namespace probes
