#pragma once

#include "models/alerts/alert.h"

#include <vector>

namespace alerts {

// The thresholds a new installation starts with, for every target. Quiet by design: each waits, and a warning never waits
// less than its critical brother (see AlertBook), so that one breach is one message. Texts are English; ui translates.
std::vector<AlertRule> defaultRules();

} // namespace alerts
