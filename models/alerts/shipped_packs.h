#pragma once

#include <span>
#include <string_view>

namespace alerts {

// A rule file that comes with the program: resources/rules/<name>.yaml.
struct ShippedPack {
    std::string_view name;
    std::string_view text;
};

// Quiet by design: each rule waits, and a warning never waits less than its critical brother (see AlertBook), so that one breach is one
// message. Texts are English; ui translates.
std::span<const ShippedPack> shippedPacks();

} // namespace alerts
