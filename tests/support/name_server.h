// A name server that answers what the test says: messages of any kind, over UDP and TCP of one port of the loopback.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {

class NameServer {
public:
    // What is sent to who sent the query: over UDP a datagram each, over TCP one after the other, then the connection is closed. None:
    // nothing is sent, and a connection stays open. Called on the server's own thread.
    using Answers = std::function<std::vector<std::string>(const std::string &query)>;

    // Without `tcp` nobody listens there.
    explicit NameServer(Answers udp, Answers tcp = {}) : m_answerUdp(std::move(udp)), m_answerTcp(std::move(tcp))
    {
        m_udp = bound(SOCK_DGRAM, 0);
        sockaddr_in address{};
        socklen_t size = sizeof address;
        ::getsockname(m_udp, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        if (m_answerTcp) {
            m_tcp = bound(SOCK_STREAM, m_port);
            ::listen(m_tcp, 8);
        }
        if (::pipe(m_end.data()) == 0)
            m_thread = std::thread([this] { serve(); });
    }
    ~NameServer()
    {
        ::close(m_end[1]);
        m_thread.join();
        for (const int fd : {m_end[0], m_udp, m_tcp}) {
            if (fd >= 0)
                ::close(fd);
        }
        for (const int fd : m_open)
            ::close(fd);
    }
    NameServer(const NameServer &) = delete;
    NameServer &operator=(const NameServer &) = delete;

    std::uint16_t port() const { return m_port; }

    // The query turned into a message of these flags with these counts of records, its question kept.
    static std::string reply(const std::string &query, unsigned flags, unsigned answers, std::string_view records)
    {
        auto message = query;
        message[2] = char(flags >> 8);
        message[3] = char(flags & 0xff);
        message[6] = char(answers >> 8);
        message[7] = char(answers & 0xff);
        return message.append(records);
    }
    // An A record of the name that was asked for: 192.0.2.1, for 300 seconds.
    static std::string address(const std::string &query)
    {
        return reply(query, 0x8580, 1, std::string_view("\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\xc0\0\2\1", 16));
    }
    // With its length before it, as over TCP.
    static std::string framed(const std::string &message) { return std::string{char(message.size() >> 8), char(message.size() & 0xff)} + message; }

private:
    static int bound(int type, std::uint16_t port)
    {
        const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        return fd;
    }

    void serve()
    {
        for (;;) {
            std::array<pollfd, 3> entries{{{m_end[0], POLLIN, 0}, {m_udp, POLLIN, 0}, {m_tcp, POLLIN, 0}}};
            if (::poll(entries.data(), entries.size(), -1) < 0 || entries[0].revents)
                return;
            if (entries[1].revents)
                serveUdp();
            if (entries[2].revents)
                serveTcp();
        }
    }
    void serveUdp()
    {
        std::string query(512, '\0');
        sockaddr_in from{};
        socklen_t size = sizeof from;
        const auto got = ::recvfrom(m_udp, query.data(), query.size(), 0, reinterpret_cast<sockaddr *>(&from), &size);
        if (got < 12)
            return;
        query.resize(std::size_t(got));
        for (const auto &message : m_answerUdp(query))
            ::sendto(m_udp, message.data(), message.size(), 0, reinterpret_cast<const sockaddr *>(&from), size);
    }
    void serveTcp()
    {
        const int fd = ::accept(m_tcp, nullptr, nullptr);
        std::string query(512, '\0');
        const auto got = ::recv(fd, query.data(), query.size(), 0);
        m_open.push_back(fd);
        if (got < 14)
            return;
        const auto answers = m_answerTcp(query.substr(2, std::size_t(got) - 2));
        for (const auto &piece : answers)
            ::send(fd, piece.data(), piece.size(), MSG_NOSIGNAL);
        if (answers.empty())
            return;
        ::close(fd);
        m_open.pop_back();
    }

    Answers m_answerUdp, m_answerTcp;
    int m_udp = -1, m_tcp = -1;
    std::uint16_t m_port = 0;
    std::array<int, 2> m_end{-1, -1};
    std::vector<int> m_open;
    std::thread m_thread;
};

} // namespace tests
