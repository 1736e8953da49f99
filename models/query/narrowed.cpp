#include "models/query/narrowed.h"

#include "models/query/parser.h"
#include "models/query/printer.h"
#include "models/query/tree.h"

#include <algorithm>

namespace query {
namespace {

struct Insertion {
    std::size_t at;
    std::string text;
};

void collect(const Node &node, std::string_view expression, std::span<const metric::Label> labels, std::vector<Insertion> &insertions)
{
    for (const Node *child : childrenOf(node))
        collect(*child, expression, labels, insertions);
    const auto *selector = node.as<VectorSelector>();
    if (!selector)
        return;
    std::string matchers;
    for (const auto &label : labels) {
        if (std::ranges::find(selector->matchers, label.name, &series::Matcher::name) == selector->matchers.end())
            matchers += print(series::Matcher::equal(label.name, label.value)) + ',';
    }
    if (matchers.empty())
        return;
    // The braces stand behind the name, where there are any.
    const auto behindName = node.span.begin + selector->name.size();
    const auto next = expression.find_first_not_of(" \t\r\n", behindName);
    if (next < node.span.end && expression[next] == '{') {
        insertions.push_back({next + 1, matchers});
    } else {
        matchers.back() = '}';
        insertions.push_back({behindName, '{' + matchers});
    }
}

} // namespace

metric::Result<std::string> narrowed(std::string_view expression, std::span<const metric::Label> labels)
{
    const auto parsed = parse(expression);
    if (!parsed)
        return metric::fail(metric::ErrorCode::Malformed, parsed.error().message);
    std::vector<Insertion> insertions;
    collect(**parsed, expression, labels, insertions);
    std::ranges::sort(insertions, {}, &Insertion::at);
    std::string text;
    std::size_t copied = 0;
    for (const auto &insertion : insertions) {
        text += expression.substr(copied, insertion.at - copied);
        text += insertion.text;
        copied = insertion.at;
    }
    text += expression.substr(copied);
    return text;
}

} // namespace query
