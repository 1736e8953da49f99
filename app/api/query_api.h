#pragma once

#include "app/api/http.h"
#include "app/api/sources.h"

namespace api {

// /api/v1/query, query_range and query_exemplars: what an expression is at a moment or over a range.
class QueryApi {
public:
    explicit QueryApi(const Sources &sources) : m_sources(sources) {}

    Response instant(const Request &request) const;
    Response range(const Request &request) const;
    Response exemplars(const Request &request) const; // there are none

private:
    Response ask(const Request &request, query::Question question) const;

    const Sources &m_sources;
};

// {"resultType":...,"result":...}; `time` is that of a scalar or string, or of a vector's samples.
class JsonWriter;
void writeValue(JsonWriter &json, const query::Value &value, metric::Timestamp time);

} // namespace api
