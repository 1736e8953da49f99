#include "models/query/operation.h"

#include <cmath>
#include <limits>

// Operators with a scalar on one side at least.
namespace query {

using metric::Result;

double operate(BinaryOp op, double left, double right)
{
    switch (op) {
    case BinaryOp::Add: return left + right;
    case BinaryOp::Subtract: return left - right;
    case BinaryOp::Multiply: return left * right;
    case BinaryOp::Divide: return left / right;
    case BinaryOp::Modulo: return std::fmod(left, right);
    case BinaryOp::Power: return std::pow(left, right);
    case BinaryOp::Atan2: return std::atan2(left, right);
    default: return compare(op, left, right) ? 1 : 0;
    }
}

bool compare(BinaryOp op, double left, double right)
{
    switch (op) {
    case BinaryOp::Equal: return left == right;
    case BinaryOp::NotEqual: return left != right;
    case BinaryOp::Greater: return left > right;
    case BinaryOp::Less: return left < right;
    case BinaryOp::GreaterOrEqual: return left >= right;
    case BinaryOp::LessOrEqual: return left <= right;
    default: return false;
    }
}

namespace {

// Of a vector and a scalar; a comparison keeps the vector's value, on whichever side it stands.
Result<Evaluated> withScalar(Evaluation &evaluation, const Binary &binary, Dense dense, std::span<const double> scalar, bool scalarIsLeft)
{
    const bool filters = isComparison(binary.op) && !binary.returnBool;
    Dense kept;
    kept.reserve(dense.size());
    for (auto &series : dense) {
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            double &value = series.values[i];
            if (isAbsent(value))
                continue;
            const double left = scalarIsLeft ? scalar[i] : value;
            const double right = scalarIsLeft ? value : scalar[i];
            if (filters)
                value = compare(binary.op, left, right) ? value : kAbsent;
            else
                value = operate(binary.op, left, right);
        }
        if (filters && !hasValues(series))
            continue;
        if (!filters)
            evaluation.dropName(series);
        kept.push_back(std::move(series));
    }
    // What was only filtered is what it was.
    if (const auto merged = filters ? Result<void>() : mergeSame(kept); !merged)
        return tl::unexpected(merged.error());
    return Evaluated{ValueType::Vector, {}, {}, std::move(kept)};
}

} // namespace

Result<Evaluated> evaluateBinary(Evaluation &evaluation, const Binary &binary, const Grid &grid)
{
    auto left = evaluation.evaluate(*binary.left, grid);
    if (!left)
        return left;
    auto right = evaluation.evaluate(*binary.right, grid);
    if (!right)
        return right;
    if (left->type == ValueType::Scalar && right->type == ValueType::Scalar) {
        for (std::size_t i = 0; i < grid.count; ++i)
            left->scalar[i] = operate(binary.op, left->scalar[i], right->scalar[i]);
        return left;
    }
    if (right->type == ValueType::Scalar)
        return withScalar(evaluation, binary, std::move(left->series), right->scalar, false);
    if (left->type == ValueType::Scalar)
        return withScalar(evaluation, binary, std::move(right->series), left->scalar, true);

    auto matched = isSetOperation(binary.op) ? setOperation(binary, std::move(left->series), std::move(right->series))
                                             : matchVectors(evaluation, binary, std::move(left->series), std::move(right->series));
    if (!matched)
        return tl::unexpected(matched.error());
    return Evaluated{ValueType::Vector, {}, {}, std::move(*matched)};
}

} // namespace query
