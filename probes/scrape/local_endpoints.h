#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

class Source;

// An endpoint of this machine that tells metrics.
struct LocalEndpoint {
    std::string url;     // "http://127.0.0.1:9100/metrics"
    std::string name;    // of the process where that may be seen, otherwise what is known by its port or its metrics
    std::string runtime; // "Node.js", "Go", "JVM", "Python", ".NET"; empty: not known
    std::size_t samples;
};

// TCP ports that somebody listens on, on the loopback or on every address, each once and sorted. From /proc/net/tcp and tcp6.
struct ListeningPort {
    std::uint16_t port;
    bool ipv6;           // only there
    std::uint64_t inode; // of the socket
};
std::vector<ListeningPort> parseListeningPorts(std::string_view tcp, std::string_view tcp6);

// What its metrics' names tell of the program; empty: nothing.
std::string_view runtimeOf(std::string_view exposition);
// "node_exporter"; empty: it is not one of the known.
std::string_view exporterOfPort(std::uint16_t port);

std::string linkOfThisMachine(const std::string &path);

struct LocalSearch {
    std::chrono::nanoseconds timeoutOfOne = std::chrono::milliseconds(500);
    std::chrono::nanoseconds timeoutOfAll = std::chrono::seconds(15);
    std::size_t mostPorts = 256;
    // Asked before each port; false ends the search.
    std::function<bool()> goOn = nullptr;
    // What a symbolic link says ("socket:[123]"); empty: nothing. Not followed, which Source::resolve() does.
    std::function<std::string(const std::string &path)> link = linkOfThisMachine;
};

// Asks every listening port of this machine for /metrics, over the loopback alone, and tells of those that answer with an exposition.
// REQUIRES: the user has asked for it, because it talks to programs that did not ask to be talked to; a thread that may wait. The
// source is that of this machine.
metric::Result<std::vector<LocalEndpoint>> findLocalEndpoints(Source &source, const metric::Clock &clock, const LocalSearch &search = {});

} // namespace probes
