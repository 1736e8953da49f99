#pragma once

#include "probes/net/deadline.h"
#include "probes/net/fault.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace net {

enum class IpFamily { Any, V4, V6, PreferV4, PreferV6 }; // V4, V6: no other will do

// Where a host is.
struct Address {
    std::array<std::uint8_t, 16> octets{}; // in the order of the network; the first four of V4
    bool v6 = false;
    std::uint32_t scope = 0; // index of the interface of a link-local address

    std::span<const std::uint8_t> bytes() const { return {octets.data(), v6 ? 16u : 4u}; }
    std::string text() const; // "127.0.0.1", "::1"
    friend bool operator==(const Address &, const Address &) = default;
};

// "127.0.0.1", "::1", "fe80::1%eth0". Empty: it is a name.
std::optional<Address> parseAddress(std::string_view text);

// The addresses of a host that are to be tried, in that order, never none. Any: all, as the system orders them. V4 and V6: one of
// that kind. PreferV4 and PreferV6: one, of the other kind where the name has none of this, as blackbox_exporter chooses it: what
// does not answer is not given up for another.
//
// The system's resolver knows no deadline: a lookup that hangs is left to itself on a thread of its own. Of those there are 32 at
// most; who comes then waits, as long as the deadline lasts. Faults are Reason::Dns; no such name and no answer differ in their words.
Outcome<std::vector<Address>> resolve(const std::string &host, IpFamily family, const Deadline &deadline);

} // namespace net
