#pragma once

#include "app/api/http.h"
#include "app/api/sources.h"

namespace api {

// /metrics: the console's own series, for a Prometheus that watches it; /federate: the newest sample of every series asked for.
class MetricsApi {
public:
    explicit MetricsApi(const Sources &sources) : m_sources(sources) {}

    Response own(const Request &request) const;
    Response federate(const Request &request) const;

private:
    const Sources &m_sources;
};

} // namespace api
