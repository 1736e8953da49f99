#pragma once

#include "probes/net/resolver.h"

#include <cstdint>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace net {

// An address and a port as the system's calls take them.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    explicit SocketAddress(const Address &address, std::uint16_t port = 0)
    {
        if (address.v6) {
            sockaddr_in6 peer{};
            peer.sin6_family = AF_INET6;
            peer.sin6_port = htons(port);
            peer.sin6_scope_id = address.scope;
            std::memcpy(&peer.sin6_addr, address.octets.data(), 16);
            keep(peer);
        } else {
            sockaddr_in peer{};
            peer.sin_family = AF_INET;
            peer.sin_port = htons(port);
            std::memcpy(&peer.sin_addr, address.octets.data(), 4);
            keep(peer);
        }
    }
    const sockaddr *get() const { return reinterpret_cast<const sockaddr *>(&storage); }
    int family() const { return storage.ss_family; }

private:
    template <class T>
    void keep(const T &peer)
    {
        std::memcpy(&storage, &peer, sizeof peer);
        size = sizeof peer;
    }
};

} // namespace net
