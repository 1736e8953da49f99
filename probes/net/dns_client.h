#pragma once

#include "probes/net/deadline.h"
#include "probes/net/dns_message.h"
#include "probes/net/endpoint.h"
#include "probes/net/fault.h"
#include "probes/net/resolver.h"
#include "probes/net/tls.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace net {

enum class DnsTransport {
    Udp, // and TCP where the answer is cut short
    Tcp,
    Tls, // RFC 7858
};

struct DnsRequest {
    DnsQuestion question;
    bool recursion = true;  // as in DnsQuery
    bool validated = false; // as in DnsQuery
    Endpoint server;
    IpFamily family = IpFamily::Any;
    DnsTransport transport = DnsTransport::Udp;
    TlsOptions tls{};
};

// All that is known of what was asked and answered, however far it came.
struct DnsExchange {
    std::optional<Fault> fault{};       // none: there is an answer, whatever it says
    std::optional<DnsMessage> answer{}; // to this question
    std::optional<Address> address{};   // of the server
    bool truncated = false;             // over UDP it was cut short, so it was asked for over TCP
    std::size_t bytes = 0;              // of the answer
    std::optional<TlsFacts> tls{};
    std::chrono::nanoseconds resolve{0}, connect{0}, request{0};
};

// Asks one server once: no datagram is sent again, so what gets lost shows. What is not the answer to this question (another id,
// another question) is left lying, as somebody else may have sent it.
DnsExchange askDns(const DnsRequest &request, const Deadline &deadline);

// The first "nameserver" of a resolv.conf(5); empty: there is none.
std::string firstNameserver(std::string_view resolvConf);
// Of this machine, now; the machine itself where none is set.
Endpoint systemNameserver();

} // namespace net
