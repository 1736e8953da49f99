#include "app/api/query_api.h"

#include "app/api/envelope.h"
#include "app/api/parameters.h"

#include <fmt/format.h>

#include <algorithm>

namespace api {

using metric::Duration;
using metric::Timestamp;

static constexpr std::int64_t kMostSteps = 11'000;

namespace {

// What a limit leaves of it; true where something was cut off.
bool cut(query::Value &value, std::size_t limit)
{
    const auto shorten = [limit](auto &list) {
        const bool more = list.size() > limit;
        if (more)
            list.erase(list.begin() + std::ptrdiff_t(limit), list.end());
        return more;
    };
    if (auto *vector = std::get_if<query::Vector>(&value))
        return shorten(*vector);
    if (auto *matrix = std::get_if<query::Matrix>(&value))
        return shorten(*matrix);
    return false;
}

std::size_t roomFor(const query::Value &value)
{
    std::size_t points = 0, series = 0;
    if (const auto *vector = std::get_if<query::Vector>(&value))
        series = points = vector->size();
    if (const auto *matrix = std::get_if<query::Matrix>(&value)) {
        series = matrix->size();
        for (const auto &one : *matrix)
            points += one.points.size();
    }
    return 200 + series * 200 + points * 28;
}

} // namespace

void writeValue(JsonWriter &json, const query::Value &value, Timestamp time)
{
    json.reserve(roomFor(value));
    json.beginObject().key("resultType");
    if (const auto *number = std::get_if<double>(&value)) {
        json.string("scalar").key("result").point(time, *number);
    } else if (const auto *text = std::get_if<std::string>(&value)) {
        json.string("string").key("result").beginArray().seconds(time).string(*text).endArray();
    } else if (const auto *vector = std::get_if<query::Vector>(&value)) {
        json.string("vector").key("result").beginArray();
        for (const auto &sample : *vector)
            json.beginObject().key("metric").labels(*sample.labels).key("value").point(time, sample.value).endObject();
        json.endArray();
    } else if (const auto *matrix = std::get_if<query::Matrix>(&value)) {
        json.string("matrix").key("result").beginArray();
        for (const auto &series : *matrix)
            json.beginObject().key("metric").labels(*series.labels).key("values").points(series.points).endObject();
        json.endArray();
    }
    json.endObject();
}

Response QueryApi::ask(const Request &request, query::Question question) const
{
    const auto limit = limitParameter(request);
    if (!limit)
        return failure(limit.error());
    const auto timeout = durationParameter(request, "timeout");
    if (!timeout)
        return failure(timeout.error());
    const auto lookback = durationParameter(request, "lookback_delta");
    if (!lookback)
        return failure(lookback.error());
    if (*lookback && **lookback <= Duration::zero())
        return badParameter("lookback_delta", "it must be above zero");
    question.expression = request.parameter("query");
    question.timeout = *timeout;
    question.lookback = *lookback;
    auto answer = m_sources.engine.answer(question, request.stop);
    if (!answer && answer.error().code == metric::ErrorCode::InvalidArgument)
        return badParameter("query", answer.error().message);
    if (!answer)
        return failure(answer.error());
    if (cut(answer->value, *limit))
        answer->annotations.push_back(truncatedWarning());
    return success([&](JsonWriter &json) { writeValue(json, answer->value, question.start); }, answer->annotations);
}

Response QueryApi::instant(const Request &request) const
{
    const auto time = timeParameter(request, "time", m_sources.clock.now());
    if (!time)
        return failure(time.error());
    return ask(request, {.expression = {}, .start = *time, .end = *time});
}

Response QueryApi::range(const Request &request) const
{
    for (const auto *name : {"start", "end"}) {
        if (request.parameter(name).empty())
            return badParameter(name, "cannot parse \"\" to a valid timestamp");
    }
    const auto range = rangeParameters(request);
    if (!range)
        return failure(range.error());
    const auto step = durationParameter(request, "step");
    if (!step)
        return failure(step.error());
    if (!*step)
        return badParameter("step", "cannot parse \"\" to a valid duration");
    if (**step <= Duration::zero())
        return badParameter("step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
    if ((range->to - range->from) / **step > kMostSteps)
        return badData("exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)");
    return ask(request, {.expression = {}, .start = range->from, .end = range->to, .step = **step});
}

Response QueryApi::exemplars(const Request &request) const
{
    if (const auto range = rangeParameters(request); !range)
        return failure(range.error());
    return success([](JsonWriter &json) { json.beginArray().endArray(); });
}

} // namespace api
