#include "tests/conformance/promql_rewrite.h"

#include "models/query/function.h"
#include "models/query/parser.h"
#include "models/query/printer.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tests {

using query::Node;

namespace {

// Their answers follow the time of the question, whatever their arguments are fixed to.
bool dependsOnTime(const query::Function &function)
{
    constexpr std::array<std::string_view, 11> kNames{"day_of_month", "day_of_week",    "day_of_year", "days_in_month", "hour", "minute",
                                                      "month",        "predict_linear", "time",        "timestamp",     "year"};
    return std::ranges::find(kNames, function.name) != kNames.end();
}

// REQUIRES: nobody else has the tree, so that it may be changed though it says to be const.
bool pin(const Node &node, metric::Timestamp time)
{
    const auto pinShift = [time](const query::Shift &shift) {
        if (shift.anchor == query::Shift::Anchor::Given)
            return;
        auto &changed = const_cast<query::Shift &>(shift);
        changed.anchor = query::Shift::Anchor::Given;
        changed.at = time;
    };
    if (const auto *selector = node.as<query::VectorSelector>()) {
        pinShift(selector->shift);
    } else if (const auto *subquery = node.as<query::Subquery>()) {
        pinShift(subquery->shift); // and what is in it follows
        return true;
    } else if (const auto *call = node.as<query::Call>(); call && dependsOnTime(*call->function)) {
        return false;
    }
    return std::ranges::all_of(query::childrenOf(node), [time](const Node *child) { return pin(*child, time); });
}

template <class Visit>
void walk(const Node &node, const Visit &visit)
{
    visit(node);
    for (const auto *child : query::childrenOf(node))
        walk(*child, visit);
}

} // namespace

std::optional<std::string> pinnedTo(metric::Timestamp time, const std::string &expression)
{
    const auto tree = query::parse(expression);
    if (!tree || !pin(**tree, time))
        return std::nullopt;
    return query::print(**tree);
}

std::vector<const query::VectorSelector *> selectorsOf(const Node &node)
{
    std::vector<const query::VectorSelector *> found;
    walk(node, [&](const Node &at) {
        if (const auto *selector = at.as<query::VectorSelector>())
            found.push_back(selector);
    });
    return found;
}

std::vector<const query::Function *> functionsOf(const Node &node)
{
    std::vector<const query::Function *> found;
    walk(node, [&](const Node &at) {
        if (const auto *call = at.as<query::Call>())
            found.push_back(call->function);
    });
    return found;
}

} // namespace tests
