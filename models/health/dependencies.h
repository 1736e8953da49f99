#pragma once

#include "models/health/health_snapshot.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace health {

// Empty where the plans may stand behind one another as they say; otherwise a sentence for the person who set it up: "shop is behind itself: shop is
// behind gateway, which is behind shop". A target that is not among the plans is none of ours, and no fault.
std::string dependencyFault(std::span<const CheckPlan> plans);

// The places of the plans, each after all that it is behind. What would make a circle is left out of account.
std::vector<std::size_t> dependencyOrder(std::span<const CheckPlan> plans);

// The host of an instance label, in small letters: "https://Shop.example:8443/a" -> "shop.example", "[fe80::1]:53" -> "fe80::1". Empty: it has none.
std::string hostOf(std::string_view instance);
// Loopback, whatever way it is written.
bool isThisMachine(std::string_view host);

} // namespace health
