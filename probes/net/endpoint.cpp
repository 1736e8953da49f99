#include "probes/net/endpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace net {

using metric::Reason;

std::string Endpoint::text() const
{
    return host.find(':') == std::string_view::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

Outcome<Endpoint> parseEndpoint(std::string_view text, std::uint16_t fallback)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = std::min(text.find_first_not_of(kBlanks), text.size());
    text = text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
    const auto none = [&](std::string_view why) { return fault(Reason::Options, fmt::format("expected host:port, {}", why)); };

    std::string_view host = text, port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return none("a bracket is not closed");
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && !port.starts_with(':'))
            return none("something else than a port follows the bracket");
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon);
    }
    if (host.empty())
        return none("there is no host");
    if (std::ranges::any_of(host, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '/' || c == '@'; }))
        return none("there is a character that no host has");

    std::uint16_t number = fallback;
    if (!port.empty()) {
        const auto [end, error] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
        if (error != std::errc() || end != port.data() + port.size() || number == 0)
            return none("the port is not a number from 1 to 65535");
    }
    if (number == 0)
        return none("there is no port");
    return Endpoint{std::string(host), number};
}

} // namespace net
