#include "app/api/http_server.h"

#include "app/api/envelope.h"
#include "app/api/gzip.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <unistd.h>

namespace api {

using metric::ErrorCode;

// Packing less is not worth it.
static constexpr std::size_t kLeastPacked = 1024;
static constexpr int kBacklog = 128;

namespace {

// A request on its way in.
struct Incoming {
    Request request;
    std::string body;
    std::string type;
    bool begun = false;
    bool tooLarge = false;
};

const char *header(MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

void readHead(MHD_Connection *connection, const char *method, Incoming &incoming)
{
    auto &request = incoming.request;
    request.method = method;
    request.host = header(connection, MHD_HTTP_HEADER_HOST);
    request.origin = header(connection, MHD_HTTP_HEADER_ORIGIN);
    request.authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION);
    request.accept = header(connection, MHD_HTTP_HEADER_ACCEPT);
    request.acceptEncoding = header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    incoming.type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
}

std::uint64_t announcedBytes(MHD_Connection *connection)
{
    const std::string_view text = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    std::uint64_t bytes = 0;
    std::from_chars(text.data(), text.data() + text.size(), bytes);
    return bytes;
}

Response tooLarge(std::size_t limit)
{
    auto response = badData(fmt::format("the request's body is larger than {} bytes", limit));
    response.status = 413;
    return response;
}

std::string textOf(const sockaddr_storage &address, bool encrypted)
{
    char host[INET6_ADDRSTRLEN] = {};
    const auto *scheme = encrypted ? "https" : "http";
    if (address.ss_family == AF_INET) {
        const auto &v4 = reinterpret_cast<const sockaddr_in &>(address);
        ::inet_ntop(AF_INET, &v4.sin_addr, host, sizeof host);
        return fmt::format("{}://{}:{}", scheme, host, ntohs(v4.sin_port));
    }
    const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(address);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof host);
    return fmt::format("{}://[{}]:{}", scheme, host, ntohs(v6.sin6_port));
}

} // namespace

struct HttpServer::Callbacks {
    static HttpServer &self(void *server) { return *static_cast<HttpServer *>(server); }

    static Connections::Connection *connectionOf(MHD_Connection *connection)
    {
        const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
        return info ? static_cast<Connections::Connection *>(info->socket_context) : nullptr;
    }

    static void notifyConnection(void *server, MHD_Connection *connection, void **context, MHD_ConnectionNotificationCode code)
    {
        auto &connections = self(server).m_connections;
        if (code == MHD_CONNECTION_NOTIFY_STARTED) {
            const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
            *context = connections.open(info->connect_fd);
        } else if (*context) {
            connections.close(static_cast<Connections::Connection *>(*context));
            *context = nullptr;
        }
    }

    // As soon as the first line is there; the address as it was sent.
    static void *begin(void *, const char *address, MHD_Connection *)
    {
        auto incoming = std::make_unique<Incoming>();
        const std::string_view text = address;
        const auto question = std::min(text.find('?'), text.size());
        incoming->request.path = percentDecoded(text.substr(0, question), false);
        readForm(text.substr(std::min(question + 1, text.size())), incoming->request.parameters);
        return incoming.release();
    }

    static void end(void *server, MHD_Connection *connection, void **context, MHD_RequestTerminationCode)
    {
        delete static_cast<Incoming *>(*context);
        *context = nullptr;
        if (auto *open = connectionOf(connection))
            self(server).m_connections.reading(open);
    }

    static MHD_Result handle(void *server, MHD_Connection *connection, const char *, const char *method, const char *, const char *data,
                             std::size_t *size, void **context)
    {
        // The library is C: nothing may be thrown through it.
        try {
            return take(self(server), connection, method, {data, *size}, *size, *static_cast<Incoming *>(*context));
        } catch (const std::exception &) {
            return MHD_NO;
        }
    }

    // Called with the head, then with every piece of the body, then with nothing.
    static MHD_Result take(const HttpServer &server, MHD_Connection *connection, const char *method, std::string_view piece, std::size_t &left,
                           Incoming &incoming)
    {
        const auto limit = server.m_limits.bodyBytes;
        if (!incoming.begun) {
            incoming.begun = true;
            readHead(connection, method, incoming);
            if (auto refused = server.m_access.refusal(incoming.request))
                return send(server, connection, incoming.request, std::move(*refused));
            return announcedBytes(connection) > limit ? send(server, connection, incoming.request, tooLarge(limit)) : MHD_YES;
        }
        if (!piece.empty()) {
            // What is not announced (chunks) is read to its end, or to that of the patience.
            incoming.tooLarge = incoming.tooLarge || incoming.body.size() + piece.size() > limit;
            if (!incoming.tooLarge)
                incoming.body += piece;
            left = 0;
            return MHD_YES;
        }
        if (incoming.tooLarge)
            return send(server, connection, incoming.request, tooLarge(limit));
        if (incoming.type.starts_with("application/x-www-form-urlencoded"))
            readForm(incoming.body, incoming.request.parameters);
        else if (incoming.type.starts_with("application/json"))
            incoming.request.body = std::move(incoming.body);
        auto *open = connectionOf(connection);
        auto &connections = server.m_connections;
        if (open)
            incoming.request.stop = connections.answering(open);
        auto response = server.m_handler(incoming.request);
        if (open)
            connections.sending(open, response.body.size());
        return send(server, connection, incoming.request, std::move(response));
    }

