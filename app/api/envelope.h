#pragma once

#include "app/api/http.h"
#include "app/api/json_writer.h"
#include "models/query/engine.h"

#include <functional>
#include <span>

namespace api {

// {"status":"success","data":...}, with the annotations behind it. `data` writes one value.
Response success(const std::function<void(JsonWriter &)> &data, std::span<const query::Annotation> annotations = {});
// {"status":"error","errorType":...}: the one place that says which kind of failure is which status.
Response failure(const metric::Error &error);
// 400, for what is wrong with the request itself.
Response badData(std::string message);
// The same for one parameter: invalid parameter "start": ...
Response badParameter(std::string_view name, std::string_view message);

// A warning in Prometheus's words for a list that a limit cut short.
query::Annotation truncatedWarning();

} // namespace api
