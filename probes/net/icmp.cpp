#include "probes/net/icmp.h"

#include "probes/net/dial.h"
#include "probes/net/socket_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>
#include <vector>

#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/random.h>
#include <sys/socket.h>

namespace net {

using metric::Reason;

namespace {

constexpr std::size_t kEchoHeader = 8;
constexpr int kIcmpFilter = 1; // raw(7): a bit for each type that is left out; linux/icmp.h is at odds with net/if.h
constexpr std::size_t kMostIpBytes = 0xffff;

std::uint8_t requestType(bool v6) { return v6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO; }
std::uint8_t replyType(bool v6) { return v6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY; }

std::uint16_t wordOf(std::string_view bytes, std::size_t at)
{
    return std::uint16_t(static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]));
}

// RFC 1071.
std::uint16_t checksum(std::string_view bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        sum += wordOf(bytes, i);
    if (bytes.size() % 2)
        sum += std::uint32_t(static_cast<unsigned char>(bytes.back())) << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return std::uint16_t(~sum);
}

// Random, so that no two requests are alike, whoever sends them.
Echo makeEcho(bool v6, std::size_t size)
{
    constexpr std::size_t kRandom = 16;
    std::array<char, kRandom + 4> random{};
    while (::getrandom(random.data(), random.size(), 0) < 0 && errno == EINTR) {
    }
    const std::string_view bytes(random.data(), random.size());
    Echo echo{v6, wordOf(bytes, kRandom), wordOf(bytes, kRandom + 2), std::string(size, '\0')};
    for (std::size_t i = 0; i < size; ++i)
        echo.payload[i] = i < kRandom ? random[i] : char(i);
    return echo;
}

struct Message {
    int error = 0; // of recvmsg
    std::string_view bytes{};
    std::optional<int> hopLimit{};
    std::optional<sock_extended_err> refusal{};
    std::string refusedBy{}; // address; empty: this machine
};

std::string addressText(const sockaddr *from)
{
    Address address;
    if (from->sa_family == AF_INET)
        std::memcpy(address.octets.data(), &reinterpret_cast<const sockaddr_in *>(from)->sin_addr, 4);
    else if (from->sa_family == AF_INET6)
        std::memcpy(address.octets.data(), &reinterpret_cast<const sockaddr_in6 *>(from)->sin6_addr, 16);
    else
        return {};
    address.v6 = from->sa_family == AF_INET6;
    return address.text();
}

Message receive(int descriptor, int flags, std::span<char> buffer)
{
    alignas(cmsghdr) std::array<char, 512> control{};
    iovec vector{buffer.data(), buffer.size()};
    msghdr header{};
    header.msg_iov = &vector;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto size = ::recvmsg(descriptor, &header, flags | MSG_DONTWAIT);
    Message message;
    if (size < 0) {
        message.error = errno;
        return message;
    }
    message.bytes = {buffer.data(), std::size_t(size)};
    for (auto *entry = CMSG_FIRSTHDR(&header); entry; entry = CMSG_NXTHDR(&header, entry)) {
        const auto is = [&](int level, int type) { return entry->cmsg_level == level && entry->cmsg_type == type; };
        if (is(IPPROTO_IP, IP_TTL) || is(IPPROTO_IPV6, IPV6_HOPLIMIT)) {
            int hops = 0;
            std::memcpy(&hops, CMSG_DATA(entry), sizeof hops);
            message.hopLimit = hops;
        } else if (is(IPPROTO_IP, IP_RECVERR) || is(IPPROTO_IPV6, IPV6_RECVERR)) {
            // The address of who says so stands behind it.
            struct {
                sock_extended_err refusal;
                sockaddr_in6 by;
            } held{};
            std::memcpy(&held, CMSG_DATA(entry), std::min<std::size_t>(sizeof held, entry->cmsg_len - CMSG_LEN(0)));
            message.refusal = held.refusal;
            message.refusedBy = addressText(reinterpret_cast<const sockaddr *>(&held.by));
        }
    }
    return message;
}

