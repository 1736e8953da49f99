#pragma once

#include "probes/net/fault.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace net {

// A host or address and a port. "db:5432", "[::1]:6379".
struct Endpoint {
    std::string host;
    std::uint16_t port;

    std::string text() const; // as parseEndpoint() reads it
    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

// `fallback` 0: a port is required. Options where it is none.
Outcome<Endpoint> parseEndpoint(std::string_view text, std::uint16_t fallback = 0);

} // namespace net
