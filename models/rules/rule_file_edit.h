#pragma once

#include "models/metric/result.h"
#include "models/rules/rule_file.h"

#include <optional>
#include <string>
#include <string_view>

namespace rules {

struct RulePlace {
    std::string_view group;
    std::string_view replaces = {};                          // the first rule of that name there; empty: at the group's end
    std::optional<metric::Duration> interval = std::nullopt; // of the group, where it is begun by this
};

// The rule file's text with the rule put there; a group that is missing is begun at the file's end. All else stays as somebody wrote it,
// comments too, and of a rule that is replaced its fields that did not change. NotFound where there is none to be replaced, Conflict where
// the text cannot be changed like that (it is no rule file, or written in another style than one line per field).
metric::Result<std::string> withRule(std::string_view text, const RulePlace &place, const Rule &rule);
// Without the first rule of that name in the group. NotFound and Conflict as above.
metric::Result<std::string> withoutRule(std::string_view text, std::string_view group, std::string_view name);

} // namespace rules
