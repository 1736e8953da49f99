#include "models/query/engine.h"

namespace query {

metric::Result<Vector> Engine::instant(std::string_view expression, metric::Timestamp time, std::stop_token stop) const
{
    auto answered = answer({expression, time, time}, std::move(stop));
    if (!answered)
        return tl::unexpected(answered.error());
    if (auto *vector = std::get_if<Vector>(&answered->value))
        return std::move(*vector);
    if (const auto *scalar = std::get_if<double>(&answered->value))
        return Vector{{std::make_shared<const metric::Labels>(), *scalar}};
    return metric::fail(metric::ErrorCode::InvalidArgument, "the expression is no instant vector and no scalar");
}

metric::Result<Matrix> Engine::range(std::string_view expression, metric::Timestamp start, metric::Timestamp end, metric::Duration step,
                                     std::stop_token stop) const
{
    if (step <= metric::Duration::zero() || end < start)
        return metric::fail(metric::ErrorCode::InvalidArgument, "the range ends before it starts, or its step is not above zero");
    auto answered = answer({expression, start, end, step}, std::move(stop));
    if (!answered)
        return tl::unexpected(answered.error());
    return std::get<Matrix>(std::move(answered->value));
}

} // namespace query
