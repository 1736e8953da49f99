#pragma once

#include "models/alerts/inhibition.h"

#include <vector>

namespace alerts {

// One outage, one message: of a target or a service that does not answer, nothing else is told that is about the same instance; and of a
// service that is critical, no warning of the same name.
std::vector<InhibitRule> shippedInhibitRules();

} // namespace alerts
