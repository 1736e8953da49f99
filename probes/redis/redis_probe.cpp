#include "probes/redis/redis_probe.h"

#include "probes/redis/redis_metrics.h"
#include "probes/redis/redis_session.h"
#include "probes/redis/redis_tables.h"
#include "probes/redis/redis_verdict.h"

#include "models/metric/format.h"
#include "probes/net/tls_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace redis {

using metric::Reason;

static constexpr std::string_view kConfigNames[] = {
    "maxmemory", "maxclients", "databases", "io-threads", "latency-monitor-threshold", "stop-writes-on-bgsave-error"};

static std::string timeInWords(std::chrono::nanoseconds time)
{
    return metric::formatValue(std::chrono::duration<double>(time).count(), metric::Unit::Seconds);
}

static int databasesOf(const Info &info, const Reply &config)
{
    constexpr int kByDefault = 16;
    constexpr int kMost = 1000;
    if (info.text("cluster_enabled") == "1")
        return 1;
    const auto word = configValue(config, "databases");
    int count = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), count);
    return read.ec == std::errc() && count > 0 ? std::min(count, kMost) : kByDefault;
}

class RedisProbe final : public probes::Probe {
public:
    RedisProbe(Server server, std::chrono::nanoseconds timeout) : m_server(std::move(server)), m_timeout(timeout) {}

    std::string_view name() const override { return "redis"; }
    std::string_view job() const override { return "redis"; }

    metric::Result<void> collect(probes::Source &, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        const net::Deadline deadline(clock, m_timeout);
        const auto exchange = ask(m_server, questions(clock), deadline);
        auto verdict = judge(exchange, clock, batch);
        const auto *info = exchange.reply("info");
        const bool up = info && info->is(Reply::Type::Text) && verdict.reason != Reason::Authentication;
        batch.add("redis_up", up ? 1 : 0);
        batch.add("redis_exporter_last_scrape_error", {{"err", up ? std::string_view() : std::string_view(verdict.message)}}, up ? 0 : 1);
        batch.add("redis_exporter_last_scrape_connect_time_seconds", std::chrono::duration<double>(exchange.connect).count());
        batch.add("redis_exporter_last_scrape_duration_seconds", std::chrono::duration<double>(exchange.took).count());
        if (up)
            verdict.responseTime = exchange.took;
        verdict.evidence = std::make_shared<metric::Evidence>(evidence(exchange, batch.time()));
        batch.judge(std::move(verdict));
        return {};
    }

private:
    // All but INFO may be refused. What was, is not asked again for a while, because each time counts as an error there.
    std::vector<Question> questions(const metric::Clock &clock)
    {
        std::erase_if(m_refused, [&](const auto &each) { return each.second.until <= clock.monotonic(); });
        m_remarks.clear();
        std::vector<Question> all;
        if (!m_server.user.empty())
            all.push_back({"auth", {"AUTH", m_server.user, m_server.password}});
        else if (!m_server.password.empty())
            all.push_back({"auth", {"AUTH", m_server.password}});
        all.push_back({"info", {"INFO", "ALL"}});
        const auto may = [&](std::string_view name) { return !m_refused.contains(name); };
        if (may("config")) {
            for (const auto name : kConfigNames)
                all.push_back({name, {"CONFIG", "GET", name}});
        }
        if (may("slowlog length"))
            all.push_back({"slowlog length", {"SLOWLOG", "LEN"}});
        if (may("slowlog"))
            all.push_back({"slowlog", {"SLOWLOG", "GET", "32"}});
        if (may("latency"))
            all.push_back({"latency", {"LATENCY", "LATEST"}});
        if (m_hasHistograms && may("histograms"))
            all.push_back({"histograms", {"LATENCY", "HISTOGRAM"}});
        if (m_isCluster && may("cluster"))
            all.push_back({"cluster", {"CLUSTER", "INFO"}});
        return all;
    }

    metric::Verdict judge(const Exchange &exchange, const metric::Clock &clock, metric::BatchBuilder &batch)
    {
        if (const auto *auth = exchange.reply("auth"); auth && auth->is(Reply::Type::Error)) {
            if (auth->text.find("no password is set") != std::string_view::npos ||
                auth->text.find("without any password configured") != std::string_view::npos)
                m_remarks.emplace_back("a password is given here, but the server wants none");
            else
                return authenticationFailed(*auth);
        }
        const auto *info = exchange.reply("info");
        if (!info)
            return failed(*exchange.fault);
        if (info->is(Reply::Type::Error))
            return failed(faultOf(info->text, m_server.password));
        if (!info->is(Reply::Type::Text))
            return failed({Reason::Protocol, "the server does not answer INFO as Redis does"});

        const Info facts(info->text);
        if (facts.text("redis_version").empty())
            return failed({Reason::Answer, "the answer to INFO says nothing of Redis"});
        learn(facts);
        noteRefusals(exchange, clock);
        Reply config{Reply::Type::Array, 0, {}, {}};
        for (const auto name : kConfigNames) {
            if (const auto *told = exchange.reply(name))
                config.elements.insert(config.elements.end(), told->elements.begin(), told->elements.end());
        }
        const auto *cluster = exchange.reply("cluster");
        const Info clusterFacts(cluster && cluster->is(Reply::Type::Text) ? std::string_view(cluster->text) : std::string_view());
        write(exchange, facts, config, clusterFacts, batch);

        auto verdict = exchange.fault ? failed(*exchange.fault) : judgeServer(facts, clusterFacts, m_before);
        m_before = countersOf(facts);
        const auto more = remarks(facts, config);
        m_remarks.insert(m_remarks.end(), more.begin(), more.end());
        return verdict;
    }

