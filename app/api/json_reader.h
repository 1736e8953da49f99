#pragma once

#include "models/alerts/received_alerts.h"
#include "models/alerts/silence.h"
#include "models/metric/result.h"

#include <string_view>
#include <vector>

namespace api {

// What programs post, as Alertmanager's API v2 has it; InvalidArgument with what is wrong and where.

// postableAlert[]: [{"labels":{...},"annotations":{...},"startsAt":...,"endsAt":...,"generatorURL":...}]
metric::Result<std::vector<alerts::PostedAlert>> readPostedAlerts(std::string_view json);
// postableSilence: {"id"?,"matchers":[{"name","value","isRegex","isEqual"?}],"startsAt","endsAt","createdBy","comment"}
metric::Result<alerts::Silence> readPostedSilence(std::string_view json);

} // namespace api
