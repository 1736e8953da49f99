#include "probes/net/http_date.h"

#include <string>

#include <curl/curl.h>
#include <fmt/chrono.h>

namespace net {

std::optional<metric::Timestamp> parseHttpDate(std::string_view text)
{
    const std::string line(text.substr(0, 64));
    const auto seconds = curl_getdate(line.c_str(), nullptr);
    if (seconds == -1)
        return std::nullopt;
    // libcurl reads more than the three forms, and days that there are not.
    const auto time = fmt::gmtime(seconds);
    const bool same = line == fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", time) || line == fmt::format("{:%A, %d-%b-%y %H:%M:%S} GMT", time) ||
                      line == fmt::format("{:%a %b %e %H:%M:%S %Y}", time);
    return same ? std::optional(metric::Timestamp(std::chrono::seconds(seconds))) : std::nullopt;
}

} // namespace net
