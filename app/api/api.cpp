#include "app/api/api.h"

#include "app/api/syntax_api.h"

namespace api {

Api::Api(Sources sources, const RouterLimits &limits)
    : m_sources(std::move(sources)),
      m_query(m_sources),
      m_series(m_sources),
      m_status(m_sources),
      m_metrics(m_sources),
      m_rules(m_sources),
      m_alertmanager(m_sources, m_sources.clock.now()),
      m_router(routes(), limits)
{
}

std::vector<Route> Api::routes()
{
    constexpr std::string_view kForm = "POST", kNoForm = {}, kPost = "POST", kDelete = "DELETE";
    constexpr bool kCostly = true, kCheap = false;
    // Most controllers want nothing but the request.
    const auto ask = [](auto controller) { return [controller](const Request &request, std::string_view) { return controller(request); }; };
    return {
        {"/api/v1/query", kForm, kCostly, ask([this](const Request &request) { return m_query.instant(request); })},
        {"/api/v1/query_range", kForm, kCostly, ask([this](const Request &request) { return m_query.range(request); })},
        {"/api/v1/query_exemplars", kForm, kCheap, ask([this](const Request &request) { return m_query.exemplars(request); })},
        {"/api/v1/series", kForm, kCostly, ask([this](const Request &request) { return m_series.series(request); })},
        {"/api/v1/labels", kForm, kCostly, ask([this](const Request &request) { return m_series.labelNames(request); })},
        {"/api/v1/label/*/values", kNoForm, kCostly,
         [this](const Request &request, std::string_view name) { return m_series.labelValues(request, name); }},
        {"/api/v1/metadata", kNoForm, kCostly, ask([this](const Request &request) { return m_series.metadata(request); })},
        {"/api/v1/format_query", kForm, kCheap, ask(formatQuery)},
        {"/api/v1/parse_query", kForm, kCheap, ask(parseQuery)},
        {"/api/v1/status/buildinfo", kNoForm, kCheap, ask([this](const Request &) { return m_status.buildInfo(); })},
        {"/api/v1/status/runtimeinfo", kNoForm, kCheap, ask([this](const Request &) { return m_status.runtimeInfo(); })},
        {"/api/v1/status/tsdb", kNoForm, kCostly, ask([this](const Request &request) { return m_status.seriesStatistics(request); })},
        {"/api/v1/status/flags", kNoForm, kCheap, ask([this](const Request &) { return m_status.flags(); })},
        {"/api/v1/status/config", kNoForm, kCheap, ask([this](const Request &) { return m_status.configuration(); })},
        {"/api/v1/rules", kNoForm, kCostly, ask([this](const Request &request) { return m_rules.rules(request); })},
        {"/api/v1/alerts", kNoForm, kCostly, ask([this](const Request &request) { return m_rules.alerts(request); })},
        {"/api/v2/status", kNoForm, kCheap, ask([this](const Request &request) { return m_alertmanager.status(request); })},
        {"/api/v2/receivers", kNoForm, kCheap, ask([this](const Request &request) { return m_alertmanager.receivers(request); })},
        {"/api/v2/alerts", kPost, kCostly, ask([this](const Request &request) { return m_alertmanager.alerts(request); })},
        {"/api/v2/alerts/groups", kNoForm, kCostly, ask([this](const Request &request) { return m_alertmanager.groups(request); })},
        {"/api/v2/silences", kPost, kCostly, ask([this](const Request &request) { return m_alertmanager.silences(request); })},
        {"/api/v2/silence/*", kDelete, kCostly, [this](const Request &request, std::string_view id) { return m_alertmanager.silence(request, id); }},
        {"/-/healthy", kNoForm, kCheap, ask([](const Request &) { return StatusApi::healthy(); })},
        {"/-/ready", kNoForm, kCheap, ask([](const Request &) { return StatusApi::ready(); })},
        {"/metrics", kNoForm, kCostly, ask([this](const Request &request) { return m_metrics.own(request); })},
        {"/federate", kNoForm, kCostly, ask([this](const Request &request) { return m_metrics.federate(request); })},
    };
}

metric::Result<std::unique_ptr<ApiServer>> ApiServer::start(Sources sources, Access access)
{
    std::unique_ptr<ApiServer> served(new ApiServer(std::move(sources)));
    auto server = HttpServer::start(std::move(access), {}, [&api = served->m_api](const Request &request) { return api.answer(request); });
    if (!server)
        return tl::unexpected(server.error());
    served->m_server = std::move(*server);
    return served;
}

} // namespace api
