#include "probes/elasticsearch/elasticsearch_probe.h"

#include "probes/elasticsearch/cluster_metrics.h"
#include "probes/elasticsearch/index_metrics.h"
#include "probes/elasticsearch/node_metrics.h"

#include "models/metric/format.h"
#include "probes/net/http_client.h"
#include "probes/net/tls_options.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace elasticsearch {

using metric::Reason;

// What is asked besides health, version and nodes, where it is wanted.
static constexpr std::string_view kOptional[] = {"indices", "index_settings", "mappings",     "shards", "cluster_settings", "snapshots", "slm",
                                                 "ilm",     "data_streams",   "health_report"};

struct Plan {
    net::HttpRequest request{}; // of which the URL has no path yet
    bool all = true;            // nodes; otherwise the one that answers
    bool mustBeGreen = false;
    std::set<std::string_view> wanted{}; // of kOptional
    std::chrono::nanoseconds timeout{0};
};

// The error's kind as the cluster names it, "master_not_discovered_exception"; nothing else of what it says.
static std::string kindOfError(std::string_view body)
{
    const auto json = parseAnswer(body);
    auto kind = std::string(json ? text(*json, "error.type") : std::string_view()).substr(0, 80);
    std::erase_if(kind, [](char each) { return each != '_' && (each < 'a' || each > 'z'); });
    return kind;
}

static std::string percent(double ratio) { return fmt::format("{:.0f} %", 100 * ratio); }

// The largest that is known; NaN where none is.
static double most(const metric::Table &table, std::string_view column)
{
    auto most = std::nan("");
    for (const auto value : *table.numbers(column))
        most = std::fmax(most, value);
    return most;
}

class ElasticsearchProbe final : public probes::Probe {
public:
    explicit ElasticsearchProbe(Plan plan) : m_plan(std::move(plan)) {}

    std::string_view name() const override { return "elasticsearch"; }
    std::string_view job() const override { return "elasticsearch"; }

    metric::Result<void> collect(probes::Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_plan.timeout);
        SeriesWriter series(batch);
        m_remarks.clear();
        m_evidence = {batch.time(), {}};

        const auto health = ask("/_cluster/health", deadline);
        metric::Verdict verdict;
        tell(m_last);
        if (!health) {
            verdict.reason = health.error().reason;
            verdict.message = health.error().message;
        } else {
            verdict.responseTime = m_last.took;
            addClusterHealth(*health, series);
            const auto nodes = more(text(*health, "cluster_name"), deadline, series, batch);
            verdict = judge(*health, nodes, deadline, std::move(verdict));
        }
        series.add("elasticsearch_cluster_health_up", health ? 1 : 0);
        if (series.full())
            m_remarks.push_back(fmt::format("the cluster told more than {} series; the rest is missing", SeriesWriter::kMostSeries));
        if (!m_remarks.empty())
            m_evidence.parts.push_back({"Remarks", fmt::format("{}", fmt::join(m_remarks, "\n"))});
        verdict.evidence = std::make_shared<metric::Evidence>(std::move(m_evidence));
        batch.judge(std::move(verdict));
        return {};
    }

