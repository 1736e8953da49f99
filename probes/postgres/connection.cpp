#include "probes/postgres/connection.h"

#include "probes/net/resolver.h"
#include "probes/postgres/sql_state.h"
#include "probes/postgres/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include <libpq-fe.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace postgres {

using metric::Reason;
using net::fault;
using net::Outcome;

void Connection::Finish::operator()(pg_conn *connection) const { PQfinish(connection); }

Connection::Connection(Connection &&) noexcept = default;
Connection &Connection::operator=(Connection &&) noexcept = default;
Connection::~Connection() = default;

Connection::Connection(pg_conn *connection, const Login &login)
    : m_connection(connection),
      m_password(login.password),
      m_pin(login.pinnedSha256),
      m_where(login.local() ? login.host : fmt::format("{}:{}", login.host, login.port))
{
}

// libpq trusts nobody by itself; from version 16 on it can be told to trust whom the system trusts, before that only a file.
static std::string systemAuthorities()
{
    for (const auto *file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
        if (::access(file, R_OK) == 0)
            return file;
    }
    return {};
}

// libpq would look names up itself, without a deadline.
static Outcome<std::string> addressesOf(const std::string &host, const net::Deadline &deadline, std::size_t &count)
{
    const auto found = net::resolve(host, net::IpFamily::Any, deadline);
    if (!found)
        return tl::unexpected(found.error());
    std::vector<std::string> texts;
    for (const auto &address : *found)
        texts.push_back(address.text());
    count = texts.size();
    return fmt::format("{}", fmt::join(texts, ","));
}

