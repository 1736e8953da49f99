#pragma once

#include "app/api/alertmanager_api.h"
#include "app/api/http_server.h"
#include "app/api/metrics_api.h"
#include "app/api/query_api.h"
#include "app/api/router.h"
#include "app/api/rules_api.h"
#include "app/api/series_api.h"
#include "app/api/sources.h"
#include "app/api/status_api.h"

#include <memory>

namespace api {

// The HTTP API of Prometheus (https://prometheus.io/docs/prometheus/3.5/querying/api), as far as programs ask for it, over one
// console's series. The controllers without a server; any thread.
class Api {
public:
    explicit Api(Sources sources, const RouterLimits &limits = {});
    Api(const Api &) = delete;
    Api &operator=(const Api &) = delete;

    Response answer(const Request &request) { return m_router.answer(request); }

private:
    std::vector<Route> routes();

    const Sources m_sources;
    const QueryApi m_query;
    const SeriesApi m_series;
    const StatusApi m_status;
    const MetricsApi m_metrics;
    const RulesApi m_rules;
    const AlertmanagerApi m_alertmanager;
    Router m_router;
};

// The same, served.
class ApiServer {
public:
    static metric::Result<std::unique_ptr<ApiServer>> start(Sources sources, Access access);

    const std::string &address() const { return m_server->address(); }

private:
    explicit ApiServer(Sources sources) : m_api(std::move(sources)) {}

    Api m_api;
    std::unique_ptr<HttpServer> m_server; // last: ends first
};

} // namespace api