private:
    net::Outcome<Json> ask(const std::string &path, const net::Deadline &deadline)
    {
        auto request = m_plan.request;
        request.url += path;
        m_last = m_client.ask(request, deadline);
        if (m_last.fault)
            return tl::unexpected(*m_last.fault);
        const auto where = path.substr(0, path.find('?'));
        if (m_last.status == 401) {
            const bool known = !request.user.empty() || !request.headers.empty();
            return net::fault(Reason::Authentication,
                              known ? "the cluster does not take the user name, password or API key" : "the cluster wants to know who asks");
        }
        if (m_last.status == 403)
            return net::fault(Reason::Permission, fmt::format("the user may not ask for {}; the privilege is \"monitor\"", where));
        if (m_last.status != 200) {
            const auto kind = kindOfError(m_last.body);
            return net::fault(Reason::Status, fmt::format("{} is answered with {}{}{}", where, m_last.status, kind.empty() ? "" : " ", kind));
        }
        auto json = parseAnswer(m_last.body);
        if (json)
            return std::move(*json);
        if (json.error().code == metric::ErrorCode::LimitExceeded)
            return net::fault(Reason::Size, fmt::format("{}: {}", where, json.error().message));
        return net::fault(Reason::Protocol, fmt::format("{} is not answered with JSON: this is no Elasticsearch", where));
    }

    // As ask(), where the rest stands without it: success or failure is told, and the reason.
    std::optional<Json> askMore(std::string_view collector, const std::string &path, const net::Deadline &deadline)
    {
        auto answer = ask(path, deadline);
        m_succeeded[collector] = answer.has_value() && (!m_succeeded.contains(collector) || m_succeeded[collector]);
        if (answer)
            return std::move(*answer);
        if (collector == "shards" && answer.error().reason == Reason::Protocol)
            ++m_unreadableShards;
        m_remarks.push_back(fmt::format("{}: {}", collector, answer.error().message));
        return std::nullopt;
    }

    // Everything but health. Answers the table of the nodes, null where they could not be asked.
    std::shared_ptr<const metric::Table> more(std::string_view cluster, const net::Deadline &deadline, SeriesWriter &series,
                                              metric::BatchBuilder &batch)
    {
        m_succeeded.clear();
        const auto start = m_remarks.size();
        if (const auto info = askMore("clusterinfo", "/", deadline)) {
            addClusterInfo(*info, "elasticsearch_version", series);
            addClusterInfo(*info, "elasticsearch_clusterinfo_version_info", series);
            const auto distribution = text(*info, "version.distribution");
            m_evidence.parts.push_back({"Version", fmt::format("{} {}", distribution == "opensearch" ? "OpenSearch" : "Elasticsearch",
                                                               text(*info, "version.number").substr(0, 40))});
        }
        std::shared_ptr<const metric::Table> nodes;
        const auto stats = askMore("nodes", m_plan.all ? "/_nodes/stats" : "/_nodes/_local/stats", deadline);
        series.add("elasticsearch_node_stats_up", stats ? 1 : 0);
        if (stats) {
            addNodes(*stats, series);
            nodes = std::make_shared<const metric::Table>(nodeTable(*stats, batch.time()));
            batch.addTable(nodes);
        }
        if (wants("indices"))
            askIndices(cluster, deadline, series, batch);
        if (wants("index_settings"))
            with("index_settings", "/_all/_settings", deadline, [&](const Json &json) { addIndexSettings(json, series); });
        if (wants("mappings"))
            with("mappings", "/_all/_mappings", deadline, [&](const Json &json) { addIndexMappings(json, series); });
        if (wants("shards"))
            with("shards", "/_cat/shards?format=json", deadline, [&](const Json &json) { addShards(json, cluster, m_unreadableShards, series); });
        if (wants("cluster_settings"))
            with("cluster_settings", "/_cluster/settings?include_defaults=true", deadline,
                 [&](const Json &json) { addClusterSettings(json, series); });
        if (wants("snapshots"))
            askSnapshots(deadline, series);
        if (wants("slm"))
            withTwo("slm", "/_slm/stats", "/_slm/status", deadline, series, addSnapshotLifecycle);
        if (wants("ilm"))
            withTwo("ilm", "/_all/_ilm/explain", "/_ilm/status", deadline, series, addIndexLifecycle);
        if (wants("data_streams"))
            with("data_streams", "/_data_stream/*/_stats", deadline, [&](const Json &json) { addDataStreams(json, series); });
        if (wants("health_report"))
            with("health_report", "/_health_report", deadline, [&](const Json &json) { addHealthReport(json, series); });
        for (const auto &[collector, succeeded] : m_succeeded)
            series.add("elasticsearch_scrape_success", {{"collector", collector}}, succeeded ? 1 : 0);
        // A cluster that hangs is told once, not for each question.
        constexpr std::size_t kMostRemarks = 12;
        m_remarks.resize(std::min(m_remarks.size(), start + kMostRemarks));
        return nodes;
    }

    bool wants(std::string_view collector) const { return m_plan.wanted.contains(collector); }

    template <class Use>
    void with(std::string_view collector, const std::string &path, const net::Deadline &deadline, Use &&use)
    {
        if (const auto json = askMore(collector, path, deadline))
            use(*json);
    }
    template <class Use>
    void withTwo(std::string_view collector, const std::string &one, const std::string &other, const net::Deadline &deadline, SeriesWriter &series,
                 Use &&use)
    {
        const auto first = askMore(collector, one, deadline);
        const auto second = first ? askMore(collector, other, deadline) : std::nullopt;
        if (second)
            use(*first, *second, series);
    }

    void askIndices(std::string_view cluster, const net::Deadline &deadline, SeriesWriter &series, metric::BatchBuilder &batch)
    {
        with("indices", "/_all/_stats", deadline, [&](const Json &json) {
            addIndices(json, cluster, series);
            batch.addTable(std::make_shared<const metric::Table>(indexTable(json, batch.time())));
        });
        with("indices", "/_alias", deadline, [&](const Json &json) { addAliases(json, cluster, series); });
    }

    void askSnapshots(const net::Deadline &deadline, SeriesWriter &series)
    {
        constexpr std::size_t kMostRepositories = 20;
        const auto repositories = askMore("snapshots", "/_snapshot", deadline);
        if (!repositories || !repositories->is_object())
            return;
        std::size_t asked = 0;
        for (const auto &[repository, about] : repositories->items()) {
            if (++asked > kMostRepositories)
                return;
            std::string path = "/_snapshot/";
            for (const char each : repository.substr(0, SeriesWriter::kMostLabelBytes))
                path += std::isalnum(static_cast<unsigned char>(each)) || each == '-' || each == '_'
                            ? std::string(1, each)
                            : fmt::format("%{:02X}", static_cast<unsigned char>(each));
            with("snapshots", path + "/_all", deadline, [&](const Json &json) { addSnapshots(json, repository, series); });
        }
    }

    metric::Verdict judge(const Json &health, const std::shared_ptr<const metric::Table> &nodes, const net::Deadline &deadline,
                          metric::Verdict verdict)
    {
        const auto status = text(health, "status");
        verdict.message = healthInWords(health);
        const bool good = status == "green" || (status == "yellow" && !m_plan.mustBeGreen);
        if (!good)
            verdict.reason = status == "yellow" || status == "red" ? Reason::Status : Reason::Answer;
        if (good && nodes) {
            const auto heap = most(*nodes, "heap_ratio");
            const auto disk = most(*nodes, "disk_ratio");
            if (heap >= 0 && disk >= 0)
                verdict.message += fmt::format("; heap {} and disk {} at most", percent(heap), percent(disk));
        }
        if (number(health, "unassigned_shards") > 0)
            explain(deadline);
        return verdict;
    }

    // Why a shard has no place, in the cluster's own words.
    void explain(const net::Deadline &deadline)
    {
        constexpr std::size_t kMostText = 2000;
        const auto told = ask("/_cluster/allocation/explain", deadline);
        if (!told)
            return;
        auto words = std::string(text(*told, "allocate_explanation").substr(0, kMostText));
        if (words.empty())
            words = text(*told, "unassigned_info.reason").substr(0, kMostText);
        m_evidence.parts.push_back(
            {"Unassigned shard", fmt::format("{}, shard {:.0f}, {}\n{}", text(*told, "index").substr(0, SeriesWriter::kMostLabelBytes),
                                             number(*told, "shard"), number(*told, "primary") != 0 ? "primary" : "replica", words)});
    }

    void tell(const net::HttpExchange &exchange)
    {
        const auto seconds = [](std::chrono::nanoseconds time) {
            return metric::formatValue(std::chrono::duration<double>(time).count(), metric::Unit::Seconds);
        };
        const auto &phases = exchange.phases;
        m_evidence.parts.push_back(
            {"Phases", fmt::format("resolve {}\nconnect {}\ntls {}\nprocessing {}\ntransfer {}", seconds(phases.resolve), seconds(phases.connect),
                                   seconds(phases.tls), seconds(phases.processing), seconds(phases.transfer))});
        if (!exchange.address.empty())
            m_evidence.parts.push_back({"Address", exchange.address});
        if (exchange.status != 0)
            m_evidence.parts.push_back({"Status", fmt::format("{}", exchange.status)});
        if (exchange.tls && !exchange.tls->chain.empty()) {
            const auto &leaf = exchange.tls->chain.front();
            m_evidence.parts.push_back(
                {"Certificate", fmt::format("Subject: {}\nIssuer: {}\nSHA-256: {}{}", leaf.subject, leaf.issuer, leaf.sha256,
                                            exchange.tls->distrust.empty() ? "" : "\nNot trusted: " + exchange.tls->distrust)});
        }
    }

    Plan m_plan;
    net::HttpClient m_client{net::HttpClient::Connections::Kept};
    net::HttpExchange m_last;
    double m_unreadableShards = 0; // answers, since the probe was made
    // Of this round.
    std::map<std::string_view, bool> m_succeeded;
    std::vector<std::string> m_remarks;
    metric::Evidence m_evidence;
};

} // namespace elasticsearch

