#include "app/api/syntax_api.h"

#include "app/api/envelope.h"
#include "app/api/tree_json.h"
#include "models/query/parser.h"
#include "models/query/printer.h"

namespace api {

template <class Write>
static Response ofTree(const Request &request, Write write)
{
    const auto text = request.parameter("query");
    const auto tree = query::parse(text);
    if (!tree)
        return badParameter("query", query::errorOf(text, tree.error()).message);
    return success([&](JsonWriter &json) { write(json, **tree); });
}

Response formatQuery(const Request &request)
{
    return ofTree(request, [](JsonWriter &json, const query::Node &tree) { json.string(query::prettyPrint(tree)); });
}

Response parseQuery(const Request &request)
{
    return ofTree(request, [](JsonWriter &json, const query::Node &tree) { writeTree(json, tree); });
}

} // namespace api
