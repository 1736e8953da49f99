#pragma once

#include "probes/net/deadline.h"
#include "probes/net/fault.h"
#include "probes/postgres/rows.h"
#include "probes/postgres/session_guard.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct pg_conn;

namespace postgres {

// Where a server is, and as whom.
struct Login {
    std::string host; // a name, an address, or the directory of a socket
    std::uint16_t port = 5432;
    std::string database, user, password;
    std::string sslMode; // as libpq has it: "verify-full" ... "disable"; of no effect on a socket
    std::string authorityFile, certificateFile, keyFile;
    std::string pinnedSha256; // 64 hexadecimal digits, lower case: this certificate and no other, whatever verification says

    bool local() const { return host.starts_with('/'); }
};

// A session with a server, each step bounded by a deadline and all that is read by a size. It changes nothing there: read-only, and
// whatever takes long or waits for a lock is given up by the server itself. Used by one thread at a time.
//
// No fault, and so nothing made of one, has the password in it, whatever the server said.
class Connection {
public:
    static constexpr std::size_t kMostBytes = 4u << 20; // of the answer to one query

    // How long the name took, and all else until the first query may be sent.
    struct Phases {
        std::chrono::nanoseconds resolve{0}, connect{0};
    };
    static net::Outcome<Connection> open(const Login &login, const net::Deadline &deadline, Phases &phases);

    Connection(Connection &&) noexcept;
    Connection &operator=(Connection &&) noexcept;
    ~Connection();

    // The rows of the last statement. After Closed, Timeout of the deadline, Size and Protocol it is not usable() any more; other faults
    // are of that query alone.
    net::Outcome<Rows> ask(const std::string &sql, const net::Deadline &deadline);
    bool usable() const;

    int version() const;         // server_version_num: 150018
    std::string address() const; // of the peer: "127.0.0.1"; empty on a socket
    std::string tls() const;     // "TLSv1.3, TLS_AES_256_GCM_SHA384"; empty: not encrypted
    // Nobody proved that the peer is the host that was asked for.
    bool verified() const { return m_verified; }

private:
    struct Finish {
        void operator()(pg_conn *connection) const;
    };
    Connection(pg_conn *connection, const Login &login);

    net::Outcome<void> start(const net::Deadline &deadline);
    net::Outcome<void> prepareSession(const net::Deadline &deadline);
    net::Outcome<void> await(bool reading, bool writing, const net::Deadline &deadline);
    net::Outcome<void> checkPin() const;
    // Whether the guard ended it.
    net::Outcome<void> guarded(SessionGuard &guard, const net::Deadline &deadline);
    tl::unexpected<net::Fault> late(const net::Deadline &deadline);
    // A fault that ends the session.
    tl::unexpected<net::Fault> broken(metric::Reason reason, std::string message);
    std::string redacted(std::string text) const;

    std::unique_ptr<pg_conn, Finish> m_connection;
    std::string m_password;
    std::string m_pin;
    std::string m_where; // "db.example.org:5432"
    bool m_verified = false;
    bool m_broken = false;
};

} // namespace postgres
