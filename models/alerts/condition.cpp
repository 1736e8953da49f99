#include "models/alerts/condition.h"

#include "models/metric/labels.h"
#include "models/query/parser.h"
#include "models/query/printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace alerts {

using query::BinaryOp;
using query::Node;

namespace {

constexpr std::string_view kInstance = "instance";
constexpr std::pair<BinaryOp, Comparison> kComparisons[] = {{BinaryOp::Greater, Comparison::Above},
                                                            {BinaryOp::GreaterOrEqual, Comparison::AtLeast},
                                                            {BinaryOp::Less, Comparison::Below},
                                                            {BinaryOp::LessOrEqual, Comparison::AtMost}};

std::string_view textOf(const Node &node, std::string_view text) { return text.substr(node.span.begin, node.span.end - node.span.begin); }

std::optional<double> numberOf(const Node &written)
{
    const Node &node = query::unwrapped(written);
    if (const auto *number = node.as<query::NumberLiteral>())
        return number->value;
    if (const auto *unary = node.as<query::Unary>()) {
        const auto value = numberOf(*unary->expression);
        return value && unary->minus ? -*value : value;
    }
    return std::nullopt;
}

std::string numberText(double value)
{
    if (std::isfinite(value))
        return fmt::format("{}", value);
    return std::isnan(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
}

bool isInstance(const series::Matcher &matcher)
{
    return matcher.name() == kInstance && matcher.op() == series::Matcher::Op::Equal && !matcher.value().empty();
}

// name{a="b"} without its instance, which is answered; nothing where it is more than that, or names none.
std::optional<std::string> takeInstance(const Node &node, std::string_view text, std::string &instance)
{
    const auto *selector = node.as<query::VectorSelector>();
    const auto written = textOf(node, text);
    const bool isPlain = selector && !selector->name.empty() && (written.back() == '}' || written == selector->name);
    if (!isPlain || std::ranges::count_if(selector->matchers, isInstance) != 1)
        return std::nullopt;
    std::string others;
    for (const auto &matcher : selector->matchers) {
        if (isInstance(matcher))
            instance = matcher.value();
        else if (matcher.name() != metric::kMetricName)
            others += (others.empty() ? "" : ",") + query::print(matcher);
    }
    return others.empty() ? selector->name : fmt::format("{}{{{}}}", selector->name, others);
}

void collectSelectors(const Node &node, std::vector<const Node *> &selectors)
{
    if (node.as<query::VectorSelector>())
        selectors.push_back(&node);
    for (const auto *child : query::childrenOf(node))
        collectSelectors(*child, selectors);
}

// The matcher written into every selector.
std::string ofInstance(const Node &root, std::string_view text, std::string_view instance)
{
    std::vector<const Node *> selectors;
    collectSelectors(root, selectors);
    std::ranges::sort(selectors, {}, [](const Node *node) { return node->span.begin; });
    const auto matcher = query::print(series::Matcher::equal(kInstance, instance));
    std::string result;
    std::size_t done = 0;
    for (const auto *node : selectors) {
        const auto name = node->as<query::VectorSelector>()->name.size();
        const auto afterName = node->span.begin + name;
        const auto brace = text.find_first_not_of(" \t\r\n", afterName);
        const bool hasBraces = brace != std::string_view::npos && text[brace] == '{';
        const auto at = hasBraces ? brace + 1 : afterName;
        result += text.substr(done, at - done);
        result += hasBraces ? matcher + ',' : '{' + matcher + '}';
        done = at;
    }
    return result += text.substr(done);
}

} // namespace

std::string conditionOf(const AlertRule &rule)
{
    if (!rule.isThreshold)
        return rule.expression;
    auto measured = rule.expression;
    if (const auto tree = query::parse(measured)) {
        const bool isBinary = (*tree)->as<query::Binary>() != nullptr;
        if (!rule.target.empty())
            measured = ofInstance(**tree, measured, rule.target);
        if (isBinary)
            measured = '(' + measured + ')';
    }
    const auto *const comparison = std::ranges::find(kComparisons, rule.comparison, &std::pair<BinaryOp, Comparison>::second);
    return fmt::format("{} {} {}", measured, query::wordOf(comparison->first), numberText(rule.value));
}

void setCondition(AlertRule &rule, std::string_view condition)
{
    rule.expression = condition;
    rule.target.clear();
    rule.isThreshold = false;
    const auto tree = query::parse(condition);
    if (!tree)
        return;
    const auto *compared = query::unwrapped(**tree).as<query::Binary>();
    if (!compared || compared->returnBool || compared->left->type != query::ValueType::Vector)
        return;
    const auto *const comparison = std::ranges::find(kComparisons, compared->op, &std::pair<BinaryOp, Comparison>::first);
    const auto value = numberOf(*compared->right);
    if (comparison == std::end(kComparisons) || !value)
        return;
    const Node &measured = query::unwrapped(*compared->left);
    rule.isThreshold = true;
    rule.comparison = comparison->second;
    rule.value = *value;
    rule.expression = textOf(measured, condition);
    if (auto rest = takeInstance(measured, condition, rule.target))
        rule.expression = std::move(*rest);
}

} // namespace alerts
