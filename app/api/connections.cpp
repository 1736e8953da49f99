#include "app/api/connections.h"

#include <algorithm>
#include <memory>

#include <poll.h>
#include <sys/socket.h>

namespace api {

using Clock = std::chrono::steady_clock;

static constexpr auto kSweepInterval = std::chrono::milliseconds(100);
// Slower than this nobody reads an answer that is wanted.
static constexpr std::size_t kLeastBytesPerMillisecond = 64;

struct Connections::Connection {
    int socket;
    bool answering = false;
    Clock::time_point deadline; // while it is not answered
    std::stop_source stop{};
};

Connections::Connections(Milliseconds patience) : m_patience(patience), m_thread([this](const std::stop_token &stop) { run(stop); }) {}

Connections::~Connections() = default;

Connections::Connection *Connections::open(int socket)
{
    auto connection = std::make_unique<Connection>(Connection{socket, false, Clock::now() + m_patience});
    const std::lock_guard lock(m_mutex);
    m_open.push_back(connection.get());
    m_some.notify_one();
    return connection.release();
}

void Connections::close(Connection *connection)
{
    const std::unique_ptr<Connection> owned(connection);
    const std::lock_guard lock(m_mutex);
    std::erase(m_open, connection);
}

void Connections::reading(Connection *connection)
{
    const std::lock_guard lock(m_mutex);
    connection->answering = false;
    connection->deadline = Clock::now() + m_patience;
}

std::stop_token Connections::answering(Connection *connection)
{
    const std::lock_guard lock(m_mutex);
    connection->answering = true;
    connection->stop = {};
    if (m_stopped)
        connection->stop.request_stop();
    return connection->stop.get_token();
}

void Connections::sending(Connection *connection, std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    connection->answering = false;
    connection->deadline = Clock::now() + m_patience + Milliseconds(bytes / kLeastBytesPerMillisecond);
}

void Connections::stopAll()
{
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
    for (auto *connection : m_open)
        connection->stop.request_stop();
}

void Connections::sweep()
{
    const auto now = Clock::now();
    for (auto *connection : m_open) {
        if (!connection->answering) {
            // Whoever waits for it wakes up and closes it.
            if (now > connection->deadline)
                ::shutdown(connection->socket, SHUT_RDWR);
            continue;
        }
        pollfd watched{connection->socket, POLLRDHUP, 0};
        if (::poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0)
            connection->stop.request_stop();
    }
}

void Connections::run(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    while (m_some.wait(lock, stop, [this] { return !m_open.empty(); })) {
        m_some.wait_for(lock, stop, kSweepInterval, [] { return false; });
        sweep();
    }
}

} // namespace api
