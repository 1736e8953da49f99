#pragma once

#include "app/api/http.h"
#include "app/api/sources.h"

#include <string_view>

namespace api {

// Alertmanager's API v2 (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml): what fires, silences, and alerts that
// others post. Errors are JSON texts, as Alertmanager's.
class AlertmanagerApi {
public:
    AlertmanagerApi(const Sources &sources, metric::Timestamp started) : m_sources(sources), m_started(started) {}

    Response status(const Request &request) const;
    Response receivers(const Request &request) const;
    Response alerts(const Request &request) const; // GET and POST
    Response groups(const Request &request) const;
    Response silences(const Request &request) const;                     // GET and POST
    Response silence(const Request &request, std::string_view id) const; // GET and DELETE

private:
    Response postAlerts(const Request &request) const;
    Response postSilence(const Request &request) const;

    const Sources &m_sources;
    const metric::Timestamp m_started;
};

} // namespace api