    static metric::Verdict failed(net::Fault fault) { return {fault.reason, std::move(fault.message)}; }

    // The server's own words are not told: one that does not know the command may repeat it.
    metric::Verdict authenticationFailed(const Reply &reply) const
    {
        const auto fault = faultOf(reply.text, m_server.password);
        if (fault.reason != Reason::Status)
            return failed(fault);
        return failed({Reason::Authentication, "the server does not take the user name or the password"});
    }

    // What the next round may ask for without being an error there.
    void learn(const Info &info)
    {
        const auto version = info.text("redis_version");
        int major = 0;
        std::from_chars(version.data(), version.data() + version.size(), major);
        m_hasHistograms = major >= 7;
        m_isCluster = info.text("cluster_enabled") == "1";
    }

    void noteRefusals(const Exchange &exchange, const metric::Clock &clock)
    {
        constexpr std::chrono::minutes kWhile{10};
        constexpr std::pair<std::string_view, std::string_view> kAsked[] = {{"slowlog length", "SLOWLOG LEN"}, {"slowlog", "SLOWLOG GET"},
                                                                            {"latency", "LATENCY LATEST"},     {"histograms", "LATENCY HISTOGRAM"},
                                                                            {"cluster", "CLUSTER INFO"},       {"maxmemory", "CONFIG GET"}};
        for (const auto &[name, words] : kAsked) {
            const auto *reply = exchange.reply(name);
            if (reply && reply->is(Reply::Type::Error))
                m_refused[name == "maxmemory" ? std::string_view("config") : name] = {words, clock.monotonic() + kWhile};
        }
        for (const auto &[name, refused] : m_refused)
            m_remarks.push_back(fmt::format("not allowed: {}; what it would tell is missing", refused.words));
    }

    void write(const Exchange &exchange, const Info &info, const Reply &config, const Info &cluster, metric::BatchBuilder &batch) const
    {
        const auto array = [&](std::string_view name) {
            const auto *reply = exchange.reply(name);
            return reply && reply->is(Reply::Type::Array) ? reply : nullptr;
        };
        const auto addTable = [&](metric::Table table) { batch.addTable(std::make_shared<const metric::Table>(std::move(table))); };
        addInfo(info, databasesOf(info, config), batch);
        addConfig(config, batch);
        addCluster(cluster, batch);
        addSlowlog(exchange.reply("slowlog length"), array("slowlog"), batch);
        addTable(keyspaceTable(info, batch.time()));
        addTable(commandTable(info, batch.time()));
        if (const auto *entries = array("slowlog"))
            addTable(slowlogTable(*entries, batch.time()));
        if (const auto *events = array("latency")) {
            addLatency(*events, batch);
            addTable(latencyTable(*events, batch.time()));
        }
        if (const auto *histograms = array("histograms"))
            addHistograms(*histograms, info, batch);
    }

    metric::Evidence evidence(const Exchange &exchange, metric::Timestamp time) const
    {
        metric::Evidence evidence{time, {}};
        evidence.parts.push_back({"Phases", fmt::format("connect {}\nall {}", timeInWords(exchange.connect), timeInWords(exchange.took))});
        if (!exchange.address.empty())
            evidence.parts.push_back({"Address", exchange.address});
        if (exchange.tls && !exchange.tls->chain.empty()) {
            const auto &leaf = exchange.tls->chain.front();
            evidence.parts.push_back({"Certificate", fmt::format("Subject: {}\nIssuer: {}\nSHA-256: {}{}", leaf.subject, leaf.issuer, leaf.sha256,
                                                                 exchange.tls->distrust.empty() ? "" : "\nNot trusted: " + exchange.tls->distrust)});
        }
        if (!m_remarks.empty())
            evidence.parts.push_back({"Remarks", fmt::format("{}", fmt::join(m_remarks, "\n"))});
        return evidence;
    }

    struct Refused {
        std::string_view words;
        std::chrono::nanoseconds until; // of the monotonic clock
    };

    Server m_server;
    std::chrono::nanoseconds m_timeout;
    bool m_hasHistograms = false;
    bool m_isCluster = false;
    std::map<std::string_view, Refused> m_refused; // by the question's name
    std::vector<std::string> m_remarks;            // of this round
    std::optional<Counters> m_before;
};

} // namespace redis

namespace probes {

metric::Result<std::unique_ptr<Probe>> makeRedisProbe(const Options &options)
{
    constexpr std::uint16_t kPort = 6379;
    OptionReader reader(options);
    redis::Server server;
    const auto address = reader.required("address");
    server.user = reader.text("user");
    server.password = reader.text("password");
    const bool encrypted = reader.flag("tls", false);
    auto tls = net::readTlsOptions([&](std::string_view name) { return reader.text(name); });
    const auto timeout = std::chrono::duration<double>(reader.number("timeout", 10, 0.1, 120));
    if (address.starts_with('/')) {
        server.path = address;
        if (encrypted)
            reader.fault("tls", "a socket of this machine has no encryption");
    } else if (!address.empty()) {
        if (auto endpoint = net::parseEndpoint(address, kPort))
            server.endpoint = *endpoint;
        else
            reader.fault("address", endpoint.error().message);
        if (encrypted)
            server.tls = std::move(tls);
    }
    if (auto good = reader.finish(); !good)
        return tl::unexpected(good.error());
    return std::make_unique<redis::RedisProbe>(std::move(server), std::chrono::duration_cast<std::chrono::nanoseconds>(timeout));
}

} // namespace probes
