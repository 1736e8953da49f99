#pragma once

#include "probes/net/http_client.h"
#include "probes/net/tls_handshake.h"
#include "probes/net/url.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

namespace net {

// One request to one address over a handle of libcurl, and what came of it.
class HttpTransfer {
public:
    struct Plan {
        const HttpRequest &request;
        const Url &url;
        std::string method; // redirects change it
        bool trusted;       // the peer may have the request's own headers, credentials and certificate
        bool withBody;
        std::optional<Url> proxy;
        Address address; // of the proxy, or of the URL's host
        bool keep;       // the connection, for the next
        bool mayGoElsewhere;
    };
    struct Result {
        std::optional<Fault> fault{};
        bool connected = false; // false, with a fault: another address may do
        bool reused = false;
        int status = 0;
        double version = 0;
        Headers headers{};
        std::string body{};
        std::optional<std::int64_t> contentLength{};
        HttpPhases phases{}; // without resolve
    };

    // REQUIRES: all outlive run(), the handshake (null: http) the connection.
    HttpTransfer(CURL *easy, const Plan &plan, TlsHandshake *handshake, const Deadline &deadline);
    Result run();

private:
    static std::size_t onHeader(char *bytes, std::size_t size, std::size_t count, void *self);
    static std::size_t onBody(char *bytes, std::size_t size, std::size_t count, void *self);
    static CURLcode onContext(CURL *easy, void *context, void *self);
    bool takeHeader(std::string_view line);
    bool takeBody(std::string_view piece);

    void setUp();
    void setUpRequest();
    void setUpWay();
    void addHeader(const std::string &name, const std::string &value);
    void readPhases();
    Fault faultOf(CURLcode code) const;
    std::string peer() const;

    struct Free {
        void operator()(curl_slist *list) const { curl_slist_free_all(list); }
    };
    using List = std::unique_ptr<curl_slist, Free>;
    static void append(List &list, const std::string &line);

    CURL *m_easy;
    const Plan &m_plan;
    TlsHandshake *m_handshake;
    const Deadline &m_deadline;
    Result m_result;
    List m_headers;
    List m_connectTo;
    std::chrono::nanoseconds m_started{0};
    std::optional<std::chrono::microseconds> m_encrypting{}; // since m_started, when the handshake began
    std::size_t m_headerBytes = 0;
    bool m_headersDone = false;
    bool m_redirect = false; // and its body is of no interest
    std::array<char, CURL_ERROR_SIZE> m_error{};
};

} // namespace net
