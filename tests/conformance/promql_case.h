// One case of the PromQL tests: asked in all its forms, and compared with what is expected.
#pragma once

#include "models/query/engine.h"
#include "tests/conformance/promql_script.h"

#include <string>

namespace tests {

// What is wrong, empty where nothing is. A moment's expression is asked as it is, then fixed with @ to that moment and asked at
// others, and each time as a range around it too, whose middle must be the same.
std::string failureOf(const EvalCommand &eval, const query::Engine &engine);

} // namespace tests
