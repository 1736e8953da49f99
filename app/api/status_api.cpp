#include "app/api/status_api.h"

#include "app/api/envelope.h"
#include "app/api/parameters.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include <unistd.h>

namespace api {

using metric::Timestamp;

// Grafana and others read the version to see what a server can do: the PromQL and the API of this one are here.
static constexpr char kCompatible[] = "3.5.0";
// Series that had a point since then count as there, as those in Prometheus's head do.
static constexpr metric::Duration kRecent = std::chrono::hours(2);
static constexpr std::size_t kTop = 10;

static std::string textOf(Timestamp time) { return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(time))); }

Response StatusApi::buildInfo() const
{
    return success([&](JsonWriter &json) {
        json.beginObject().key("version").string(kCompatible).key("revision").string(m_sources.version).key("branch").string("vedette");
        json.key("buildUser").string("").key("buildDate").string("").key("goVersion").string("").key("application").string("Vedette").endObject();
    });
}

Response StatusApi::runtimeInfo() const
{
    char host[256] = {};
    ::gethostname(host, sizeof host - 1);
    return success([&](JsonWriter &json) {
        json.beginObject().key("startTime").string(textOf(m_started)).key("CWD").string(m_sources.directory).key("hostname").string(host);
        json.key("serverTime").string(textOf(m_sources.clock.now())).key("reloadConfigSuccess").boolean(true);
        json.key("lastConfigTime").string(textOf(m_started)).key("corruptionCount").integer(0).key("goroutineCount").integer(0);
        json.key("GOMAXPROCS").integer(std::thread::hardware_concurrency()).key("GOMEMLIMIT").integer(0).key("GOGC").string("");
        json.key("GODEBUG").string("").key("storageRetention").string(m_sources.retention).endObject();
    });
}

Response StatusApi::seriesStatistics(const Request &request) const
{
    const auto limit = request.parameter("limit").empty() ? metric::Result<std::size_t>(kTop) : limitParameter(request);
    if (!limit)
        return failure(limit.error());
    const auto now = m_sources.clock.now();
    const auto found = m_sources.reader.series({}, {now - kRecent, now});
    if (!found)
        return failure(found.error());
    std::unordered_map<std::string_view, std::uint64_t> byMetric, bytesByLabel;
    std::unordered_map<std::string_view, std::unordered_map<std::string_view, std::uint64_t>> byPair;
    for (const auto &labels : *found) {
        ++byMetric[labels->metricName()];
        for (const auto label : *labels)
            ++byPair[label.name][label.value];
    }
    std::unordered_map<std::string_view, std::uint64_t> valuesByLabel;
    std::unordered_map<std::string, std::uint64_t> pairs;
    for (const auto &[name, values] : byPair) {
        valuesByLabel[name] = values.size();
        for (const auto &[value, count] : values) {
            bytesByLabel[name] += value.size();
            pairs[fmt::format("{}={}", name, value)] = count;
        }
    }
    const auto top = [&](JsonWriter &json, const char *key, const auto &counts) {
        std::vector<std::pair<std::string_view, std::uint64_t>> sorted(counts.begin(), counts.end());
        std::ranges::sort(sorted, [](const auto &a, const auto &b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
        sorted.resize(std::min(sorted.size(), *limit));
        json.key(key).beginArray();
        for (const auto &[name, count] : sorted)
            json.beginObject().key("name").string(name).key("value").integer(std::int64_t(count)).endObject();
        json.endArray();
    };
    return success([&](JsonWriter &json) {
        const auto ms = [](Timestamp time) { return std::int64_t(time.time_since_epoch().count()); };
        json.beginObject().key("headStats").beginObject().key("numSeries").integer(std::int64_t(found->size())).key("numLabelPairs");
        json.integer(std::int64_t(pairs.size())).key("chunkCount").integer(0).key("minTime").integer(ms(now - kRecent));
        json.key("maxTime").integer(ms(now)).endObject();
        top(json, "seriesCountByMetricName", byMetric);
        top(json, "labelValueCountByLabelName", valuesByLabel);
        top(json, "memoryInBytesByLabelName", bytesByLabel);
        top(json, "seriesCountByLabelValuePair", pairs);
        json.endObject();
    });
}

Response StatusApi::flags() const
{
    return success([&](JsonWriter &json) {
        json.beginObject().key("query.lookback-delta").string("5m").key("storage.tsdb.path").string(m_sources.directory);
        json.key("storage.tsdb.retention.time").string(m_sources.retention).endObject();
    });
}

Response StatusApi::configuration() const
{
    const auto interval = m_sources.interval.count();
    const auto yaml = fmt::format("global:\n  scrape_interval: {}ms\n  evaluation_interval: {}ms\n", interval, interval);
    return success([&](JsonWriter &json) { json.beginObject().key("yaml").string(yaml).endObject(); });
}

} // namespace api
