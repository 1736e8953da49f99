#include "app/watch/own_network.h"

#include "probes/net/icmp.h"
#include "probes/net/stream.h"
#include "probes/source/local_source.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <sstream>

#include <arpa/inet.h>

namespace app {

using namespace std::chrono_literals;

static constexpr auto kPatience = 2s; // for each

static std::string readFile(std::string_view path)
{
    probes::LocalSource source("/", {});
    std::string text;
    return source.read(path, text) ? text : std::string();
}

std::optional<net::Address> defaultGateway(std::string_view routes)
{
    std::istringstream lines{std::string(routes)};
    std::string line;
    std::getline(lines, line); // the heading
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string interface, destination, gateway;
        fields >> interface >> destination >> gateway;
        std::uint32_t address = 0;
        const auto [end, error] = std::from_chars(gateway.data(), gateway.data() + gateway.size(), address, 16);
        if (destination != "00000000" || error != std::errc() || end != gateway.data() + gateway.size() || address == 0)
            continue;
        // The kernel prints the word as it lies in memory.
        net::Address found;
        std::ranges::copy(std::span(reinterpret_cast<const std::uint8_t *>(&address), 4), found.octets.begin());
        return found;
    }
    return std::nullopt;
}

bool isNeighbour(std::string_view arp, const net::Address &address)
{
    constexpr unsigned kComplete = 2; // ATF_COM
    std::istringstream lines{std::string(arp)};
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string ip, type, flags;
        fields >> ip >> type >> flags;
        if (ip == address.text())
            return (std::strtoul(flags.c_str(), nullptr, 16) & kComplete) != 0;
    }
    return false;
}

bool ownNetworkIsThere(const std::vector<std::string> &anchors, const metric::Clock &clock)
{
    if (const auto gateway = defaultGateway(readFile("/proc/net/route"))) {
        if (!net::sendEcho({.address = *gateway}, net::Deadline(clock, kPatience)).fault || isNeighbour(readFile("/proc/net/arp"), *gateway))
            return true;
    }
    return std::ranges::any_of(anchors, [&](const std::string &anchor) {
        const auto endpoint = net::parseEndpoint(anchor);
        return endpoint && net::Stream::connect(*endpoint, net::IpFamily::Any, net::Deadline(clock, kPatience));
    });
}

} // namespace app
