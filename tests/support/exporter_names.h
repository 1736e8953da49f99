// An exporter beside Vedette: what both tell must be the same.
#pragma once

#include "tests/support/exposition.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {

// The body of what a server of the loopback answers to this path; empty where it does not.
inline std::string exporterPage(std::uint16_t port, std::string_view path)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    std::string page;
    // HTTP/1.0: whole, and then the end of the connection.
    const auto request = fmt::format("GET {} HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
        ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == ssize_t(request.size()))
    {
        char buffer[16 * 1024];
        for (ssize_t size; (size = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
            page.append(buffer, std::size_t(size));
    }
    if (fd >= 0)
        ::close(fd);
    const auto body = page.find("\r\n\r\n");
    return body == std::string::npos ? std::string() : page.substr(body + 4);
}

inline std::set<std::string> metricNames(const Exposition &series)
{
    std::set<std::string> names;
    for (const auto &[name, value] : series)
        names.insert(metricNameOf(name));
    return names;
}

// The metric names of an exporter and of Vedette.
struct ExporterNames {
    std::vector<std::string> both, theirs, ours; // theirs, ours: of one side alone

    ExporterNames(const std::set<std::string> &exporter, const std::set<std::string> &vedette)
    {
        std::ranges::set_intersection(exporter, vedette, std::back_inserter(both));
        std::ranges::set_difference(exporter, vedette, std::back_inserter(theirs));
        std::ranges::set_difference(vedette, exporter, std::back_inserter(ours));
    }
};

// How far apart two values of one name may be, absolutely; infinity: they are there on both sides, whatever they are (timings). Names
// that are not listed must be equal.
using Tolerances = std::map<std::string, double, std::less<>>;

// What differs between the series of the names that both tell, one line each: "- " the exporter alone tells it, "+ " Vedette alone does,
// "! " the values differ.
inline std::vector<std::string> differencesOfSharedNames(const Exposition &exporter, const Exposition &vedette, const Tolerances &tolerances = {})
{
    const ExporterNames names(metricNames(exporter), metricNames(vedette));
    const std::set<std::string> both(names.both.begin(), names.both.end());
    std::vector<std::string> lines;
    for (const auto &[series, value] : exporter) {
        const auto name = metricNameOf(series);
        if (!both.contains(name))
            continue;
        const auto found = vedette.find(series);
        const auto tolerance = tolerances.find(name);
        const double allowed = tolerance == tolerances.end() ? 0 : tolerance->second;
        if (found == vedette.end())
            lines.push_back(fmt::format("- {} {}", series, value));
        else if (!std::isinf(allowed) && !(std::abs(found->second - value) <= allowed) && !(std::isnan(value) && std::isnan(found->second)))
            lines.push_back(fmt::format("! {} exporter {} Vedette {}", series, value, found->second));
    }
    for (const auto &[series, value] : vedette) {
        if (both.contains(metricNameOf(series)) && !exporter.contains(series))
            lines.push_back(fmt::format("+ {} {}", series, value));
    }
    return lines;
}

} // namespace tests