    static MHD_Result send(const HttpServer &server, MHD_Connection *connection, const Request &request, Response response)
    {
        server.m_access.allowOrigin(request, response);
        if (response.body.size() > kLeastPacked && listHas(request.acceptEncoding, "gzip")) {
            if (auto packed = gzipped(response.body); !packed.empty()) {
                response.body = std::move(packed);
                response.headers.emplace_back(MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
            }
        }
        auto body = std::make_unique<std::string>(std::move(response.body));
        auto *answer = MHD_create_response_from_buffer_with_free_callback_cls(body->size(), body->data(), freeBody, body.get());
        if (!answer)
            return MHD_NO;
        (void)body.release(); // the answer's now
        if (!response.contentType.empty())
            MHD_add_response_header(answer, MHD_HTTP_HEADER_CONTENT_TYPE, response.contentType.c_str());
        for (const auto &[name, value] : response.headers)
            MHD_add_response_header(answer, name.c_str(), value.c_str());
        const auto queued = MHD_queue_response(connection, unsigned(response.status), answer);
        MHD_destroy_response(answer);
        return queued;
    }

    static void freeBody(void *body) { delete static_cast<std::string *>(body); }
};

HttpServer::HttpServer(Access access, const ServerLimits &limits, Handler handler)
    : m_access(std::move(access)), m_limits(limits), m_handler(std::move(handler)), m_connections(limits.patience)
{
}

// Bound here and not by the library, so that what is wrong can be said.
static metric::Result<int> listeningSocket(const Access &access, sockaddr_storage &bound)
{
    const int socket = ::socket(access.address()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    socklen_t size = sizeof bound;
    // Without IPV6_V6ONLY [::] is every address of both kinds.
    if (socket >= 0 && ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        ::bind(socket, access.address(), access.addressSize()) == 0 && ::listen(socket, kBacklog) == 0 &&
        ::getsockname(socket, reinterpret_cast<sockaddr *>(&bound), &size) == 0)
        return socket;
    const std::string why = std::strerror(errno);
    if (socket >= 0)
        ::close(socket);
    std::memcpy(&bound, access.address(), access.addressSize());
    return metric::fail(ErrorCode::Io,
                        fmt::format("{} cannot be listened on: {}; choose another with --listen", textOf(bound, access.isEncrypted()), why));
}

metric::Result<std::unique_ptr<HttpServer>> HttpServer::start(Access access, const ServerLimits &limits, Handler handler)
{
    std::unique_ptr<HttpServer> server(new HttpServer(std::move(access), limits, std::move(handler)));
    sockaddr_storage bound{};
    const auto socket = listeningSocket(server->m_access, bound);
    if (!socket)
        return tl::unexpected(socket.error());
    server->m_address = textOf(bound, server->m_access.isEncrypted());
    // A thread for each connection answers where it reads: no request waits for another, and none changes threads.
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC;
    std::vector<MHD_OptionItem> secrets;
    if (server->m_access.isEncrypted()) {
        flags |= MHD_USE_TLS;
        secrets.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char *>(server->m_access.certificate().c_str())});
        secrets.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char *>(server->m_access.key().c_str())});
    }
    secrets.push_back({MHD_OPTION_END, 0, nullptr});
    server->m_daemon =
        MHD_start_daemon(flags, 0, nullptr, nullptr, &Callbacks::handle, server.get(), MHD_OPTION_LISTEN_SOCKET, *socket, MHD_OPTION_CONNECTION_LIMIT,
                         limits.connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.headBytes, MHD_OPTION_URI_LOG_CALLBACK, &Callbacks::begin,
                         server.get(), MHD_OPTION_NOTIFY_COMPLETED, &Callbacks::end, server.get(), MHD_OPTION_NOTIFY_CONNECTION,
                         &Callbacks::notifyConnection, server.get(), MHD_OPTION_ARRAY, secrets.data(), MHD_OPTION_END);
    if (!server->m_daemon) {
        ::close(*socket);
        return metric::fail(ErrorCode::InvalidArgument, server->m_access.isEncrypted()
                                                            ? "--listen-certificate and --listen-key are not a certificate and its key in PEM"
                                                            : "the HTTP server cannot be started");
    }
    return server;
}

HttpServer::~HttpServer()
{
    m_connections.stopAll();
    if (m_daemon)
        MHD_stop_daemon(m_daemon);
}

} // namespace api
