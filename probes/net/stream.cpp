#include "probes/net/stream.h"

#include "probes/net/quiet_pipe.h"
#include "probes/net/tls_handshake.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <system_error>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace net {

using metric::Reason;

struct Stream::Private {
    struct Free {
        void operator()(SSL_CTX *made) const { SSL_CTX_free(made); }
        void operator()(SSL *made) const { SSL_free(made); }
    };

    Socket socket;
    std::string peer; // for messages
    std::unique_ptr<TlsHandshake> handshake{};
    std::unique_ptr<SSL_CTX, Free> context{};
    std::unique_ptr<SSL, Free> ssl{}; // null: not encrypted

    tl::unexpected<Fault> broken() const
    {
        if (errno == ECONNRESET || errno == EPIPE)
            return fault(Reason::Closed, fmt::format("{} closed the connection", peer));
        return fault(Reason::Network, fmt::format("the connection to {} broke: {}", peer, std::generic_category().message(errno)));
    }
    tl::unexpected<Fault> late(std::string_view what, const Deadline &deadline) const
    {
        return fault(Reason::Timeout, fmt::format("{} {} {}", what, peer, inTime(deadline)));
    }

    // Does `step` again and again until OpenSSL neither wants to read nor to write.
    template <class Step>
    Outcome<int> encrypted(std::string_view what, const Deadline &deadline, Step step)
    {
        const QuietPipe quiet;
        for (;;) {
            ERR_clear_error();
            errno = 0;
            const int done = step();
            if (done > 0)
                return done;
            const int wanted = SSL_get_error(ssl.get(), done);
            if (wanted == SSL_ERROR_ZERO_RETURN)
                return 0;
            if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE)
                return tl::unexpected(TlsHandshake::failure(ERR_get_error(), errno, peer));
            if (deadline.over() || !wait(socket.descriptor(), wanted == SSL_ERROR_WANT_READ ? Ready::Read : Ready::Write, deadline))
                return late(what, deadline);
        }
    }
};

Stream::Stream(std::unique_ptr<Private> made) : d(std::move(made)) {}
Stream::Stream(Stream &&) noexcept = default;
Stream &Stream::operator=(Stream &&) noexcept = default;
Stream::~Stream() = default;

Outcome<Stream::Connected> Stream::connect(const Endpoint &endpoint, IpFamily family, const Deadline &deadline, Dialled *seen)
{
    Dialled own;
    auto &dialled = seen ? *seen : own;
    auto socket = dial(endpoint, family, deadline, dialled);
    if (!socket)
        return tl::unexpected(socket.error());
    const auto address = dialled.address->text();
    Stream stream(std::make_unique<Private>(Private{std::move(*socket), Endpoint{address, endpoint.port}.text()}));
    return Connected{std::move(stream), address, dialled.address->v6, dialled.resolve, dialled.connect};
}

Outcome<Stream> Stream::connectUnix(const std::string &path, const Deadline &deadline)
{
    auto socket = dialUnix(path, deadline);
    if (!socket)
        return tl::unexpected(socket.error());
    return Stream(std::make_unique<Private>(Private{std::move(*socket), path}));
}

int Stream::descriptor() const { return d->socket.descriptor(); }

Outcome<void> Stream::startTls(const std::string &host, const TlsOptions &options, const Deadline &deadline, TlsFacts &facts)
{
    d->handshake = std::make_unique<TlsHandshake>(host, options, deadline.clock().now());
    d->context.reset(SSL_CTX_new(TLS_client_method()));
    if (auto prepared = d->handshake->prepare(d->context.get()); !prepared)
        return prepared;
    d->ssl.reset(SSL_new(d->context.get()));
    SSL_set_fd(d->ssl.get(), d->socket.descriptor());
    if (const auto name = d->handshake->serverName(); !name.empty())
        SSL_set_tlsext_host_name(d->ssl.get(), name.c_str());
    const auto done = d->encrypted("no TLS handshake with", deadline, [this] { return SSL_connect(d->ssl.get()); });
    facts = d->handshake->takeFacts();
    if (const auto &refusal = d->handshake->refusal())
        return tl::unexpected(*refusal);
    if (!done)
        return tl::unexpected(done.error());
    if (*done == 0)
        return fault(Reason::Closed, fmt::format("{} closed the connection in the middle of TLS", d->peer));
    return {};
}

Outcome<void> Stream::write(std::string_view bytes, const Deadline &deadline)
{
    while (!bytes.empty()) {
        std::size_t written = 0;
        if (d->ssl) {
            const int most = int(std::min<std::size_t>(bytes.size(), 1 << 20));
            const auto done = d->encrypted("no room to write to", deadline, [&] { return SSL_write(d->ssl.get(), bytes.data(), most); });
            if (!done)
                return tl::unexpected(done.error());
            if (*done == 0)
                return fault(Reason::Closed, fmt::format("{} closed the connection", d->peer));
            written = std::size_t(*done);
        } else {
            const auto done = ::send(d->socket.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (done < 0 && errno != EAGAIN && errno != EINTR)
                return d->broken();
            if (done < 0 && (deadline.over() || !wait(d->socket.descriptor(), Ready::Write, deadline)))
                return d->late("no room to write to", deadline);
            written = done < 0 ? 0 : std::size_t(done);
        }
        bytes.remove_prefix(written);
    }
    return {};
}

Outcome<std::size_t> Stream::read(std::span<char> into, const Deadline &deadline)
{
    constexpr std::string_view kNothing = "no answer from";
    if (d->ssl) {
        const int most = int(std::min<std::size_t>(into.size(), 1 << 20));
        const auto done = d->encrypted(kNothing, deadline, [&] { return SSL_read(d->ssl.get(), into.data(), most); });
        if (!done)
            return tl::unexpected(done.error());
        return std::size_t(*done);
    }
    for (;;) {
        const auto done = ::recv(d->socket.descriptor(), into.data(), into.size(), 0);
        if (done >= 0)
            return std::size_t(done);
        if (errno != EAGAIN && errno != EINTR)
            return d->broken();
        if (deadline.over() || !wait(d->socket.descriptor(), Ready::Read, deadline))
            return d->late(kNothing, deadline);
    }
}

Outcome<std::string> Stream::readLine(std::string &buffer, std::size_t most, const Deadline &deadline)
{
    std::size_t searched = 0;
    for (;;) {
        if (const auto end = buffer.find('\n', searched); end != std::string_view::npos && end <= most) {
            auto line = buffer.substr(0, end);
            buffer.erase(0, end + 1);
            if (line.ends_with('\r'))
                line.pop_back();
            return line;
        }
        searched = buffer.size();
        if (buffer.size() > most)
            return fault(Reason::Size, fmt::format("a line from {} is longer than {} bytes", d->peer, most));
        // Whoever sends a byte a second is never silent: time is asked for here too.
        if (deadline.over())
            return d->late("no whole line from", deadline);
        std::array<char, 4096> piece;
        const auto got = read(piece, deadline);
        if (!got)
            return tl::unexpected(got.error());
        if (*got == 0)
            return fault(Reason::Closed, fmt::format("{} closed the connection", d->peer));
        buffer.append(piece.data(), *got);
    }
}

} // namespace net
