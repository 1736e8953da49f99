#include "models/query/engine.h"

#include <cmath>

namespace query {

metric::Result<Vector> Engine::instant(std::string_view expression, metric::Timestamp time, std::stop_token stop) const
{
    auto answered = answer({.expression = expression, .start = time, .end = time, .showsGaps = true}, std::move(stop));
    if (!answered)
        return tl::unexpected(answered.error());
    if (auto *vector = std::get_if<Vector>(&answered->value)) {
        std::erase_if(*vector, [](const InstantSample &sample) { return std::isnan(sample.value); });
        return std::move(*vector);
    }
    if (const auto *scalar = std::get_if<double>(&answered->value))
        return Vector{{std::make_shared<const metric::Labels>(), *scalar}};
    return metric::fail(metric::ErrorCode::InvalidArgument, "the expression is no instant vector and no scalar");
}

metric::Result<Matrix> Engine::range(std::string_view expression, metric::Timestamp start, metric::Timestamp end, metric::Duration step,
                                     std::stop_token stop) const
{
    if (step <= metric::Duration::zero() || end < start)
        return metric::fail(metric::ErrorCode::InvalidArgument, "the range ends before it starts, or its step is not above zero");
    auto answered = answer({.expression = expression, .start = start, .end = end, .step = step, .showsGaps = true}, std::move(stop));
    if (!answered)
        return tl::unexpected(answered.error());
    auto matrix = std::get<Matrix>(std::move(answered->value));
    for (auto &series : matrix)
        std::erase_if(series.points, [](const metric::Point &point) { return std::isnan(point.value); });
    std::erase_if(matrix, [](const RangeSeries &series) { return series.points.empty(); });
    return matrix;
}

} // namespace query
