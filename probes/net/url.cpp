#include "probes/net/url.h"

#include "models/metric/utf8.h"

#include <fmt/format.h>

#include <charconv>
#include <memory>

#include <curl/curl.h>

namespace net {

using metric::Reason;

namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

Handle handle() { return {curl_url(), &curl_url_cleanup}; }

std::string part(CURLU *url, CURLUPart which, unsigned flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
    return text;
}

Outcome<Url> taken(CURLU *handle, Reason reason)
{
    Url url;
    url.scheme = part(handle, CURLUPART_SCHEME);
    if (url.scheme != "http" && url.scheme != "https")
        return fault(reason, "only http:// and https:// are asked");
    auto host = part(handle, CURLUPART_HOST, CURLU_PUNYCODE);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    if (const auto zone = part(handle, CURLUPART_ZONEID); !zone.empty())
        host += '%' + zone;
    if (host.empty())
        return fault(reason, "there is no host in the address");
    const auto port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::uint16_t number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    if (number == 0)
        return fault(reason, "there is no port in the address");
    url.endpoint = {std::move(host), number};
    url.user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
    url.password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
    for (const auto secret : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT})
        curl_url_set(handle, secret, nullptr, 0);
    url.text = part(handle, CURLUPART_URL);
    return url;
}

} // namespace

std::string Url::authority() const
{
    const bool own = endpoint.port == (scheme == "https" ? 443 : 80);
    const auto whole = endpoint.text();
    return own ? whole.substr(0, whole.rfind(':')) : whole;
}

Outcome<Url> parseUrl(const std::string &text)
{
    const auto url = handle();
    // A path is sent as it was written, as Go does.
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS | CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return fault(Reason::Options, "expected an address like https://shop.example.org/");
    return taken(url.get(), Reason::Options);
}

Outcome<Url> resolveUrl(const Url &base, const std::string &location)
{
    const auto url = handle();
    if (curl_url_set(url.get(), CURLUPART_URL, base.text.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK ||
        curl_url_set(url.get(), CURLUPART_URL, location.c_str(), CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return fault(Reason::Redirects, fmt::format("the redirect to \"{}\" leads nowhere", shown(location)));
    auto next = taken(url.get(), Reason::Redirects);
    if (!next)
        return fault(Reason::Redirects, fmt::format("the redirect to \"{}\" is not followed: {}", shown(location), next.error().message));
    // What somebody else wrote into a redirect is no password of ours.
    next->user.clear();
    next->password.clear();
    return next;
}

std::string urlAt(const Url &url, const std::string &host, std::uint16_t port)
{
    const auto at = handle();
    curl_url_set(at.get(), CURLUPART_URL, url.text.c_str(), CURLU_PATH_AS_IS);
    curl_url_set(at.get(), CURLUPART_HOST, (host.find(':') == std::string_view::npos ? host : '[' + host + ']').c_str(), 0);
    curl_url_set(at.get(), CURLUPART_PORT, std::to_string(port).c_str(), 0);
    return part(at.get(), CURLUPART_URL);
}

bool sameTrust(const Url &first, const Url &next)
{
    if (first.endpoint.host != next.endpoint.host)
        return false;
    return (first.scheme == next.scheme && first.endpoint.port == next.endpoint.port) || (first.scheme == "http" && next.scheme == "https");
}

// The bytes of the front of something: control characters and what is no text become question marks.
static std::string cleaned(std::string_view bytes, std::size_t most, bool lines)
{
    auto front = bytes.substr(0, most);
    // Not in the middle of a character.
    if (bytes.size() > most) {
        for (int i = 0; i != 3 && !front.empty() && !metric::isUtf8(front); ++i)
            front.remove_suffix(1);
    }
    const bool text = metric::isUtf8(front);
    std::string out(text ? front : bytes.substr(0, most));
    for (char &c : out) {
        const auto code = static_cast<unsigned char>(c);
        const bool line = lines && (c == '\n' || c == '\t' || c == '\r');
        if ((code < ' ' && !line) || code == 0x7f || (!text && code >= 0x80))
            c = '?';
    }
    return bytes.size() > most ? out + "..." : out;
}

std::string shown(std::string_view bytes, std::size_t most) { return cleaned(bytes, most, false); }
std::string shownText(std::string_view bytes, std::size_t most) { return cleaned(bytes, most, true); }

std::string percentEncoded(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace net
