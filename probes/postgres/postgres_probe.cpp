#include "probes/postgres/postgres_probe.h"

#include "models/metric/verdict.h"
#include "probes/net/endpoint.h"
#include "probes/net/resolver.h"
#include "probes/postgres/connection.h"
#include "probes/postgres/inquiry.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace postgres {

using metric::Result;

namespace {

class PostgresProbe final : public probes::Probe {
public:
    PostgresProbe(Login login, std::chrono::nanoseconds timeout)
        : m_login(std::move(login)), m_timeout(timeout), m_server(fmt::format("{}:{}", m_login.host, m_login.port))
    {
    }

    std::string_view name() const override { return "postgres"; }
    std::string_view job() const override { return "postgres"; }
    Result<void> collect(probes::Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override;

private:
    // The session of the last round, or a new one where that is gone or there is none.
    net::Outcome<Facts> reach(const net::Deadline &deadline);
    std::shared_ptr<const metric::Evidence> evidence(metric::Timestamp time, const Facts *facts, const Inquiry::Failures &failures,
                                                     std::chrono::nanoseconds answered) const;

    Login m_login;
    std::chrono::nanoseconds m_timeout;
    std::string m_server; // as postgres_exporter names it
    std::optional<Connection> m_connection;
    std::optional<Inquiry> m_inquiry;
    Connection::Phases m_phases{}; // of this round
    std::uint64_t m_rounds = 0;
};

std::string counted(double count, std::string_view one, std::string_view many) { return fmt::format("{:.0f} {}", count, count == 1 ? one : many); }

std::string messageOf(const Facts &facts, const Inquiry::Failures &failures)
{
    auto message = fmt::format("{:.0f} of {:.0f} connections", facts.connections, facts.mostConnections);
    if (facts.blocked > 0)
        message += " · " + counted(facts.blocked, "blocked query", "blocked queries");
    if (facts.replica)
        message += " · replica";
    if (!facts.monitor)
        message += " · the role lacks pg_monitor, so what others do is hidden";
    else if (!failures.empty())
        message += " · " + counted(double(failures.size()), "part", "parts") + " could not be read";
    return message;
}

} // namespace

net::Outcome<Facts> PostgresProbe::reach(const net::Deadline &deadline)
{
    if (m_connection && m_connection->usable()) {
        if (auto facts = Facts::ask(*m_connection, deadline); facts || facts.error().reason != metric::Reason::Closed)
            return facts;
        // The server was started anew, or a firewall forgot the session: no fault before a new one fails.
    }
    m_connection.reset();
    auto opened = Connection::open(m_login, deadline, m_phases);
    if (!opened)
        return tl::unexpected(opened.error());
    m_connection = std::move(*opened);
    m_inquiry.emplace();
    return Facts::ask(*m_connection, deadline);
}

Result<void> PostgresProbe::collect(probes::Source &, const metric::Clock &clock, metric::BatchBuilder &batch)
{
    const net::Deadline deadline(clock, m_timeout);
    m_phases = {};
    ++m_rounds;
    const auto facts = reach(deadline);
    const auto answered = deadline.elapsed();

    Inquiry::Failures failures;
    batch.add("pg_up", facts ? 1 : 0);
    batch.add("pg_exporter_scrapes_total", double(m_rounds));
    if (facts)
        failures = m_inquiry->run(*m_connection, *facts, m_server, deadline, batch);
    else
        batch.add("pg_exporter_last_scrape_error", 1);
    batch.add("pg_exporter_last_scrape_duration_seconds", std::chrono::duration<double>(deadline.elapsed()).count());

    metric::Verdict verdict;
    if (facts) {
        verdict = {metric::Reason::None, messageOf(*facts, failures), answered, evidence(batch.time(), &*facts, failures, answered)};
    } else {
        verdict = {facts.error().reason, facts.error().message, {}, nullptr};
        failures.emplace("connection", facts.error().message);
        verdict.evidence = evidence(batch.time(), nullptr, failures, answered);
    }
    batch.judge(std::move(verdict));
    if (m_connection && (!facts || !m_connection->usable()))
        m_connection.reset();
    return {};
}

std::shared_ptr<const metric::Evidence> PostgresProbe::evidence(metric::Timestamp time, const Facts *facts, const Inquiry::Failures &failures,
                                                                std::chrono::nanoseconds answered) const
{
    const auto milliseconds = [](std::chrono::nanoseconds took) { return std::chrono::duration<double, std::milli>(took).count(); };
    metric::Evidence made{time, {}};
    std::string server = fmt::format("asked: {}\n", m_server);
    if (facts) {
        const auto tls = m_connection->tls();
        server += fmt::format("address: {}\nversion: {}\ndatabase: {}\nuser: {}\nencryption: {}\nrights: {}\n",
                              m_login.local() ? m_login.host : m_connection->address(), facts->version, facts->database, facts->user,
                              tls.empty() ? "none" : tls + (m_connection->verified() ? "" : ", not verified"),
                              facts->monitor ? "pg_monitor" : "without pg_monitor: GRANT pg_monitor TO this role shows what others do");
    }
    made.parts.push_back({"Server", std::move(server)});
    made.parts.push_back({"Phases", fmt::format("name: {:.1f} ms\nconnection: {:.1f} ms\nfirst answer: {:.1f} ms\n", milliseconds(m_phases.resolve),
                                                milliseconds(m_phases.connect), milliseconds(answered - m_phases.resolve - m_phases.connect))});
    std::string missing;
    for (const auto &[part, why] : failures)
        missing += fmt::format("{}: {}\n", part, why);
    if (!missing.empty())
        made.parts.push_back({"Not read", std::move(missing)});
    return std::make_shared<const metric::Evidence>(std::move(made));
}

// "/run/postgresql", "/run/postgresql:5433".
static std::pair<std::string, std::uint16_t> parseSocket(std::string_view text)
{
    std::uint16_t port = 0;
    if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
        const auto digits = text.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (error == std::errc() && end == digits.data() + digits.size() && port > 0)
            return {std::string(text.substr(0, colon)), port};
    }
    return {std::string(text), 5432};
}