class Pinging {
public:
    Pinging(const EchoRequest &request, const Deadline &deadline, EchoExchange &exchange)
        : m_request(request),
          m_deadline(deadline),
          m_exchange(exchange),
          m_where(request.address.text()),
          m_echo(makeEcho(request.address.v6, std::min(request.payload, kMostIpBytes - 20 - kEchoHeader)))
    {
    }

    Outcome<void> run()
    {
        const auto began = m_deadline.elapsed();
        auto made = open();
        if (!made)
            return made;
        setOptions();
        const SocketAddress peer(m_request.address);
        if (::connect(m_socket.descriptor(), peer.get(), peer.size) != 0)
            return systemFault(errno);
        const auto bytes = encodeRequest(m_echo);
        const auto sent = m_deadline.elapsed();
        m_exchange.setup = sent - began;
        if (::send(m_socket.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
            return systemFault(errno);
        auto answered = waitForReply();
        if (answered)
            m_exchange.rtt = m_deadline.elapsed() - sent;
        return answered;
    }

private:
    bool v6() const { return m_request.address.v6; }

    Outcome<void> open()
    {
        const int domain = v6() ? AF_INET6 : AF_INET;
        const int protocol = v6() ? int(IPPROTO_ICMPV6) : int(IPPROTO_ICMP);
        for (const bool raw : {false, true}) {
            m_exchange.raw = raw;
            m_socket = Socket(::socket(domain, (raw ? SOCK_RAW : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
            if (m_socket.descriptor() >= 0)
                return {};
        }
        if (errno != EPERM && errno != EACCES)
            return systemFault(errno);
        return fault(Reason::Network, "this program may not send echo requests; allow it to everybody with "
                                      "\"sysctl net.ipv4.ping_group_range='0 2147483647'\" or to it alone with \"setcap cap_net_raw+ep\"");
    }

    // What the system does not know of is left as it is: the request goes out all the same.
    void set(int level, int name, int value) const { ::setsockopt(m_socket.descriptor(), level, name, &value, sizeof value); }

    void setOptions() const
    {
        if (v6()) {
            set(IPPROTO_IPV6, IPV6_UNICAST_HOPS, m_request.hopLimit);
            set(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
            set(IPPROTO_IPV6, IPV6_RECVERR, 1);
            if (m_request.dontFragment) {
                set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE);
                set(IPPROTO_IPV6, IPV6_DONTFRAG, 1);
            }
        } else {
            set(IPPROTO_IP, IP_TTL, m_request.hopLimit);
            set(IPPROTO_IP, IP_RECVTTL, 1);
            set(IPPROTO_IP, IP_RECVERR, 1);
            // Probe: what the system believes of the path is not asked, the packet is sent and says itself.
            set(IPPROTO_IP, IP_MTU_DISCOVER, m_request.dontFragment ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT);
        }
        if (!m_exchange.raw)
            return;
        // A raw socket gets a copy of all that comes in.
        if (v6()) {
            icmp6_filter filter;
            ICMP6_FILTER_SETBLOCKALL(&filter);
            ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
            ::setsockopt(m_socket.descriptor(), IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter);
        } else {
            set(SOL_RAW, kIcmpFilter, int(~(1u << ICMP_ECHOREPLY)));
        }
    }

    Outcome<void> waitForReply()
    {
        std::vector<char> buffer(kMostIpBytes + 1);
        while (wait(m_socket.descriptor(), Ready::Read, m_deadline)) {
            const auto message = receive(m_socket.descriptor(), 0, buffer);
            if (message.error == 0 && isReply(m_echo, icmpPart(message.bytes), m_exchange.raw)) {
                m_exchange.hopLimit = message.hopLimit;
                return {};
            }
            if (message.error != 0) {
                const auto refusal = receive(m_socket.descriptor(), MSG_ERRQUEUE, buffer);
                if (refusal.refusal && isOurs(refusal.bytes))
                    return refused(*refusal.refusal, refusal.refusedBy);
            }
            if (m_deadline.over())
                break;
        }
        return fault(Reason::Timeout, fmt::format("no echo reply from {} {}", m_where, inTime(m_deadline)));
    }

    // A raw socket of IPv4 tells the header of the packet as well.
    std::string_view icmpPart(std::string_view bytes) const
    {
        if (!m_exchange.raw || v6() || bytes.empty())
            return bytes;
        return bytes.substr(std::min(bytes.size(), std::size_t(bytes[0] & 0x0f) * 4));
    }

    // The beginning of what was sent, as who refused it sent it back.
    bool isOurs(std::string_view request) const
    {
        return request.size() >= kEchoHeader && std::uint8_t(request[0]) == requestType(v6()) && wordOf(request, 6) == m_echo.sequence &&
               (!m_exchange.raw || wordOf(request, 4) == m_echo.id);
    }

    tl::unexpected<Fault> refused(const sock_extended_err &refusal, const std::string &by) const
    {
        const bool routed = refusal.ee_origin == SO_EE_ORIGIN_ICMP || refusal.ee_origin == SO_EE_ORIGIN_ICMP6;
        if (routed && refusal.ee_type == (refusal.ee_origin == SO_EE_ORIGIN_ICMP ? ICMP_TIME_EXCEEDED : ICMP6_TIME_EXCEEDED))
            return fault(Reason::Network, fmt::format("{} is further away than {} hops, the last was {}", m_where, m_request.hopLimit, by));
        if (refusal.ee_errno == EMSGSIZE)
            return fault(Reason::Network, fmt::format("the request of {} bytes is more than the way to {} takes at once ({} bytes)",
                                                      m_echo.payload.size(), m_where, refusal.ee_info));
        const auto why = std::generic_category().message(int(refusal.ee_errno));
        return fault(Reason::Network,
                     by.empty() ? fmt::format("no way to {}: {}", m_where, why) : fmt::format("no way to {}, says {}: {}", m_where, by, why));
    }

    tl::unexpected<Fault> systemFault(int error) const
    {
        if (error == EMSGSIZE)
            return fault(Reason::Network,
                         fmt::format("the request of {} bytes is more than the way to {} takes at once", m_echo.payload.size(), m_where));
        return fault(Reason::Network, fmt::format("no way to {}: {}", m_where, std::generic_category().message(error)));
    }

    const EchoRequest &m_request;
    const Deadline &m_deadline;
    EchoExchange &m_exchange;
    std::string m_where;
    Echo m_echo;
    Socket m_socket;
};

} // namespace

std::string encodeRequest(const Echo &echo)
{
    std::string bytes{char(requestType(echo.v6)), 0, 0, 0, char(echo.id >> 8), char(echo.id & 0xff), char(echo.sequence >> 8),
                      char(echo.sequence & 0xff)};
    bytes += echo.payload;
    // That of IPv6 covers addresses, too: the kernel writes it.
    if (!echo.v6) {
        const auto sum = checksum(bytes);
        bytes[2] = char(sum >> 8);
        bytes[3] = char(sum & 0xff);
    }
    return bytes;
}

bool isReply(const Echo &echo, std::string_view message, bool ownId)
{
    return message.size() == kEchoHeader + echo.payload.size() && std::uint8_t(message[0]) == replyType(echo.v6) && message[1] == 0 &&
           (!ownId || wordOf(message, 4) == echo.id) && wordOf(message, 6) == echo.sequence && message.substr(kEchoHeader) == echo.payload;
}

EchoExchange sendEcho(const EchoRequest &request, const Deadline &deadline)
{
    EchoExchange exchange;
    if (const auto ran = Pinging(request, deadline, exchange).run(); !ran)
        exchange.fault = ran.error();
    return exchange;
}

} // namespace net
