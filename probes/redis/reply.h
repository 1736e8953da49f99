#pragma once

#include "probes/net/fault.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redis {

// A value of the Redis protocol (RESP 2).
struct Reply {
    enum class Type { Nil, Integer, Status, Text, Error, Array };
    Type type = Type::Nil;
    long long integer = 0;
    std::string text{}; // of a status, a text and an error: "NOAUTH Authentication required."
    std::vector<Reply> elements{};

    bool is(Type wanted) const { return type == wanted; }
};

// One command as it is sent.
std::string command(const std::vector<std::string_view> &words);

// Puts replies together from bytes as they come. What comes is bounded over the reader's whole life: it is made anew for each round.
class ReplyReader {
public:
    static constexpr std::size_t kMostBytes = 8u << 20;
    static constexpr std::size_t kMostElements = 200'000;

    ReplyReader();
    ~ReplyReader();
    ReplyReader(const ReplyReader &) = delete;

    // The next whole reply; none while more bytes are needed. Protocol where it is not RESP, Size beyond the bounds; after either it
    // is of no more use.
    net::Outcome<std::optional<Reply>> next();
    net::Outcome<void> feed(std::string_view bytes);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace redis
