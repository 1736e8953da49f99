#pragma once

#include "probes/net/deadline.h"
#include "probes/net/fault.h"
#include "probes/net/resolver.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace net {

// What an echo request (RFC 792, RFC 4443) is and what its reply must be.
struct Echo {
    bool v6 = false;
    std::uint16_t id = 0;
    std::uint16_t sequence = 0;
    std::string payload{};
};
std::string encodeRequest(const Echo &echo);
// Whether these bytes, from the ICMP header on, answer the request. Through a socket that needs no privilege the kernel writes its own id,
// and lets nothing else pass: then the id is not looked at.
bool isReply(const Echo &echo, std::string_view message, bool ownId);

struct EchoRequest {
    Address address;
    std::size_t payload = 56; // bytes, 65507 at most
    int hopLimit = 64;        // 1 to 255; TTL of IPv4
    bool dontFragment = false;
};

// All that is known of a request and its reply, however far it came.
struct EchoExchange {
    std::optional<Fault> fault{}; // none: the reply came
    std::chrono::nanoseconds setup{0}, rtt{0};
    std::optional<int> hopLimit{}; // of the reply, as it came in
    bool raw = false;              // a socket that needs CAP_NET_RAW
};

// Sends one echo request and waits for its reply: through a socket that everybody in net.ipv4.ping_group_range may have, else through one
// that needs CAP_NET_RAW. What a router says of the request ends the wait.
EchoExchange sendEcho(const EchoRequest &request, const Deadline &deadline);

} // namespace net
