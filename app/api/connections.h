#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace api {

// The open connections, and a thread that looks after them while there are any: one that is too slow is shut down, so that nobody
// can hold a place by a byte now and then, and the work for one who has gone is stopped. Any thread.
class Connections {
public:
    using Milliseconds = std::chrono::milliseconds;
    struct Connection;

    // From its beginning, or its last answer, a connection has this long to bring a whole request; to take an answer as long, and
    // longer where that is large.
    explicit Connections(Milliseconds patience);
    ~Connections();

    // REQUIRES: the socket stays open until close().
    Connection *open(int socket);
    void close(Connection *connection);

    // Where a connection stands: it brings a request, is being answered, takes the answer.
    void reading(Connection *connection);
    std::stop_token answering(Connection *connection);
    void sending(Connection *connection, std::size_t bytes);

    // Stops the work for all of them, and for those to come.
    void stopAll();

private:
    void run(const std::stop_token &stop);
    void sweep();

    const Milliseconds m_patience;
    std::mutex m_mutex;
    std::condition_variable_any m_some;
    std::vector<Connection *> m_open;
    bool m_stopped = false;
    std::jthread m_thread; // last: ends first
};

} // namespace api
