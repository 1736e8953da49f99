#pragma once

#include <set>
#include <string>
#include <string_view>

namespace alerts {

// Which rules are off, and which are on trial: kept beside the rule files, for those cannot say it. A rule is named by its key, "source/group/
// name"; of a pack's name alone, all of it. In text, a line each: "off machine/machine/CPU above 70 %", "trial ...".
struct RuleSwitches {
    std::set<std::string, std::less<>> off;
    std::set<std::string, std::less<>> trial;
    friend bool operator==(const RuleSwitches &, const RuleSwitches &) = default;
};

// Lines that are neither are left out.
RuleSwitches parseSwitches(std::string_view text);
std::string textOf(const RuleSwitches &switches);

} // namespace alerts
