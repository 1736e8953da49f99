#include "probes/net/dial.h"

#include "probes/net/socket_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace net {

using metric::Reason;

static constexpr std::size_t kMostTries = 4;

std::string inTime(const Deadline &deadline) { return fmt::format("in {:.3g} s", std::chrono::duration<double>(deadline.timeout()).count()); }

bool wait(int descriptor, Ready ready, const Deadline &deadline)
{
    pollfd entry{descriptor, short(ready == Ready::Read ? POLLIN : POLLOUT), 0};
    for (;;) {
        const int left = deadline.leftMs();
        const int found = ::poll(&entry, 1, left);
        if (found > 0)
            return true;
        if (found < 0 && errno != EINTR)
            return true; // what is asked of the descriptor next says what is wrong
        if (deadline.over())
            return false;
    }
}

Fault connectFault(int error, const std::string &where, const Deadline &deadline)
{
    switch (error) {
    case ECONNREFUSED: return {Reason::Refused, fmt::format("connection refused by {}", where)};
    case ETIMEDOUT: return {Reason::Timeout, fmt::format("no connection to {} {}", where, inTime(deadline))};
    case ECONNRESET: return {Reason::Closed, fmt::format("{} closed the connection at once", where)};
    default: return {Reason::Network, fmt::format("no connection to {}: {}", where, std::generic_category().message(error))};
    }
}

namespace {

Outcome<Socket> connectTo(const sockaddr *peer, socklen_t size, const std::string &where, const Deadline &deadline)
{
    Socket socket(::socket(peer->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.descriptor() < 0)
        return tl::unexpected(connectFault(errno, where, deadline));
    const int on = 1;
    if (peer->sa_family != AF_UNIX)
        ::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket.descriptor(), peer, size) == 0)
        return socket;
    if (errno != EINPROGRESS && errno != EINTR)
        return tl::unexpected(connectFault(errno, where, deadline));
    if (!wait(socket.descriptor(), Ready::Write, deadline))
        return tl::unexpected(connectFault(ETIMEDOUT, where, deadline));
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &length) != 0)
        error = errno;
    if (error != 0)
        return tl::unexpected(connectFault(error, where, deadline));
    return socket;
}

Outcome<Socket> connectTo(const Address &address, std::uint16_t port, const Deadline &deadline)
{
    const SocketAddress peer(address, port);
    return connectTo(peer.get(), peer.size, Endpoint{address.text(), port}.text(), deadline);
}

} // namespace

Outcome<Socket> dial(const Endpoint &endpoint, IpFamily family, const Deadline &deadline, Dialled &seen)
{
    seen = {};
    const auto asked = deadline.elapsed();
    const auto addresses = resolve(endpoint.host, family, deadline);
    seen.resolve = deadline.elapsed() - asked;
    if (!addresses)
        return tl::unexpected(addresses.error());

    const auto resolved = deadline.elapsed();
    Outcome<Socket> connected = fault(Reason::Timeout, fmt::format("no connection to {} {}", endpoint.text(), inTime(deadline)));
    for (std::size_t i = 0, tries = std::min(addresses->size(), kMostTries); i != tries && !connected && !deadline.over(); ++i) {
        seen.address = (*addresses)[i];
        // One that swallows what is sent to it must not use up the time of the others.
        const Deadline own(deadline.clock(), i + 1 == tries ? deadline.left() : deadline.left() / 2);
        connected = connectTo(*seen.address, endpoint.port, own);
    }
    seen.connect = deadline.elapsed() - resolved;
    return connected;
}

Outcome<Socket> dialUnix(const std::string &path, const Deadline &deadline)
{
    sockaddr_un peer{};
    peer.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof peer.sun_path)
        return fault(Reason::Options, fmt::format("{} is no path of a socket", path));
    std::memcpy(peer.sun_path, path.data(), path.size());
    return connectTo(reinterpret_cast<const sockaddr *>(&peer), sizeof peer, path, deadline);
}

} // namespace net
