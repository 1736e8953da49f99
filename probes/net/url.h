#pragma once

#include "probes/net/endpoint.h"

#include <string>
#include <string_view>

namespace net {

// The parts of a URL that matter to who asks for it.
struct Url {
    std::string scheme; // "http", "https"
    Endpoint endpoint;  // the host in the letters of DNS (punycode), the port always there
    std::string text{}; // without user, password and fragment: what may be shown
    std::string user{}, password{};

    std::string authority() const; // "shop.example.org:8080", without the port where it is the scheme's own
};

// Options where it is none, or neither http nor https.
Outcome<Url> parseUrl(const std::string &text);
// Where a redirect leads. Redirects where it leads to nothing that is followed.
Outcome<Url> resolveUrl(const Url &base, const std::string &location);
// The same URL at another host and port.
std::string urlAt(const Url &url, const std::string &host, std::uint16_t port);

// What is sent along with a request for `first` may be sent to `next` too: it is the same place, or that place encrypted.
bool sameTrust(const Url &first, const Url &next);

// Bytes from outside as a piece of one line, bounded.
std::string shown(std::string_view bytes, std::size_t most = 200);
// The same with its lines.
std::string shownText(std::string_view bytes, std::size_t most);

// For a user or a password inside a URL.
std::string percentEncoded(std::string_view text);

} // namespace net
