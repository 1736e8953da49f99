#include "models/rules/measured.h"

#include "models/query/parser.h"

namespace rules {

std::string measuredOf(std::string_view expression)
{
    const auto tree = query::parse(expression);
    const auto *compared = tree ? query::unwrapped(**tree).as<query::Binary>() : nullptr;
    if (!compared || !query::isComparison(compared->op) || compared->returnBool || compared->left->type != query::ValueType::Vector)
        return {};
    const auto span = compared->left->span;
    return std::string(expression.substr(span.begin, span.end - span.begin));
}

std::string firstConditionOf(std::string expression)
{
    while (true) {
        const auto tree = query::parse(expression);
        const auto *binary = tree ? query::unwrapped(**tree).as<query::Binary>() : nullptr;
        if (!binary || (binary->op != query::BinaryOp::And && binary->op != query::BinaryOp::Unless && binary->op != query::BinaryOp::Or))
            return expression;
        const auto span = binary->left->span;
        expression = expression.substr(span.begin, span.end - span.begin);
    }
}

} // namespace rules