static bool isThisMachine(std::string_view host)
{
    if (host == "localhost" || host.starts_with('/'))
        return true;
    const auto address = net::parseAddress(host);
    return address && (address->v6 ? address->text() == "::1" : address->octets[0] == 127);
}

Result<std::unique_ptr<probes::Probe>> makePostgresProbe(const probes::Options &options)
{
    probes::OptionReader reader(options);
    Login login;
    const auto address = reader.required("address");
    login.database = reader.text("database", "postgres");
    login.user = reader.text("user", "vedette");
    login.password = reader.text("password");
    login.sslMode = reader.choice("sslmode", {"automatic", "verify-full", "verify-ca", "require", "prefer", "disable"}, "automatic");
    login.authorityFile = reader.text("authority_file");
    login.certificateFile = reader.text("certificate_file");
    login.keyFile = reader.text("key_file");
    for (const char c : reader.text("pinned_sha256")) {
        if (c != ':' && c != ' ')
            login.pinnedSha256 += c >= 'A' && c <= 'F' ? char(c - 'A' + 'a') : c;
    }
    if (!login.pinnedSha256.empty() &&
        (login.pinnedSha256.size() != 64 || login.pinnedSha256.find_first_not_of("0123456789abcdef") != std::string::npos))
        reader.fault("pinned_sha256", "expected 64 hexadecimal digits");
    const auto timeout = reader.number("timeout", 10, 0.1, 120);
    if (address.starts_with('/')) {
        std::tie(login.host, login.port) = parseSocket(address);
    } else if (const auto endpoint = net::parseEndpoint(address, 5432)) {
        login.host = endpoint->host;
        login.port = endpoint->port;
    } else if (!address.empty()) {
        reader.fault("address", endpoint.error().message);
    }
    if (login.sslMode == "automatic")
        login.sslMode = isThisMachine(login.host) ? "prefer" : "verify-full";
    if (auto read = reader.finish(); !read)
        return tl::unexpected(read.error());
    return std::make_unique<PostgresProbe>(std::move(login),
                                           std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(timeout)));
}

} // namespace postgres
