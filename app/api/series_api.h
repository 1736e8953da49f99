#pragma once

#include "app/api/http.h"
#include "app/api/sources.h"

namespace api {

// /api/v1/series, labels, label/NAME/values and metadata: what there is to ask for.
class SeriesApi {
public:
    explicit SeriesApi(const Sources &sources) : m_sources(sources) {}

    Response series(const Request &request) const;
    Response labelNames(const Request &request) const;
    Response labelValues(const Request &request, std::string_view name) const;
    Response metadata(const Request &request) const;

private:
    metric::Result<std::vector<metric::LabelsRef>> matching(const Request &request) const;

    const Sources &m_sources;
};

// U__http_2e_status -> http.status: names that stand in an address (Prometheus's UTF-8 escaping). Others as they are.
std::string unescapedName(std::string_view name);

} // namespace api
