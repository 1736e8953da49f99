#pragma once

#include "app/api/access.h"
#include "app/api/connections.h"
#include "app/api/http.h"

#include <functional>
#include <memory>
#include <string>

struct MHD_Daemon;

namespace api {

struct ServerLimits {
    unsigned connections = 64; // each has a thread; what comes beyond is closed
    std::size_t bodyBytes = std::size_t(4) << 20;
    std::size_t headBytes = std::size_t(128) << 10;                // address and headers
    std::chrono::milliseconds patience = std::chrono::seconds(60); // see Connections
};

// Brings requests to a handler and its answers back: HTTP/1.1, kept alive, packed where asked for. What it refuses by itself: who
// may not ask (Access), bodies too large (413), heads too large (4xx), the slow (closed).
class HttpServer {
public:
    // Called on the connection's thread, by several at once.
    using Handler = std::function<Response(const Request &)>;

    // Io where the address cannot be listened on, InvalidArgument where the certificate is none.
    static metric::Result<std::unique_ptr<HttpServer>> start(Access access, const ServerLimits &limits, Handler handler);
    // The work for requests that are being answered is stopped and waited for.
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    // http://127.0.0.1:9090, with the port that was taken.
    const std::string &address() const { return m_address; }

private:
    struct Callbacks; // the library's
    HttpServer(Access access, const ServerLimits &limits, Handler handler);

    const Access m_access;
    const ServerLimits m_limits;
    const Handler m_handler;
    std::string m_address;
    mutable Connections m_connections;
    MHD_Daemon *m_daemon = nullptr;
};

} // namespace api
