#include "models/query/duration_term.h"

#include <cmath>

namespace query {

using metric::ErrorCode;
using metric::Result;

namespace {

// A hundred years and more than any history.
constexpr double kLongestSeconds = 9e9;

Result<double> secondsOfTerm(const DurationTerm &term, metric::Duration step)
{
    using Op = DurationTerm::Op;
    double left = 0;
    double right = 0;
    if (term.left) {
        auto value = secondsOfTerm(*term.left, step);
        if (!value)
            return value;
        left = *value;
    }
    if (term.right) {
        auto value = secondsOfTerm(*term.right, step);
        if (!value)
            return value;
        right = *value;
    }
    switch (term.op) {
    case Op::Value: return term.seconds;
    case Op::Step: return std::chrono::duration<double>(step).count();
    case Op::Add: return left + right;
    case Op::Subtract: return left - right;
    case Op::Multiply: return left * right;
    case Op::Divide:
        if (right == 0)
            return metric::fail(ErrorCode::InvalidArgument, "division by zero in a duration");
        return left / right;
    case Op::Modulo:
        if (right == 0)
            return metric::fail(ErrorCode::InvalidArgument, "modulo by zero in a duration");
        return std::fmod(left, right);
    case Op::Power: return std::pow(left, right);
    case Op::Negate: return -left;
    case Op::Plus: return left;
    case Op::Min: return std::min(left, right);
    case Op::Max: return std::max(left, right);
    }
    return left;
}

} // namespace

Result<metric::Duration> lengthOf(const Length &length, metric::Duration step)
{
    if (!length.term)
        return length.fixed;
    const auto seconds = secondsOfTerm(*length.term, step);
    if (!seconds)
        return tl::unexpected(seconds.error());
    if (!(std::abs(*seconds) <= kLongestSeconds))
        return metric::fail(ErrorCode::InvalidArgument, "duration out of range");
    return metric::Duration(std::llround(*seconds * 1000));
}

Result<metric::Duration> positiveLengthOf(const Length &length, metric::Duration step)
{
    auto known = lengthOf(length, step);
    if (known && *known <= metric::Duration::zero())
        return metric::fail(ErrorCode::InvalidArgument, "duration must be greater than 0");
    return known;
}

} // namespace query
