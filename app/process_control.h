#pragma once

#include "models/metric/result.h"

#include <cstdint>

namespace app {

// Sends signals to processes of this machine, to exactly the one that was meant: its start time is compared after a pidfd holds
// it, so that a pid used again in between is spared.
class ProcessControl {
public:
    enum class Signal { Terminate, Kill };
    // `startTime` as the process table gives it, in seconds since the epoch.
    metric::Result<void> send(std::int64_t pid, double startTime, Signal signal) const;
};

} // namespace app
