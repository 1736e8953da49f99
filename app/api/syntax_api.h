#pragma once

#include "app/api/http.h"

namespace api {

// /api/v1/format_query and parse_query: for editors.
Response formatQuery(const Request &request);
Response parseQuery(const Request &request);

} // namespace api
