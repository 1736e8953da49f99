#pragma once

#include "app/api/http.h"
#include "app/api/sources.h"

namespace api {

// /api/v1/rules and /api/v1/alerts: groups of rules and what fires, as Prometheus answers.
class RulesApi {
public:
    explicit RulesApi(const Sources &sources) : m_sources(sources) {}

    Response rules(const Request &request) const;
    Response alerts(const Request &request) const;

private:
    const Sources &m_sources;
};

} // namespace api
