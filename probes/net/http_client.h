#pragma once

#include "probes/net/deadline.h"
#include "probes/net/fault.h"
#include "probes/net/resolver.h"
#include "probes/net/tls.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace net {

using Headers = std::vector<std::pair<std::string, std::string>>; // names as they came, in order

struct HttpRequest {
    std::string url; // http:// or https://
    std::string method = "GET";
    Headers headers{};
    std::string body{};
    std::string user{}, password{}; // basic authentication, where there is a user
    std::string bearer{};           // token
    TlsOptions tls{};
    std::string proxy{}; // URL; empty: none, whatever the environment says
    IpFamily family = IpFamily::Any;
    int maxRedirects = 10;             // 0: they are answers as any other
    std::uint64_t maxBody = 16u << 20; // bytes of what is read, unpacked; more is Reason::Size
    bool compressed = true;            // gzip and deflate are asked for, and unpacked
};

// What each step took, summed over redirects. Those not reached are zero.
struct HttpPhases {
    std::chrono::nanoseconds resolve{0}, connect{0}, tls{0};
    std::chrono::nanoseconds processing{0}; // until the first byte of the answer
    std::chrono::nanoseconds transfer{0};
};

// All that is known of what was asked and answered, however far it came.
struct HttpExchange {
    std::optional<Fault> fault{}; // none: an answer with any status was read whole
    int status = 0;               // 0: no answer came
    double version = 0;           // 1.1
    Headers headers{};
    std::string body{};                          // unpacked; as much as was read
    std::optional<std::int64_t> contentLength{}; // as the answer said
    int redirects = 0;
    std::string url{};             // the last one asked
    std::string address{};         // of the peer of the last one: "127.0.0.1", "::1"
    std::optional<TlsFacts> tls{}; // of the last one, where it was https
    HttpPhases phases{};
    std::chrono::nanoseconds took{0};

    // The first header of that name in any case; null: there is none.
    const std::string *header(std::string_view name) const;
};

// Asks for one thing at a time, over a new connection each time or, where kept, over the last one. Used by one thread at a time;
// not necessarily the same one.
class HttpClient {
public:
    enum class Connections { Fresh, Kept };
    explicit HttpClient(Connections connections = Connections::Fresh);
    ~HttpClient();
    HttpClient(HttpClient &&) noexcept;
    HttpClient &operator=(HttpClient &&) noexcept;

    // Never longer than the deadline. Passwords and tokens go to the host of the first URL alone, not to where it redirects.
    HttpExchange ask(const HttpRequest &request, const Deadline &deadline);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace net
