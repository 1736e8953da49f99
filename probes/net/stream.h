#pragma once

#include "probes/net/deadline.h"
#include "probes/net/dial.h"
#include "probes/net/endpoint.h"
#include "probes/net/fault.h"
#include "probes/net/resolver.h"
#include "probes/net/tls.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace net {

// A connection, plain or encrypted, each step bounded by a deadline. Used by one thread at a time.
class Stream {
public:
    struct Connected; // stream, address, how long the name and the connection took
    // `seen`, where given, is filled in however it ends.
    static Outcome<Connected> connect(const Endpoint &endpoint, IpFamily family, const Deadline &deadline, Dialled *seen = nullptr);
    static Outcome<Stream> connectUnix(const std::string &path, const Deadline &deadline);

    Stream(Stream &&) noexcept;
    Stream &operator=(Stream &&) noexcept;
    ~Stream();

    // From here on all is encrypted. `facts` is filled in however it ends.
    Outcome<void> startTls(const std::string &host, const TlsOptions &options, const Deadline &deadline, TlsFacts &facts);

    Outcome<void> write(std::string_view bytes, const Deadline &deadline);
    // At least one byte; zero: the peer has ended.
    Outcome<std::size_t> read(std::span<char> into, const Deadline &deadline);
    // Appends to `buffer` until there is a newline in it, and takes the line out, without it and a CR. Size beyond `most` bytes.
    Outcome<std::string> readLine(std::string &buffer, std::size_t most, const Deadline &deadline);

    int descriptor() const;

private:
    struct Private;
    explicit Stream(std::unique_ptr<Private> made);
    std::unique_ptr<Private> d;
};

struct Stream::Connected {
    Stream stream;
    std::string address;
    bool v6;
    std::chrono::nanoseconds resolve;
    std::chrono::nanoseconds connect;
};

} // namespace net
