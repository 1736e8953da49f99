#include "models/query/type_check.h"

#include "models/query/function.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>

namespace query {

namespace {

// Prometheus's names of types where it does not say the documented ones.
std::string_view shortWordOf(ValueType type)
{
    constexpr std::string_view kWords[] = {"scalar", "vector", "matrix", "string"};
    return kWords[std::size_t(type)];
}

bool isOperand(ValueType type) { return type == ValueType::Scalar || type == ValueType::Vector; }

// Walks the tree once; the first error ends it.
class TypeCheck {
public:
    explicit TypeCheck(std::string_view expression) : m_expression(expression) {}

    void check(const Node &node)
    {
        if (!error)
            std::visit([&](const auto &is) { visit(node, is); }, node.is);
    }

    std::optional<ParseError> error;

private:
    void visit(const Node &, const NumberLiteral &) {}
    void visit(const Node &, const StringLiteral &) {}
    void visit(const Node &node, const VectorSelector &)
    {
        if (auto wrong = selectorError(node))
            fail(wrong->span, std::move(wrong->message));
    }
    void visit(const Node &, const MatrixSelector &is) { check(*is.selector); }
    void visit(const Node &, const Parentheses &is) { check(*is.expression); }

    void visit(const Node &node, const Subquery &is)
    {
        check(*is.expression);
        if (is.expression->type != ValueType::Vector)
            fail(node.span, fmt::format("subquery is only allowed on instant vector, got {} instead", shortWordOf(is.expression->type)));
    }

    void visit(const Node &node, const Unary &is)
    {
        check(*is.expression);
        if (!isOperand(is.expression->type))
            fail(node.span, fmt::format("unary expression only allowed on expressions of type scalar or instant vector, got {}",
                                        quoted(wordOf(is.expression->type))));
    }

    void visit(const Node &, const Aggregation &is)
    {
        expectType(*is.expression, ValueType::Vector, "aggregation expression");
        if (is.parameter)
            expectType(*is.parameter, is.op == AggregateOp::CountValues ? ValueType::String : ValueType::Scalar, "aggregation parameter");
    }

    void visit(const Node &node, const Call &is)
    {
        const auto &function = *is.function;
        const auto wanted = function.arguments.size();
        const auto given = is.arguments.size();
        const auto complain = [&](std::string_view bound, std::size_t number) {
            fail(node.span, fmt::format("expected {}{} argument(s) in call to \"{}\", got {}", bound, number, function.name, given));
        };
        if (function.optional == 0) {
            if (wanted != given)
                complain("", wanted);
        } else if (given + 1 < wanted) {
            complain("at least ", wanted - 1);
        } else if (function.optional > 0 && given > wanted - 1 + std::size_t(function.optional)) {
            complain("at most ", wanted - 1 + std::size_t(function.optional));
        }
        const bool isInfo = function.name == "info";
        if (isInfo && given > 1)
            checkInfoLabels(*is.arguments[1]);
        const auto context = fmt::format("call to function \"{}\"", function.name);
        for (std::size_t i = 0; i < given && !error; ++i) {
            if (isInfo && i == 1)
                continue;
            expectType(*is.arguments[i], function.arguments[std::min(i, wanted - 1)], context);
        }
    }

    // The second argument of info() chooses labels: a selector without a name, which may be empty.
    void checkInfoLabels(const Node &argument)
    {
        if (argument.type != ValueType::Vector)
            fail(argument.span, fmt::format("expected type instant vector in call to function \"info\", got {}", wordOf(argument.type)));
        const auto *selector = argument.as<VectorSelector>();
        if (!selector)
            fail(argument.span, "expected label selectors only");
        else if (!selector->name.empty())
            fail(argument.span, "expected label selectors only, got vector selector instead");
    }

    void visit(const Node &node, const Binary &is)
    {
        check(*is.left);
        check(*is.right);
        const auto left = is.left->type;
        const auto right = is.right->type;
        if (is.returnBool && !isComparison(is.op))
            fail(operatorSpan(is), "bool modifier can only be used on comparison operators");
        if (isComparison(is.op) && !is.returnBool && left == ValueType::Scalar && right == ValueType::Scalar)
            fail(operatorSpan(is), "comparisons between scalars must use BOOL modifier");
        if (is.matching && is.matching->on) {
            for (const auto &label : is.matching->labels) {
                if (std::find(is.matching->include.begin(), is.matching->include.end(), label) != is.matching->include.end())
                    fail(operatorSpan(is), fmt::format("label {} must not occur in ON and GROUP clause at once", quoted(label)));
            }
        }
        for (const auto *side : {is.left.get(), is.right.get()}) {
            if (!isOperand(side->type))
                fail(side->span, "binary expression must contain only scalar and instant vector types");
        }
        const bool areVectors = left == ValueType::Vector && right == ValueType::Vector;
        if (!areVectors && is.matching)
            fail(node.span, "vector matching only allowed between instant vectors");
        if (areVectors && isSetOperation(is.op) && is.matching->card != Matching::Card::ManyToMany)
            fail(node.span, fmt::format("no grouping allowed for \"{}\" operation", wordOf(is.op)));
        if (!areVectors && isSetOperation(is.op))
            fail(node.span, fmt::format("set operator \"{}\" not allowed in binary scalar expression", wordOf(is.op)));
    }

    void expectType(const Node &node, ValueType wanted, std::string_view context)
    {
        check(node);
        if (node.type != wanted)
            fail(node.span, fmt::format("expected type {} in {}, got {}", wordOf(wanted), context, wordOf(node.type)));
    }

    void fail(Span span, std::string message)
    {
        if (!error)
            error = ParseError{span, std::move(message)};
    }

    // What stands between the operands, without the blanks around it.
    Span operatorSpan(const Binary &binary) const
    {
        constexpr std::string_view kBlanks = " \t\n\r";
        const auto between = m_expression.substr(0, binary.right->span.begin);
        const auto begin = between.find_first_not_of(kBlanks, binary.left->span.end);
        const auto last = between.find_last_not_of(kBlanks);
        return {std::uint32_t(begin), std::uint32_t(last + 1)};
    }

    std::string_view m_expression;
};

} // namespace

std::optional<ParseError> selectorError(const Node &node)
{
    const auto &selector = *node.as<VectorSelector>();
    if (!selector.name.empty()) {
        for (const auto &matcher : selector.matchers) {
            if (matcher.name() == metric::kMetricName && &matcher != &selector.matchers.front())
                return ParseError{node.span,
                                  fmt::format("metric name must not be set twice: {} or {}", quoted(selector.name), quoted(matcher.value()))};
        }
        return std::nullopt;
    }
    // Otherwise a slip of the pen would select every metric there is.
    const bool isBounded =
        std::any_of(selector.matchers.begin(), selector.matchers.end(), [](const auto &matcher) { return !matcher.matches(std::string_view()); });
    if (!isBounded)
        return ParseError{node.span, "vector selector must contain at least one non-empty matcher"};
    return std::nullopt;
}

std::optional<ParseError> typeError(std::string_view expression, const Node &node)
{
    TypeCheck check(expression);
    check.check(node);
    return std::move(check.error);
}

} // namespace query
