#pragma once

#include "models/metric/result.h"
#include "models/query/tree.h"

#include <string_view>
#include <vector>

namespace query {

// A name that stands for an expression wherever a metric's could, like the series of a recording rule that nobody need record: offset,
// @ and ranges work on it, matchers choose among the labels of what it comes to.
struct Definition {
    std::string_view name;
    std::string_view expression; // a vector; may name other definitions. Within it its own name is a metric's again
};

// Puts what names stand for into a tree, for the evaluation. A matcher on such a name is carried as deep into the expression as
// it makes no difference, so that other machines' series are not read. limitk() promises any so many, so it is asked for those
// that the matchers want. name[5m] becomes a subquery. The tree without defined names comes back as it is, but copied.
// InvalidArgument where a definition is no expression.
metric::Result<NodePtr> expanded(const Node &node, const std::vector<Definition> &definitions);

// The name that the selector asks for with equality; empty where there is none.
std::string_view definedName(const VectorSelector &selector);

} // namespace query
