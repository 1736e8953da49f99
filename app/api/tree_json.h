#pragma once

#include "app/api/json_writer.h"
#include "models/query/tree.h"

namespace api {

// The tree of an expression as Prometheus's parse_query says it (web/api/v1/translate_ast.go).
void writeTree(JsonWriter &json, const query::Node &node);

} // namespace api
