#include "models/query/figure.h"
#include "models/query/function.h"
#include "models/query/parser.h"

#include <algorithm>

namespace query {

using metric::Unit;

namespace {

struct UnitEnding {
    std::string_view text;
    Unit unit;
    Unit perSecond;
};

Unit unitOfNode(const Node &node);

Unit unitOfName(std::string_view name, bool perSecond)
{
    // The longest first: the first that fits counts.
    static constexpr UnitEnding kEndings[] = {
        {"_timestamp_seconds", Unit::UnixTime, Unit::None},
        {"_boot_time_seconds", Unit::UnixTime, Unit::None},
        {"_start_time_seconds", Unit::UnixTime, Unit::None},
        {"_seconds", Unit::Seconds, Unit::Ratio},
        {"_bytes", Unit::Bytes, Unit::BytesPerSecond},
        {"_celsius", Unit::Celsius, Unit::None},
        {"_ratio", Unit::Ratio, Unit::None},
        {"_hertz", Unit::Hertz, Unit::None},
        {"_volts", Unit::Volts, Unit::None},
        {"_watts", Unit::Watts, Unit::None},
        {"_watt", Unit::Watts, Unit::None},
        {"_joules", Unit::None, Unit::Watts},
        {"_rpm", Unit::RevolutionsPerMinute, Unit::None},
    };
    if (name == "node_thermal_zone_temp")
        return perSecond ? Unit::None : Unit::Celsius;
    for (const std::string_view kind : {"_total", "_sum"}) {
        if (name.ends_with(kind))
            name.remove_suffix(kind.size());
    }
    for (const auto &ending : kEndings) {
        if (name.ends_with(ending.text))
            return perSecond ? ending.perSecond : ending.unit;
    }
    return perSecond ? Unit::PerSecond : Unit::None;
}

// The first metric that is read within the node; empty where there is none.
std::string_view nameWithin(const Node &node)
{
    if (const auto *selector = node.as<VectorSelector>())
        return definedName(*selector);
    for (const Node *child : childrenOf(node)) {
        if (const auto name = nameWithin(*child); !name.empty())
            return name;
    }
    return {};
}

Unit unitOfSelector(const VectorSelector &selector)
{
    const auto name = definedName(selector);
    const auto all = figures();
    const auto figure = std::find_if(all.begin(), all.end(), [&](const FigureInfo &info) { return info.name == name; });
    return figure == all.end() ? unitOfName(name, false) : figure->unit;
}

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

Unit unitOfCall(const Call &call)
{
    const auto name = call.function->name;
    const auto argument = [&](std::size_t at) -> const Node & { return unwrapped(*call.arguments[at]); };
    if (isOneOf(name, {"rate", "irate", "deriv"})) {
        const auto *matrix = argument(0).as<MatrixSelector>();
        if (!matrix)
            return Unit::None;
        const auto metricName = definedName(*matrix->selector->as<VectorSelector>());
        const bool isFigure = figureOf(metricName) != nullptr;
        const auto unit = isFigure ? Unit::None : unitOfName(metricName, true);
        return name == "deriv" && unit == Unit::PerSecond ? Unit::None : unit;
    }
    if (isOneOf(name, {"increase",
                       "delta",
                       "idelta",
                       "avg_over_time",
                       "min_over_time",
                       "max_over_time",
                       "last_over_time",
                       "first_over_time",
                       "stddev_over_time",
                       "mad_over_time",
                       "abs",
                       "ceil",
                       "floor",
                       "round",
                       "clamp",
                       "clamp_min",
                       "clamp_max",
                       "sort",
                       "sort_desc",
                       "sort_by_label",
                       "sort_by_label_desc",
                       "label_replace",
                       "label_join",
                       "predict_linear"}))
        return unitOfNode(argument(0));
    if (name == "quantile_over_time")
        return unitOfNode(argument(1));
    if (isOneOf(name, {"time", "timestamp"}))
        return Unit::UnixTime;
    if (name == "histogram_quantile") {
        auto bucket = nameWithin(argument(1));
        if (!bucket.ends_with("_bucket"))
            return Unit::None;
        bucket.remove_suffix(7);
        return unitOfName(bucket, false);
    }
    return Unit::None;
}

bool isNumber(const Node &node) { return unwrapped(node).as<NumberLiteral>() != nullptr; }

Unit unitOfQuotient(Unit above, Unit below)
{
    if (above == Unit::None || below == Unit::None)
        return Unit::None;
    if (above == below)
        return Unit::Ratio;
    if (below == Unit::PerSecond) // of each event
        return above == Unit::BytesPerSecond ? Unit::Bytes : above == Unit::Ratio ? Unit::Seconds : Unit::None;
    return Unit::None;
}

Unit unitOfBinary(const Binary &binary)
{
    if (binary.returnBool)
        return Unit::None;
    const auto left = unitOfNode(*binary.left);
    const auto right = unitOfNode(*binary.right);
    if (isComparison(binary.op))
        return binary.left->type == ValueType::Scalar ? right : left;
    switch (binary.op) {
    case BinaryOp::And:
    case BinaryOp::Unless: return left;
    case BinaryOp::Or: return left == right ? left : Unit::None;
    case BinaryOp::Divide: return unitOfQuotient(left, right);
    case BinaryOp::Add:
    case BinaryOp::Subtract:
        if (isNumber(*binary.left) || isNumber(*binary.right))
            return isNumber(*binary.left) ? right : left;
        if (left == Unit::UnixTime || right == Unit::UnixTime)
            return left == right && binary.op == BinaryOp::Subtract ? Unit::Seconds : Unit::None;
        return left == right ? left : Unit::None;
    default: return Unit::None;
    }
}

Unit unitOfNode(const Node &node)
{
    const Node &inner = unwrapped(node);
    if (const auto *selector = inner.as<VectorSelector>())
        return unitOfSelector(*selector);
    if (const auto *matrix = inner.as<MatrixSelector>())
        return unitOfNode(*matrix->selector);
    if (const auto *subquery = inner.as<Subquery>())
        return unitOfNode(*subquery->expression);
    if (const auto *unary = inner.as<Unary>())
        return unitOfNode(*unary->expression);
    if (const auto *call = inner.as<Call>())
        return unitOfCall(*call);
    if (const auto *binary = inner.as<Binary>())
        return unitOfBinary(*binary);
    const auto *aggregation = inner.as<Aggregation>();
    if (!aggregation)
        return Unit::None;
    switch (aggregation->op) {
    case AggregateOp::Count:
    case AggregateOp::Group:
    case AggregateOp::Stdvar:
    case AggregateOp::CountValues: return Unit::None;
    default: return unitOfNode(*aggregation->expression);
    }
}

} // namespace

Unit unitOf(std::string_view expression)
{
    const auto parsed = parse(expression);
    return parsed ? unitOfNode(**parsed) : Unit::None;
}

} // namespace query
