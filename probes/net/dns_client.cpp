#include "probes/net/dns_client.h"

#include "probes/net/dial.h"
#include "probes/net/socket_address.h"
#include "probes/net/stream.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

#include <sys/random.h>

namespace net {

using metric::Reason;
using std::chrono::nanoseconds;

namespace {

constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kMostMessageBytes = 0xffff;

enum class Told { Foreign, Truncated, Answer };

std::uint16_t numberOf(std::string_view bytes, std::size_t at)
{
    return std::uint16_t(static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]));
}

// One undertaking: the query, its deadline, and what becomes of it.
class Asking {
public:
    Asking(const DnsRequest &request, const Deadline &deadline, DnsExchange &exchange)
        : m_request(request),
          m_deadline(deadline),
          m_exchange(exchange),
          m_id(randomId()),
          m_query(encode({request.question, m_id, request.recursion, request.validated}))
    {
    }

    Outcome<void> overUdp()
    {
        const auto asked = m_deadline.elapsed();
        const auto addresses = resolve(m_request.server.host, m_request.family, m_deadline);
        m_exchange.resolve = m_deadline.elapsed() - asked;
        if (!addresses)
            return tl::unexpected(addresses.error());

        auto resolved = m_deadline.elapsed();
        auto socket = open(*addresses);
        m_exchange.connect = m_deadline.elapsed() - resolved;
        if (!socket)
            return tl::unexpected(socket.error());
        const auto connected = m_deadline.elapsed();
        auto told = exchangeDatagrams(socket->descriptor());
        m_exchange.request = m_deadline.elapsed() - connected;
        if (!told)
            return tl::unexpected(told.error());
        m_exchange.truncated = *told == Told::Truncated;
        return m_exchange.truncated ? overStream(Endpoint{m_exchange.address->text(), m_request.server.port}) : Outcome<void>();
    }

    Outcome<void> overStream(const Endpoint &server)
    {
        Dialled seen;
        auto connected = Stream::connect(server, m_request.family, m_deadline, &seen);
        if (seen.address)
            m_exchange.address = seen.address;
        m_exchange.resolve += seen.resolve;
        m_exchange.connect += seen.connect;
        if (!connected)
            return tl::unexpected(connected.error());
        auto &stream = connected->stream;
        if (m_request.transport == DnsTransport::Tls) {
            const auto before = m_deadline.elapsed();
            auto secured = stream.startTls(server.host, m_request.tls, m_deadline, m_exchange.tls.emplace());
            m_exchange.connect += m_deadline.elapsed() - before;
            if (!secured)
                return secured;
        }
        const auto before = m_deadline.elapsed();
        auto asked = exchangeMessages(stream);
        m_exchange.request += m_deadline.elapsed() - before;
        return asked;
    }

private:
    static std::uint16_t randomId()
    {
        std::uint16_t id = 0;
        while (::getrandom(&id, sizeof id, 0) < 0 && errno == EINTR) {
        }
        return id;
    }

    std::string server() const
    {
        return m_exchange.address ? Endpoint{m_exchange.address->text(), m_request.server.port}.text() : m_request.server.text();
    }

    tl::unexpected<Fault> systemFault(int error) const
    {
        if (error == ECONNREFUSED)
            return fault(Reason::Refused, fmt::format("nothing listens at {} for UDP", server()));
        return fault(Reason::Network, fmt::format("no way to {}: {}", server(), std::generic_category().message(error)));
    }

