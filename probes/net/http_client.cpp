#include "probes/net/http_client.h"

#include "probes/net/http_transfer.h"
#include "probes/net/quiet_pipe.h"
#include "probes/net/tls_handshake.h"
#include "probes/net/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include <curl/curl.h>

namespace net {

using metric::Reason;
using namespace std::chrono_literals;

// A connection is kept to an address, and that a name has moved is to be noticed.
static constexpr std::chrono::nanoseconds kAddressesHold = 60s;
static constexpr std::size_t kMostAddresses = 4;

namespace {

bool isRedirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

bool isOneLine(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool isToken(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

// What would let one request be read as two.
Outcome<void> checked(const HttpRequest &request)
{
    if (!isToken(request.method))
        return fault(Reason::Options, "the method is not a word");
    for (const auto &[name, value] : request.headers) {
        if (!isToken(name) || !isOneLine(value))
            return fault(Reason::Options, fmt::format("the header \"{}\" is none", shown(name)));
    }
    if (!isOneLine(request.user) || !isOneLine(request.password) || !isOneLine(request.bearer))
        return fault(Reason::Options, "a name or password has more than one line");
    if (request.user.find(':') != std::string::npos)
        return fault(Reason::Options, "there is a colon in the user's name");
    return {};
}

// The name by which the host of the first URL is asked and verified: a Host header counts too, as it does for blackbox_exporter.
TlsOptions tlsOptions(const HttpRequest &request, bool trusted)
{
    TlsOptions options;
    options.authorityFile = request.tls.authorityFile;
    if (!trusted)
        return options;
    options = request.tls;
    const auto host = std::ranges::find_if(request.headers, [](const auto &header) { return header.first == "Host" || header.first == "host"; });
    if (options.serverName.empty() && host != request.headers.end()) {
        if (const auto endpoint = parseEndpoint(host->second, 443))
            options.serverName = endpoint->host;
    }
    return options;
}

} // namespace

struct HttpClient::Private {
    struct Free {
        void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
    };

    Connections connections;
    std::unique_ptr<CURL, Free> easy{};

    // Of kept connections.
    struct Place {
        Endpoint endpoint;
        IpFamily family;
        std::vector<Address> addresses;
        std::chrono::nanoseconds until;
    };
    std::optional<Place> place{};
    std::unique_ptr<TlsHandshake> handshake{}; // the last one
    KnownChain known{};
    std::string shakenWith{};
    TlsFacts facts{};

    Outcome<std::vector<Address>> addresses(const Endpoint &endpoint, IpFamily family, const Deadline &deadline)
    {
        const auto now = deadline.clock().monotonic();
        if (connections == Connections::Kept && place && place->endpoint == endpoint && place->family == family && now < place->until)
            return place->addresses;
        place.reset();
        auto found = resolve(endpoint.host, family, deadline);
        if (found && connections == Connections::Kept)
            place = Place{endpoint, family, *found, now + kAddressesHold};
        return found;
    }

    HttpTransfer::Result request(HttpExchange &exchange, HttpTransfer::Plan plan, const Deadline &deadline);
    void follow(HttpExchange &exchange, const HttpRequest &request, const Deadline &deadline);
};

HttpClient::HttpClient(Connections connections) : d(std::make_unique<Private>())
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    d->connections = connections;
    d->easy.reset(curl_easy_init());
}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient &&) noexcept = default;
HttpClient &HttpClient::operator=(HttpClient &&) noexcept = default;

// One hop: every address of its host until one takes the connection.
HttpTransfer::Result HttpClient::Private::request(HttpExchange &exchange, HttpTransfer::Plan plan, const Deadline &deadline)
{
    const auto asked = deadline.elapsed();
    const auto found = addresses(plan.proxy ? plan.proxy->endpoint : plan.url.endpoint, plan.request.family, deadline);
    exchange.phases.resolve += deadline.elapsed() - asked;
    exchange.tls.reset();
    exchange.address.clear();
    HttpTransfer::Result result;
    if (!found) {
        result.fault = found.error();
        return result;
    }
    const auto tries = std::min(found->size(), kMostAddresses);
    for (std::size_t i = 0; i != tries; ++i) {
        plan.address = (*found)[i];
        plan.mayGoElsewhere = i + 1 != tries;
        exchange.address = plan.address.text();
        if (plan.url.scheme == "https")
            handshake =
                std::make_unique<TlsHandshake>(plan.url.endpoint.host, tlsOptions(plan.request, plan.trusted), deadline.clock().now(), &known);
        auto *const judge = plan.url.scheme == "https" ? handshake.get() : nullptr;
        result = HttpTransfer(easy.get(), plan, judge, deadline).run();
        if (judge && !judge->facts().chain.empty()) {
            facts = judge->takeFacts();
            shakenWith = plan.url.endpoint.text();
            exchange.tls = facts;
        } else if (judge && result.reused && shakenWith == plan.url.endpoint.text()) {
            exchange.tls = facts;
        }
        if (!result.fault || result.connected || deadline.over())
            break;
    }
    if (result.fault)
        place.reset();
    return result;
}

void HttpClient::Private::follow(HttpExchange &exchange, const HttpRequest &request, const Deadline &deadline)
{
    const auto fail = [&](Fault fault) { exchange.fault = std::move(fault); };
    if (auto good = checked(request); !good)
        return fail(good.error());
    auto first = parseUrl(request.url);
    if (!first)
        return fail(first.error());
    std::optional<Url> proxy;
    if (!request.proxy.empty()) {
        const auto parsed = parseUrl(request.proxy);
        if (!parsed || parsed->scheme != "http")
            return fail({Reason::Options, "expected a proxy like http://proxy.example.org:3128"});
        proxy = *parsed;
    }
    auto own = request;
    if (own.user.empty() && own.bearer.empty()) {
        own.user = first->user;
        own.password = first->password;
    }

    // Cookies within one undertaking, for the redirects that set one. This one is over; it turns them on. CURLOPT_COOKIEFILE would leak at a reset.
    curl_easy_setopt(easy.get(), CURLOPT_COOKIELIST, "ALL");
    curl_easy_setopt(easy.get(), CURLOPT_COOKIELIST, "Set-Cookie: on=; domain=vedette.invalid; expires=Thu, 01 Jan 1970 00:00:00 GMT");
    Url url = *first;
    std::string method = request.method;
    bool withBody = true;
    std::vector<std::string> visited;
    for (;;) {
        exchange.url = url.text;
        HttpTransfer::Plan plan{own, url, method, sameTrust(*first, url), withBody, proxy, {}, connections == Connections::Kept, false};
        auto result = this->request(exchange, std::move(plan), deadline);
        exchange.phases.connect += result.phases.connect;
        exchange.phases.tls += result.phases.tls;
        exchange.phases.processing += result.phases.processing;
        exchange.phases.transfer += result.phases.transfer;
        exchange.status = result.status;
        exchange.version = result.version;
        exchange.headers = std::move(result.headers);
        exchange.body = std::move(result.body);
        exchange.contentLength = result.contentLength;
        if (result.fault)
            return fail(std::move(*result.fault));

        const auto *location = exchange.header("Location");
        if (!isRedirect(exchange.status) || !location)
            return;
        ++exchange.redirects;
        if (request.maxRedirects <= 0)
            return;
        auto next = resolveUrl(url, *location);
        if (!next)
            return fail(next.error());
        visited.push_back(url.text);
        if (exchange.redirects > request.maxRedirects) {
            if (std::ranges::find(visited, next->text) != visited.end())
                return fail({Reason::Redirects, fmt::format("redirects lead in a circle, to {} again", shown(next->text))});
            return fail({Reason::Redirects, fmt::format("more than {} redirects, the last to {}", request.maxRedirects, shown(next->text))});
        }
        if (exchange.status < 307 && method != "HEAD") {
            method = "GET";
            withBody = false;
        }
        url = std::move(*next);
    }
}

HttpExchange HttpClient::ask(const HttpRequest &request, const Deadline &deadline)
{
    const QuietPipe quiet;
    HttpExchange exchange;
    const auto asked = deadline.elapsed();
    if (d->easy)
        d->follow(exchange, request, deadline);
    else
        exchange.fault = Fault{Reason::Options, "libcurl cannot be used"};
    exchange.took = deadline.elapsed() - asked;
    return exchange;
}

} // namespace net
