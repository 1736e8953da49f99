#include "app/watch/own_network.h"

#include "probes/net/icmp.h"
#include "probes/net/stream.h"
#include "probes/source/local_source.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <span>
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

namespace {

// A line of /proc/net/route.
struct Route {
    std::uint32_t destination = 0, gateway = 0, mask = 0; // in the order of the network
};

std::optional<std::uint32_t> wordOf(const std::string &text)
{
    std::uint32_t word = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), word, 16);
    // The kernel prints the word as it lies in memory.
    return error == std::errc() && end == text.data() + text.size() ? std::optional(word) : std::nullopt;
}

std::vector<Route> routesOf(std::string_view text)
{
    std::istringstream lines{std::string(text)};
    std::string line;
    std::getline(lines, line); // the heading
    std::vector<Route> routes;
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string interface, destination, gateway, flags, references, uses, metric, mask;
        fields >> interface >> destination >> gateway >> flags >> references >> uses >> metric >> mask;
        const auto to = wordOf(destination), over = wordOf(gateway);
        if (to && over)
            routes.push_back({*to, *over, wordOf(mask).value_or(0)});
    }
    return routes;
}

} // namespace

std::optional<net::Address> defaultGateway(std::string_view routes)
{
    for (const auto &route : routesOf(routes)) {
        if (route.destination != 0 || route.mask != 0 || route.gateway == 0)
            continue;
        net::Address found;
        std::ranges::copy(std::span(reinterpret_cast<const std::uint8_t *>(&route.gateway), 4), found.octets.begin());
        return found;
    }
    return std::nullopt;
}

targets::OwnNetwork ownNetworkOf(std::string_view routes, std::string_view resolvConf)
{
    targets::OwnNetwork network;
    if (const auto gateway = defaultGateway(routes))
        network.gateway = QString::fromStdString(gateway->text());
    for (const auto &route : routesOf(routes)) {
        if (route.mask != 0)
            network.subnets.push_back({ntohl(route.destination), ntohl(route.mask)});
    }
    std::istringstream lines{std::string(resolvConf)};
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string word;
        if (!(words >> word) || (word != "search" && word != "domain"))
            continue;
        while (words >> word) {
            if (const auto domain = QString::fromStdString(word); domain != u".")
                network.domains << domain;
        }
    }
    return network;
}

targets::OwnNetwork ownNetwork() { return ownNetworkOf(readFile("/proc/net/route"), readFile("/etc/resolv.conf")); }

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
