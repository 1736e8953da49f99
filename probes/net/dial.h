#pragma once

#include "probes/net/endpoint.h"
#include "probes/net/resolver.h"

#include <chrono>
#include <optional>
#include <utility>

#include <unistd.h>

namespace net {

// A socket that is closed with the object.
class Socket {
public:
    Socket() = default;
    explicit Socket(int descriptor) : m_descriptor(descriptor) {}
    Socket(Socket &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    Socket &operator=(Socket &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~Socket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    int descriptor() const { return m_descriptor; }
    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor = -1;
};

// How a connection came about, as far as it came.
struct Dialled {
    std::optional<Address> address{}; // the last that was tried
    std::chrono::nanoseconds resolve{0}, connect{0};
};

// Connects, non-blocking from then on. With IpFamily::Any every address of the host gets its try, four at most. `seen` is filled in
// however it ends.
Outcome<Socket> dial(const Endpoint &endpoint, IpFamily family, const Deadline &deadline, Dialled &seen);
Outcome<Socket> dialUnix(const std::string &path, const Deadline &deadline);

enum class Ready { Read, Write };
// Waits until the descriptor is. False: the deadline came first.
bool wait(int descriptor, Ready ready, const Deadline &deadline);

// What it means that a connection was not made, with errno.
Fault connectFault(int error, const std::string &where, const Deadline &deadline);
// "in 5 s", for messages.
std::string inTime(const Deadline &deadline);

} // namespace net
