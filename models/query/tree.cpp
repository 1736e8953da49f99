#include "models/query/tree.h"

#include <algorithm>
#include <array>

namespace query {

namespace {

constexpr std::array<std::string_view, 4> kValueTypes{"scalar", "instant vector", "range vector", "string"};
constexpr std::array<std::string_view, 14> kAggregations{"sum",    "avg",  "count",   "min",          "max",      "group",  "stddev",
                                                         "stdvar", "topk", "bottomk", "count_values", "quantile", "limitk", "limit_ratio"};
constexpr std::array<std::string_view, 16> kBinaryOps{"+", "-", "*", "/", "%", "^", "atan2", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless"};

// Adds what a node of one kind holds.
struct ChildCollector {
    void operator()(const NumberLiteral &) {}
    void operator()(const StringLiteral &) {}
    void operator()(const VectorSelector &) {}
    void operator()(const MatrixSelector &node) { add(node.selector); }
    void operator()(const Subquery &node) { add(node.expression); }
    void operator()(const Call &node)
    {
        for (const auto &argument : node.arguments)
            add(argument);
    }
    void operator()(const Aggregation &node)
    {
        add(node.parameter);
        add(node.expression);
    }
    void operator()(const Binary &node)
    {
        add(node.left);
        add(node.right);
    }
    void operator()(const Unary &node) { add(node.expression); }
    void operator()(const Parentheses &node) { add(node.expression); }

    void add(const NodePtr &child)
    {
        if (child)
            children.push_back(child.get());
    }

    std::vector<const Node *> children;
};

} // namespace

std::string_view wordOf(ValueType type) { return kValueTypes[std::size_t(type)]; }

std::string_view wordOf(AggregateOp op) { return kAggregations[std::size_t(op)]; }

std::optional<AggregateOp> aggregateOpOf(std::string_view word)
{
    const auto found = std::find(kAggregations.begin(), kAggregations.end(), word);
    if (found == kAggregations.end())
        return std::nullopt;
    return AggregateOp(found - kAggregations.begin());
}

bool takesParameter(AggregateOp op) { return op >= AggregateOp::TopK; }

std::string_view wordOf(BinaryOp op) { return kBinaryOps[std::size_t(op)]; }

const Node &unwrapped(const Node &node)
{
    const Node *inner = &node;
    while (const auto *parentheses = inner->as<Parentheses>())
        inner = parentheses->expression.get();
    return *inner;
}

std::vector<const Node *> childrenOf(const Node &node)
{
    ChildCollector collector;
    std::visit(collector, node.is);
    return std::move(collector.children);
}

} // namespace query