    // To the first address that there is a way to. Connected, so that the system leaves out what others send.
    Outcome<Socket> open(const std::vector<Address> &addresses)
    {
        int error = 0;
        for (const auto &address : addresses) {
            m_exchange.address = address;
            const SocketAddress peer(address, m_request.server.port);
            Socket socket(::socket(peer.family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            if (socket.descriptor() >= 0 && ::connect(socket.descriptor(), peer.get(), peer.size) == 0)
                return socket;
            error = errno;
        }
        return systemFault(error);
    }

    Outcome<Told> exchangeDatagrams(int descriptor)
    {
        if (::send(descriptor, m_query.data(), m_query.size(), MSG_NOSIGNAL) < 0)
            return systemFault(errno);
        std::vector<char> buffer(kMostMessageBytes);
        int foreign = 0;
        while (wait(descriptor, Ready::Read, m_deadline)) {
            const auto size = ::recv(descriptor, buffer.data(), buffer.size(), 0);
            if (size < 0 && (errno == EAGAIN || errno == EINTR))
                continue;
            if (size < 0)
                return systemFault(errno);
            auto told = take({buffer.data(), std::size_t(size)}, true);
            if (!told || *told != Told::Foreign)
                return told;
            ++foreign;
            if (m_deadline.over())
                break;
        }
        if (foreign > 0)
            return fault(Reason::Protocol, fmt::format("{} sent {}, but no answer to the question {}", server(),
                                                       foreign == 1 ? "a message" : fmt::format("{} messages", foreign), inTime(m_deadline)));
        return fault(Reason::Timeout, fmt::format("no answer from {} {}", server(), inTime(m_deadline)));
    }

    Outcome<void> exchangeMessages(Stream &stream)
    {
        const std::string length{char(m_query.size() >> 8), char(m_query.size() & 0xff)};
        if (auto written = stream.write(length + m_query, m_deadline); !written)
            return written;
        std::string head(2, '\0');
        if (auto read = readAll(stream, head); !read)
            return read;
        std::string message(numberOf(head, 0), '\0');
        if (auto read = readAll(stream, message); !read)
            return read;
        const auto told = take(message, false);
        if (!told)
            return tl::unexpected(told.error());
        if (*told == Told::Foreign)
            return fault(Reason::Protocol, fmt::format("{} answers another question", server()));
        return {};
    }

    Outcome<void> readAll(Stream &stream, std::string &into)
    {
        for (std::size_t done = 0; done < into.size();) {
            const auto read = stream.read({into.data() + done, into.size() - done}, m_deadline);
            if (!read)
                return tl::unexpected(read.error());
            if (*read == 0)
                return fault(Reason::Closed, fmt::format("{} closed the connection before its answer was whole", server()));
            done += *read;
        }
        return {};
    }

    Outcome<Told> take(std::string_view bytes, bool datagram)
    {
        constexpr std::size_t kHeader = 12;
        if (bytes.size() < kHeader || numberOf(bytes, 0) != m_id || !(numberOf(bytes, 2) & 0x8000))
            return Told::Foreign;
        // Records of a message that is cut short may be cut as well.
        if (datagram && (numberOf(bytes, 2) & 0x0200))
            return Told::Truncated;
        auto message = decodeDnsMessage(bytes);
        if (!message)
            return fault(Reason::Protocol, fmt::format("{}: {}", server(), message.error().message));
        // Only a server that does not understand the question may leave it out.
        if (message->question ? *message->question != m_request.question : message->code == 0)
            return Told::Foreign;
        m_exchange.bytes = bytes.size();
        m_exchange.answer = std::move(*message);
        return Told::Answer;
    }

    const DnsRequest &m_request;
    const Deadline &m_deadline;
    DnsExchange &m_exchange;
    std::uint16_t m_id;
    std::string m_query;
};

} // namespace

DnsExchange askDns(const DnsRequest &request, const Deadline &deadline)
{
    DnsExchange exchange;
    Asking asking(request, deadline, exchange);
    const auto asked = request.transport == DnsTransport::Udp ? asking.overUdp() : asking.overStream(request.server);
    if (!asked)
        exchange.fault = asked.error();
    if (exchange.fault && exchange.truncated)
        exchange.fault->message = "the answer over UDP is cut short, and over TCP: " + exchange.fault->message;
    return exchange;
}

std::string firstNameserver(std::string_view resolvConf)
{
    constexpr std::string_view kBlanks = " \t\r";
    constexpr std::string_view kKey = "nameserver";
    while (!resolvConf.empty()) {
        const auto end = std::min(resolvConf.find('\n'), resolvConf.size());
        auto line = resolvConf.substr(0, end);
        resolvConf.remove_prefix(std::min(end + 1, resolvConf.size()));
        if (!line.starts_with(kKey))
            continue;
        line.remove_prefix(kKey.size());
        const auto from = line.find_first_not_of(kBlanks);
        if (from == 0 || from == std::string_view::npos)
            continue;
        line = line.substr(from);
        return std::string(line.substr(0, line.find_first_of(kBlanks)));
    }
    return {};
}

Endpoint systemNameserver()
{
    std::ifstream file("/etc/resolv.conf", std::ios::binary);
    std::string text(64 * 1024, '\0');
    file.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(file.gcount()));
    auto first = firstNameserver(text);
    return {first.empty() ? "127.0.0.1" : std::move(first), kDnsPort};
}

} // namespace net
