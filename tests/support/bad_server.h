// A server of the loopback that behaves as the test says: each connection is handed to a function on its own thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {

class BadServer {
public:
    // What a connection is served with.
    class Peer {
    public:
        Peer(int fd, const std::atomic<bool> &ended) : m_fd(fd), m_ended(ended) {}
        // False: the other side is gone, or the test is over.
        bool send(std::string_view bytes) const
        {
            while (!bytes.empty() && !m_ended) {
                const auto done = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
                if (done < 0 && errno != EAGAIN)
                    return false;
                if (done < 0)
                    rest(std::chrono::milliseconds(1));
                else
                    bytes.remove_prefix(std::size_t(done));
            }
            return !m_ended;
        }
        // What came until there is `end` in it, or as much as came.
        std::string readUntil(std::string_view end) const
        {
            std::string all;
            while (!m_ended && all.find(end) == all.npos) {
                pollfd entry{m_fd, POLLIN, 0};
                if (::poll(&entry, 1, 10) <= 0)
                    continue;
                char piece[4096];
                const auto done = ::recv(m_fd, piece, sizeof piece, 0);
                if (done <= 0)
                    break;
                all.append(piece, std::size_t(done));
            }
            return all;
        }
        // Until the test is over or the other side closes.
        void hang() const { readUntil("\x01 never \x02"); }
        // From here on both sides talk to another port of the loopback.
        void pass(std::uint16_t port) const
        {
            const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(port);
            bool open = ::connect(other, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
            while (open && !m_ended) {
                pollfd entries[2] = {{m_fd, POLLIN, 0}, {other, POLLIN, 0}};
                if (::poll(entries, 2, 10) <= 0)
                    continue;
                for (int i = 0; i != 2 && open; ++i) {
                    char piece[4096];
                    const auto got = entries[i].revents ? ::recv(entries[i].fd, piece, sizeof piece, 0) : -1;
                    open = entries[i].revents == 0 || (got > 0 && ::send(entries[1 - i].fd, piece, std::size_t(got), MSG_NOSIGNAL) == got);
                }
            }
            ::close(other);
        }
        bool rest(std::chrono::milliseconds time) const
        {
            std::this_thread::sleep_for(time);
            return !m_ended;
        }

    private:
        int m_fd;
        const std::atomic<bool> &m_ended;
    };

    explicit BadServer(std::function<void(const Peer &)> serve) : m_serve(std::move(serve))
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 && ::listen(m_fd, 64) == 0 &&
            ::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { accept(); });
    }
    ~BadServer()
    {
        m_ended = true;
        m_acceptor.join();
        for (auto &thread : m_threads)
            thread.join();
        ::close(m_fd);
    }

    std::uint16_t port() const { return m_port; }
    std::string url(std::string_view path = "/") const { return "http://127.0.0.1:" + std::to_string(m_port) + std::string(path); }
    int connections() const { return m_connections; }

private:
    void accept()
    {
        while (!m_ended) {
            pollfd entry{m_fd, POLLIN, 0};
            if (::poll(&entry, 1, 10) <= 0)
                continue;
            const int fd = ::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0)
                continue;
            ++m_connections;
            m_threads.emplace_back([this, fd] {
                m_serve(Peer(fd, m_ended));
                ::close(fd);
            });
        }
    }

    std::function<void(const Peer &)> m_serve;
    std::atomic<bool> m_ended{false};
    std::atomic<int> m_connections{0};
    int m_fd = -1;
    std::uint16_t m_port = 0;
    std::list<std::thread> m_threads; // of the acceptor alone, until it has ended
    std::thread m_acceptor;
};

} // namespace tests