Outcome<Connection> Connection::open(const Login &login, const net::Deadline &deadline, Phases &phases)
{
    const auto before = deadline.elapsed();
    std::string host = login.host;
    std::string addresses;
    if (!login.local()) {
        std::size_t count = 0;
        auto found = addressesOf(login.host, deadline, count);
        phases.resolve = deadline.elapsed() - before;
        if (!found)
            return tl::unexpected(found.error());
        addresses = std::move(*found);
        // To be verified against the certificate, whichever address answers.
        for (std::size_t i = 1; i < count; ++i)
            host += "," + login.host;
    }
    const auto pinned = !login.pinnedSha256.empty();
    const auto verifies = login.sslMode.starts_with("verify") && !pinned;
    std::vector<std::pair<const char *, std::string>> options{
        {"host", host},
        {"hostaddr", addresses},
        {"port", fmt::to_string(login.port)},
        {"dbname", login.database},
        {"user", login.user},
        {"password", login.password},
        {"application_name", "vedette"},
        {"client_encoding", "UTF8"},
        {"sslmode", pinned ? "require" : login.sslMode},
        {"sslrootcert", !login.authorityFile.empty() ? login.authorityFile
                        : verifies                   ? systemAuthorities()
                                                     : std::string()},
        {"sslcert", login.certificateFile},
        {"sslkey", login.keyFile.empty() ? login.certificateFile : login.keyFile},
        // Kerberos would ask its own servers, without a deadline.
        {"gssencmode", "disable"},
    };
    if (pinned)
        std::erase_if(options, [](const auto &option) { return std::string_view(option.first) == "sslrootcert"; });
    std::vector<const char *> names, values;
    for (const auto &[name, value] : options) {
        if (value.empty())
            continue;
        names.push_back(name);
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    Connection made(PQconnectStartParams(names.data(), values.data(), 0), login);
    if (!made.m_connection)
        return fault(Reason::Network, "out of memory");
    if (auto started = made.start(deadline); !started)
        return tl::unexpected(started.error());
    made.m_verified = login.local() || (verifies && login.sslMode == "verify-full") || pinned;
    if (auto prepared = made.prepareSession(deadline); !prepared)
        return tl::unexpected(prepared.error());
    phases.connect = deadline.elapsed() - before - phases.resolve;
    return made;
}

Outcome<void> Connection::start(const net::Deadline &deadline)
{
    auto *const connection = m_connection.get();
    PQsetNoticeReceiver(
        connection, [](void *, const PGresult *) {}, nullptr); // the default is to print it
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);         // the only way to a SQLSTATE here
    auto state = PQstatus(connection);
    auto next = PGRES_POLLING_WRITING;
    bool pinChecked = m_pin.empty();
    std::optional<SessionGuard> guard;
    int guardedSocket = -1;
    char first = '\0';  // of what came, to the question whether it would encrypt
    bool ended = false; // by the peer
    while (state != CONNECTION_BAD && next != PGRES_POLLING_OK && next != PGRES_POLLING_FAILED) {
        if (auto ready = await(next == PGRES_POLLING_READING, next == PGRES_POLLING_WRITING, deadline); !ready)
            return ready;
        state = PQstatus(connection);
        if (state != CONNECTION_STARTED) {
            if (const int socket = PQsocket(connection); socket != guardedSocket) // the next address
                guard.emplace(guardedSocket = socket, deadline, kMostBytes);
            char byte = '\0';
            const auto peeked = ::recv(PQsocket(connection), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
            ended = peeked == 0 || (peeked < 0 && errno == ECONNRESET);
            if (peeked == 1 && first == '\0' && state == CONNECTION_SSL_STARTUP)
                first = byte;
        }
        next = PQconnectPoll(connection);
        if (auto whole = guard ? guarded(*guard, deadline) : Outcome<void>(); !whole)
            return whole;
        if (!pinChecked && next != PGRES_POLLING_FAILED && PQsslInUse(connection) && PQstatus(connection) != CONNECTION_SSL_STARTUP) {
            // Encrypted, and nothing said yet of who we are.
            if (auto pin = checkPin(); !pin)
                return pin;
            pinChecked = true;
        }
    }
    if (next == PGRES_POLLING_OK) {
        PQsetnonblocking(connection, 1);
        return {};
    }
    const auto [code, text] = saidBy(redacted(PQerrorMessage(connection)));
    if (!code.empty())
        return broken(reasonOf(code), fmt::format("{} ({})", text, code));
    if (ended)
        return broken(Reason::Closed, fmt::format("{} closed the connection", m_where));
    // Where it was when it failed says more than the words, which are in the language of the desktop.
    switch (state) {
    case CONNECTION_SSL_STARTUP:
        if (first != '\0' && first != 'S' && first != 'N' && first != 'E')
            return broken(Reason::Protocol, fmt::format("{} does not speak as PostgreSQL does", m_where));
        return broken(Reason::Tls, fmt::format("no encryption with {}: {}", m_where, text));
    case CONNECTION_AWAITING_RESPONSE:
    case CONNECTION_AUTH_OK:
        if (PQconnectionNeedsPassword(connection))
            return broken(Reason::Authentication, fmt::format("{} asks for a password", m_where));
        return broken(Reason::Protocol, fmt::format("{} does not speak as PostgreSQL does: {}", m_where, text));
    default: break;
    }
    if (m_where.starts_with('/')) {
        if (text.find(std::strerror(EACCES)) != std::string_view::npos)
            return broken(Reason::Permission, fmt::format("no permission to use the socket in {}", m_where));
        return broken(Reason::Refused, fmt::format("no server listens at the socket in {}", m_where));
    }
    if (text.find(std::strerror(ECONNREFUSED)) != std::string_view::npos)
        return broken(Reason::Refused, fmt::format("connection refused by {}", m_where));
    return broken(Reason::Network, text);
}

Outcome<void> Connection::checkPin() const
{
    auto *const ssl = static_cast<SSL *>(PQsslStruct(m_connection.get(), "OpenSSL"));
    const auto certificate = std::unique_ptr<X509, decltype(&X509_free)>(ssl ? SSL_get1_peer_certificate(ssl) : nullptr, X509_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1)
        return fault(Reason::Tls, fmt::format("{} showed no certificate", m_where));
    std::string hex;
    for (unsigned i = 0; i < size; ++i)
        hex += fmt::format("{:02x}", digest[i]);
    if (hex != m_pin)
        return fault(Reason::Tls, fmt::format("the certificate of {} is not the accepted one; its SHA-256 is {}", m_where, hex));
    return {};
}

Outcome<void> Connection::prepareSession(const net::Deadline &deadline)
{
    // Settings instead of options of the start-up packet, which poolers do not know. What must not be waited for is given up by the
    // server before we give it up ourselves, so that the session lives on. Names are looked for where nobody can plant others.
    const auto timeout = std::clamp<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(deadline.timeout()).count() / 2, 50, 5'000);
    const auto sql = fmt::format("SET default_transaction_read_only = on; SET statement_timeout = {}; SET lock_timeout = {}; "
                                 "SET idle_in_transaction_session_timeout = 10000; SET search_path = pg_catalog; "
                                 "SET DateStyle = ISO; SET TimeZone = 'UTC'; SET bytea_output = hex; SET extra_float_digits = 1",
                                 timeout, std::min(timeout, 500LL));
    if (auto set = ask(sql, deadline); !set)
        return tl::unexpected(set.error());
    return {};
}

Outcome<void> Connection::await(bool reading, bool writing, const net::Deadline &deadline)
{
    pollfd waiting{PQsocket(m_connection.get()), short((reading ? POLLIN : 0) | (writing ? POLLOUT : 0)), 0};
    if (waiting.fd < 0)
        return broken(Reason::Closed, fmt::format("{} closed the connection", m_where));
    // The deadline first: a peer that never stops talking is always ready.
    while (!deadline.over()) {
        const int ready = ::poll(&waiting, 1, std::min(deadline.leftMs(), 60'000));
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return broken(Reason::Network, std::strerror(errno));
    }
    return late(deadline);
}

tl::unexpected<net::Fault> Connection::late(const net::Deadline &deadline)
{
    return broken(Reason::Timeout,
                  fmt::format("no answer from {} within {:.3g} s", m_where, std::chrono::duration<double>(deadline.timeout()).count()));
}

Outcome<void> Connection::guarded(SessionGuard &guard, const net::Deadline &deadline)
{
    switch (guard.ended()) {
    case SessionGuard::Why::Nothing: return {};
    case SessionGuard::Why::Time: return late(deadline);
    case SessionGuard::Why::Size: return broken(Reason::Size, fmt::format("an answer of {} is longer than {} MiB", m_where, kMostBytes >> 20));
    }
    return {};
}

Outcome<Rows> Connection::ask(const std::string &sql, const net::Deadline &deadline)
{
    auto *const connection = m_connection.get();
    if (!usable() || PQsendQuery(connection, sql.c_str()) == 0)
        return broken(Reason::Closed, fmt::format("{} closed the connection", m_where));
    SessionGuard guard(PQsocket(connection), deadline, kMostBytes);
    std::optional<Rows> rows;
    std::optional<net::Fault> failed;
    for (;;) {
        const int unsent = PQflush(connection);
        if (unsent < 0)
            return broken(Reason::Closed, fmt::format("{} closed the connection", m_where));
        if (PQisBusy(connection)) {
            if (auto ready = await(true, unsent == 1, deadline); !ready)
                return tl::unexpected(ready.error());
            const auto consumed = PQconsumeInput(connection);
            if (auto whole = guarded(guard, deadline); !whole)
                return tl::unexpected(whole.error());
            if (consumed == 0)
                return broken(Reason::Closed,
                              fmt::format("{} broke the connection off: {}", m_where, saidBy(redacted(PQerrorMessage(connection))).text));
            continue;
        }
        auto *const result = PQgetResult(connection);
        if (auto whole = guarded(guard, deadline); !whole) {
            PQclear(result);
            return tl::unexpected(whole.error());
        }
        if (result == nullptr)
            break;
        rows.emplace(result);
        switch (PQresultStatus(result)) {
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY: break;
        case PGRES_FATAL_ERROR: {
            const auto *const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
            const auto *const text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
            if (code == nullptr) // libpq's own: the connection
                return broken(Reason::Closed,
                              fmt::format("{} broke the connection off: {}", m_where, saidBy(redacted(PQresultErrorMessage(result))).text));
            failed = {reasonOf(code), fmt::format("{} ({})", saidBy(redacted(text ? text : "")).text, boundedText(code, 5))};
            break;
        }
        default: return broken(Reason::Protocol, fmt::format("{} answered a question with another one", m_where)); // COPY, say
        }
        if (deadline.over())
            return late(deadline);
    }
    if (PQstatus(connection) != CONNECTION_OK)
        m_broken = true;
    if (failed) {
        m_broken = m_broken || failed->reason == Reason::Closed;
        return tl::unexpected(*failed);
    }
    if (!rows)
        return broken(Reason::Protocol, fmt::format("{} gave no answer", m_where));
    return std::move(*rows);
}

bool Connection::usable() const { return !m_broken && m_connection && PQstatus(m_connection.get()) == CONNECTION_OK; }

tl::unexpected<net::Fault> Connection::broken(Reason reason, std::string message)
{
    m_broken = true;
    return fault(reason, std::move(message));
}

std::string Connection::redacted(std::string text) const
{
    // A server may repeat what it was told.
    for (auto at = m_password.empty() ? std::string_view::npos : text.find(m_password); at != std::string_view::npos;
         at = text.find(m_password, at + 3))
        text.replace(at, m_password.size(), "***");
    return text;
}

int Connection::version() const { return PQserverVersion(m_connection.get()); }

std::string Connection::address() const
{
    const auto *const address = PQhostaddr(m_connection.get());
    return address ? address : "";
}

std::string Connection::tls() const
{
    auto *const connection = m_connection.get();
    if (!PQsslInUse(connection))
        return {};
    const auto *const protocol = PQsslAttribute(connection, "protocol");
    const auto *const cipher = PQsslAttribute(connection, "cipher");
    return fmt::format("{}, {}", protocol ? protocol : "?", cipher ? cipher : "?");
}

} // namespace postgres