namespace probes {

metric::Result<std::unique_ptr<Probe>> makeElasticsearchProbe(const Options &options)
{
    constexpr std::uint64_t kMostBody = 32u << 20;
    OptionReader reader(options);
    elasticsearch::Plan plan;
    auto &request = plan.request;
    request.url = reader.required("url");
    while (request.url.ends_with('/'))
        request.url.pop_back();
    if (!request.url.starts_with("http://") && !request.url.starts_with("https://"))
        reader.fault("url", "expected http:// or https:// and a host");
    else if (request.url.find_first_of("?#") != std::string_view::npos)
        reader.fault("url", "expected no question mark and no hash sign");
    else if (request.url.find('@') != std::string_view::npos)
        reader.fault("url", "the user name and the password have fields of their own");
    request.user = reader.text("user");
    request.password = reader.text("password");
    const auto key = reader.text("api_key");
    if (!key.empty() && !request.user.empty())
        reader.fault("api_key", "is not needed where there is a user name");
    else if (key.find_first_of("\r\n") != std::string_view::npos)
        reader.fault("api_key", "expected one line");
    else if (!key.empty())
        request.headers.emplace_back("Authorization", "ApiKey " + key);
    request.tls = net::readTlsOptions([&](std::string_view name) { return reader.text(name); });
    request.maxRedirects = 0; // so that what says who asks goes nowhere else
    request.maxBody = kMostBody;
    plan.all = reader.choice("nodes", {"all", "local"}, "all") == "all";
    plan.mustBeGreen = reader.choice("worst_status", {"yellow", "green"}, "yellow") == "green";
    for (const auto collector : elasticsearch::kOptional) {
        if (reader.flag(collector, false))
            plan.wanted.insert(collector);
    }
    plan.timeout = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(reader.number("timeout", 10, 0.1, 120)));
    if (auto good = reader.finish(); !good)
        return tl::unexpected(good.error());
    return std::make_unique<elasticsearch::ElasticsearchProbe>(std::move(plan));
}

} // namespace probes
