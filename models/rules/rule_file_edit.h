#pragma once

#include "models/metric/result.h"
#include "models/rules/rule_file.h"

#include <string>
#include <string_view>

namespace rules {

// The rule file's text with the rule put into that group: in the place of the one of its name, or at the group's end; a group that is missing is
// begun at the file's end. All else stays as somebody wrote it, comments too, and of a rule that is there its fields that did not change.
// Conflict where the text cannot be changed like that (it is no rule file, or written in another style than one line per field).
metric::Result<std::string> withRule(std::string_view text, std::string_view group, const Rule &rule);
// Without the first rule of that name in the group. NotFound, and Conflict as above.
metric::Result<std::string> withoutRule(std::string_view text, std::string_view group, std::string_view name);

} // namespace rules
