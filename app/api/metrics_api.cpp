#include "app/api/metrics_api.h"

#include "app/api/envelope.h"
#include "app/api/metrics_text.h"
#include "app/api/parameters.h"

#include <array>
#include <map>
#include <memory>

namespace api {

using metric::LabelsRef;
using metric::Result;

// How old a sample may be to count as the newest, as in a query.
static constexpr metric::Duration kLookback = std::chrono::minutes(5);
static constexpr char kText004[] = "text/plain; version=0.0.4; charset=utf-8";
static constexpr char kOpenMetrics[] = "application/openmetrics-text; version=1.0.0; charset=utf-8";

namespace {

// Adds the newest sample of each series, under the labels that `named` gives it.
template <class Named>
Result<void> addNewest(const Sources &sources, std::span<const series::Matcher> matchers, std::map<metric::Labels, metric::Point> &newest,
                       Named named)
{
    const auto now = sources.clock.now();
    return sources.reader.visit(matchers, {now - kLookback, now}, {}, [&](const LabelsRef &labels, std::span<const metric::Point> points) {
        if (!points.empty() && !metric::isStale(points.back().value))
            newest.insert_or_assign(named(*labels), points.back());
        return true;
    });
}

std::vector<Newest> listOf(const std::map<metric::Labels, metric::Point> &newest)
{
    std::vector<Newest> list;
    for (const auto &[labels, point] : newest)
        list.push_back({std::make_shared<const metric::Labels>(labels), point});
    return list;
}

} // namespace

Response MetricsApi::own(const Request &request) const
{
    const std::vector matchers{series::Matcher::equal("job", "vedette")};
    std::map<metric::Labels, metric::Point> newest;
    // Who scrapes gives job and instance of its own.
    const std::array<std::string_view, 2> scrapers{"instance", "job"};
    if (auto done = addNewest(m_sources, matchers, newest, [&](const metric::Labels &labels) { return labels.without(scrapers); }); !done)
        return failure(done.error());
    const auto told = m_sources.metadata({});
    if (!told)
        return failure(told.error());
    if (listHas(request.accept, "application/openmetrics-text"))
        return {200, openMetricsText(listOf(newest), *told), kOpenMetrics};
    return {200, prometheusText(listOf(newest), *told, false), kText004};
}

Response MetricsApi::federate(const Request &request) const
{
    const auto sets = matchParameters(request);
    if (!sets)
        return {400, sets.error().message + "\n", kPlainText};
    std::map<metric::Labels, metric::Point> newest;
    for (const auto &matchers : *sets) {
        if (auto done = addNewest(m_sources, matchers, newest, [](const metric::Labels &labels) { return labels; }); !done)
            return failure(done.error());
    }
    const auto told = m_sources.metadata({});
    if (!told)
        return failure(told.error());
    return {200, prometheusText(listOf(newest), *told, true), kText004};
}

} // namespace api
