#include "models/alerts/rule_switches.h"

#include <algorithm>

namespace alerts {

static constexpr std::string_view kOff = "off ";
static constexpr std::string_view kTrial = "trial ";

RuleSwitches parseSwitches(std::string_view text)
{
    RuleSwitches switches;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.starts_with(kOff))
            switches.off.emplace(line.substr(kOff.size()));
        else if (line.starts_with(kTrial))
            switches.trial.emplace(line.substr(kTrial.size()));
    }
    return switches;
}

std::string textOf(const RuleSwitches &switches)
{
    std::string text = "# Written by Vedette: the rules that are switched off, and those on trial, of which nobody is told.\n";
    for (const auto &key : switches.off)
        text.append(kOff).append(key).append("\n");
    for (const auto &key : switches.trial)
        text.append(kTrial).append(key).append("\n");
    return text;
}

} // namespace alerts
