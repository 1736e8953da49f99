#include "probes/postgres/session_guard.h"

#include <algorithm>

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace postgres {

SessionGuard::SessionGuard(int socket, const net::Deadline &deadline, std::size_t mostBytes)
    : m_socket(::fcntl(socket, F_DUPFD_CLOEXEC, 0)), m_deadline(deadline), m_mostBytes(mostBytes), m_before(received()), m_thread([this] { watch(); })
{
}

SessionGuard::~SessionGuard()
{
    {
        const std::lock_guard lock(m_mutex);
        m_done = true;
    }
    m_wake.notify_one();
    m_thread.join();
    if (m_socket >= 0)
        ::close(m_socket);
}

SessionGuard::Why SessionGuard::ended()
{
    const std::lock_guard lock(m_mutex);
    return m_ended;
}

void SessionGuard::watch()
{
    static constexpr std::chrono::nanoseconds kStep = std::chrono::milliseconds(20);
    std::unique_lock lock(m_mutex);
    while (!m_done) {
        if (received() - m_before > m_mostBytes)
            m_ended = Why::Size;
        else if (m_deadline.over())
            m_ended = Why::Time;
        if (m_ended != Why::Nothing) {
            ::shutdown(m_socket, SHUT_RDWR);
            return;
        }
        m_wake.wait_for(lock, std::min(kStep, m_deadline.left()));
    }
}

std::uint64_t SessionGuard::received() const
{
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(m_socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? std::uint64_t(info.tcpi_bytes_received) : 0;
}

} // namespace postgres
