#pragma once

#include "probes/redis/reply.h"

#include "probes/net/stream.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redis {

// Where a server is and who we are there.
struct Server {
    std::optional<net::Endpoint> endpoint{}; // none: `path`
    std::string path{};                      // of a socket
    std::string user{};
    std::string password{};
    std::optional<net::TlsOptions> tls{}; // none: plain
};

// A question under a name to find its reply by.
struct Question {
    std::string_view name;
    std::vector<std::string_view> words;
};

struct Exchange {
    std::optional<net::Fault> fault{}; // none: every question has a reply
    std::map<std::string_view, Reply> replies{};
    std::string address{};
    std::optional<net::TlsFacts> tls{};
    std::chrono::nanoseconds connect{0}; // until questions could be asked
    std::chrono::nanoseconds took{0};    // all of it

    // Null where there is none.
    const Reply *reply(std::string_view name) const;
};

// Connects, asks all at once, and reads what comes. Never longer than the deadline.
Exchange ask(const Server &server, const std::vector<Question> &questions, const net::Deadline &deadline);

} // namespace redis
