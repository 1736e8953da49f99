#pragma once

#include "probes/net/deadline.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>

namespace postgres {

// Ends a connection from outside when its time is over or too much came, because libpq reads on in one call for as long as a peer
// sends what it announced, a gigabyte say. Lives as long as one question; a thread of its own watches meanwhile.
class SessionGuard {
public:
    enum class Why { Nothing, Time, Size };

    // Bytes count from here; of a socket of this machine they are not told. REQUIRES: the deadline outlives it.
    SessionGuard(int socket, const net::Deadline &deadline, std::size_t mostBytes);
    ~SessionGuard();
    SessionGuard(const SessionGuard &) = delete;
    SessionGuard &operator=(const SessionGuard &) = delete;

    Why ended();

private:
    void watch();
    std::uint64_t received() const;

    const int m_socket; // a second descriptor of it: the first may be closed, and its number given away
    const net::Deadline &m_deadline;
    const std::size_t m_mostBytes;
    const std::uint64_t m_before;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_done = false;
    Why m_ended = Why::Nothing;
    std::thread m_thread; // the last: it uses the others
};

} // namespace postgres
