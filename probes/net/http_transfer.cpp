#include "probes/net/http_transfer.h"

#include "probes/net/dial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

namespace net {

using metric::Reason;

static constexpr std::size_t kMostHeaderBytes = 256 << 10;

namespace {

bool sameName(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

// Told to whoever a redirect leads to: nothing of it says who we are.
bool isHarmless(std::string_view name) { return sameName(name, "User-Agent") || sameName(name, "Accept") || sameName(name, "Accept-Language"); }

bool has(const Headers &headers, std::string_view name)
{
    return std::ranges::any_of(headers, [&](const auto &header) { return sameName(header.first, name); });
}

} // namespace

const std::string *HttpExchange::header(std::string_view name) const
{
    const auto found = std::ranges::find_if(headers, [&](const auto &header) { return sameName(header.first, name); });
    return found == headers.end() ? nullptr : &found->second;
}

HttpTransfer::HttpTransfer(CURL *easy, const Plan &plan, TlsHandshake *handshake, const Deadline &deadline)
    : m_easy(easy), m_plan(plan), m_handshake(handshake), m_deadline(deadline)
{
}

void HttpTransfer::append(List &list, const std::string &line)
{
    auto *const longer = curl_slist_append(list.get(), line.c_str());
    (void)list.release();
    list.reset(longer);
}

void HttpTransfer::addHeader(const std::string &name, const std::string &value)
{
    // libcurl's spelling of a header without a value.
    append(m_headers, value.empty() ? name + ";" : name + ": " + value);
}

std::string HttpTransfer::peer() const
{
    return m_plan.proxy ? m_plan.proxy->endpoint.text() : Endpoint{m_plan.address.text(), m_plan.url.endpoint.port}.text();
}

void HttpTransfer::setUp()
{
    curl_easy_reset(m_easy);
    const auto left = std::max(1, m_deadline.leftMs());
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_TIMEOUT_MS, long(left));
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, long(m_plan.mayGoElsewhere ? std::max(1, left / 2) : left));
    curl_easy_setopt(m_easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(m_easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, m_plan.keep ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_FORBID_REUSE, m_plan.keep ? 0L : 1L);
    curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_error.data());
    curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &HttpTransfer::onHeader);
    curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &HttpTransfer::onBody);
    curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
    // The peer is judged by the handshake; that libcurl parsed the system's authorities for each connection would cost more than the rest.
    curl_easy_setopt(m_easy, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(m_easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_CTX_FUNCTION, &HttpTransfer::onContext);
    curl_easy_setopt(m_easy, CURLOPT_SSL_CTX_DATA, this);
}

void HttpTransfer::setUpRequest()
{
    const auto &request = m_plan.request;
    if (m_plan.method == "HEAD")
        curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
    const bool body = m_plan.withBody && !request.body.empty();
    if (body || m_plan.method == "POST" || m_plan.method == "PUT" || m_plan.method == "PATCH") {
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body ? request.body.size() : 0));
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, body ? request.body.data() : "");
        append(m_headers, "Expect:");
        if (!has(request.headers, "Content-Type"))
            append(m_headers, "Content-Type:");
    }
    if (m_plan.method != "HEAD")
        curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, m_plan.method.c_str());
    if (request.compressed)
        curl_easy_setopt(m_easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    if (!has(request.headers, "User-Agent"))
        addHeader("User-Agent", "Vedette");
    for (const auto &[name, value] : request.headers) {
        if (m_plan.trusted || isHarmless(name))
            addHeader(name, value);
    }
    if (!m_plan.trusted || has(request.headers, "Authorization"))
        return;
    if (!request.bearer.empty()) {
        addHeader("Authorization", "Bearer " + request.bearer);
    } else if (!request.user.empty()) {
        curl_easy_setopt(m_easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(m_easy, CURLOPT_USERNAME, request.user.c_str());
        curl_easy_setopt(m_easy, CURLOPT_PASSWORD, request.password.c_str());
    }
}

// Which address is asked, and by which name.
void HttpTransfer::setUpWay()
{
    const auto &url = m_plan.url;
    curl_easy_setopt(m_easy, CURLOPT_URL, url.text.c_str());
    if (m_handshake && !m_handshake->serverName().empty() && m_handshake->serverName() != url.endpoint.host) {
        // libcurl takes the name for SNI from the URL alone.
        curl_easy_setopt(m_easy, CURLOPT_URL, urlAt(url, m_handshake->serverName(), url.endpoint.port).c_str());
        if (!has(m_plan.request.headers, "Host"))
            addHeader("Host", url.authority());
    }
    curl_easy_setopt(m_easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(m_easy, CURLOPT_ADDRESS_SCOPE, long(m_plan.address.scope));
    if (m_plan.proxy) {
        curl_easy_setopt(m_easy, CURLOPT_PROXY, urlAt(*m_plan.proxy, m_plan.address.text(), m_plan.proxy->endpoint.port).c_str());
        curl_easy_setopt(m_easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        if (!m_plan.proxy->user.empty()) {
            curl_easy_setopt(m_easy, CURLOPT_PROXYUSERNAME, m_plan.proxy->user.c_str());
            curl_easy_setopt(m_easy, CURLOPT_PROXYPASSWORD, m_plan.proxy->password.c_str());
        }
        if (m_handshake)
            append(m_connectTo, "::" + url.endpoint.text());
    } else {
        curl_easy_setopt(m_easy, CURLOPT_PROXY, "");
        append(m_connectTo, "::" + Endpoint{m_plan.address.text(), url.endpoint.port}.text());
    }
    curl_easy_setopt(m_easy, CURLOPT_CONNECT_TO, m_connectTo.get());
}

HttpTransfer::Result HttpTransfer::run()
{
    setUp();
    setUpRequest();
    setUpWay();
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_headers.get());
    m_started = m_deadline.elapsed();
    auto code = curl_easy_perform(m_easy);
    // To libcurl headers that break off are an answer without content.
    if (code == CURLE_OK && !m_headersDone)
        code = CURLE_RECV_ERROR;

    long status = 0, version = 0, connections = 0;
    curl_off_t length = -1;
    curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_VERSION, &version);
    curl_easy_getinfo(m_easy, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_getinfo(m_easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    m_result.status = m_headersDone ? int(status) : 0;
    m_result.reused = connections == 0;
    if (m_headersDone) {
        m_result.version = version == CURL_HTTP_VERSION_1_0   ? 1.0
                           : version == CURL_HTTP_VERSION_1_1 ? 1.1
                           : version == CURL_HTTP_VERSION_2_0 ? 2.0
                                                              : 3.0;
        if (length >= 0)
            m_result.contentLength = length;
    }
    readPhases();
    if (code != CURLE_OK && !(m_redirect && code == CURLE_WRITE_ERROR) && !m_result.fault)
        m_result.fault = faultOf(code);
    return std::move(m_result);
}

void HttpTransfer::readPhases()
{
    const auto at = [this](CURLINFO which) {
        curl_off_t time = 0;
        curl_easy_getinfo(m_easy, which, &time);
        return std::chrono::microseconds(time);
    };
    const auto named = at(CURLINFO_NAMELOOKUP_TIME_T), encrypted = at(CURLINFO_APPCONNECT_TIME_T);
    // libcurl says when it was connected only after the handshake.
    const auto connected = m_encrypting ? *m_encrypting : at(CURLINFO_CONNECT_TIME_T);
    const auto answered = at(CURLINFO_STARTTRANSFER_TIME_T), all = at(CURLINFO_TOTAL_TIME_T);
    auto &phases = m_result.phases;
    m_result.connected = connected.count() > 0 || m_result.reused;
    if (!m_result.connected)
        return;
    phases.connect = std::max(connected - named, std::chrono::microseconds(0));
    if (m_handshake && encrypted.count() > 0)
        phases.tls = encrypted - connected;
    if (!m_headersDone || answered.count() == 0)
        return;
    phases.processing = std::max(answered - std::max(connected, encrypted), std::chrono::microseconds(0));
    phases.transfer = all - answered;
}

std::size_t HttpTransfer::onHeader(char *bytes, std::size_t size, std::size_t count, void *self)
{
    return static_cast<HttpTransfer *>(self)->takeHeader({bytes, size * count}) ? size * count : 0;
}

std::size_t HttpTransfer::onBody(char *bytes, std::size_t size, std::size_t count, void *self)
{
    return static_cast<HttpTransfer *>(self)->takeBody({bytes, size * count}) ? size * count : 0;
}

CURLcode HttpTransfer::onContext(CURL *, void *context, void *self)
{
    auto &transfer = *static_cast<HttpTransfer *>(self);
    if (!transfer.m_handshake)
        return CURLE_OK; // that of a proxy, which none of ours has
    transfer.m_encrypting = std::chrono::ceil<std::chrono::microseconds>(transfer.m_deadline.elapsed() - transfer.m_started);
    if (auto prepared = transfer.m_handshake->prepare(static_cast<SSL_CTX *>(context)); !prepared) {
        transfer.m_result.fault = prepared.error();
        return CURLE_ABORTED_BY_CALLBACK;
    }
    return CURLE_OK;
}

bool HttpTransfer::takeHeader(std::string_view line)
{
    m_headerBytes += line.size();
    if (m_headerBytes > kMostHeaderBytes) {
        m_result.fault = Fault{Reason::Size, fmt::format("the headers are longer than {} KiB", kMostHeaderBytes >> 10)};
        return false;
    }
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    if (m_headersDone)
        return true; // a trailer
    if (line.starts_with("HTTP/")) {
        m_result.headers.clear();
        return true;
    }
    if (line.empty()) {
        long status = 0;
        curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
        m_headersDone = status >= 200;
        const auto &headers = m_result.headers;
        m_redirect = (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) && has(headers, "Location") &&
                     m_plan.request.maxRedirects > 0;
        return true;
    }
    const auto colon = std::min(line.find(':'), line.size());
    auto value = line.substr(std::min(colon + 1, line.size()));
    while (value.starts_with(' ') || value.starts_with('\t'))
        value.remove_prefix(1);
    m_result.headers.emplace_back(line.substr(0, colon), value);
    return true;
}

bool HttpTransfer::takeBody(std::string_view piece)
{
    if (m_redirect)
        return false;
    const auto room = m_plan.request.maxBody - m_result.body.size();
    m_result.body.append(piece.substr(0, room));
    if (piece.size() <= room)
        return true;
    m_result.fault = Fault{Reason::Size, fmt::format("the content is longer than {} bytes", m_plan.request.maxBody)};
    return false;
}

Fault HttpTransfer::faultOf(CURLcode code) const
{
    const auto who = peer();
    if (m_handshake) {
        if (const auto &refusal = m_handshake->refusal())
            return *refusal;
    }
    long system = 0, tunnel = 0;
    curl_easy_getinfo(m_easy, CURLINFO_OS_ERRNO, &system);
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
    const std::string_view text = m_error.data();
    const auto openssl = text.find("error:");

    if (code == CURLE_OPERATION_TIMEDOUT) {
        const auto late = [&](std::string_view what) { return Fault{Reason::Timeout, fmt::format("{} {} {}", what, who, inTime(m_deadline))}; };
        if (!m_result.connected)
            return late("no connection to");
        if (m_headersDone)
            return {Reason::Timeout, fmt::format("the answer of {} was not complete {}", who, inTime(m_deadline))};
        if (m_handshake && m_handshake->facts().version.empty() && !m_result.reused)
            return late("no TLS handshake with");
        return late("no answer from");
    }
    if (m_plan.proxy && tunnel >= 300) {
        const auto reason = tunnel == 407 ? Reason::Authentication : Reason::Network;
        return {reason, fmt::format("the proxy {} refuses to connect: status {}", who, tunnel)};
    }
    if (openssl != std::string_view::npos) {
        char *end = nullptr;
        return TlsHandshake::failure(std::strtoul(text.data() + openssl + std::strlen("error:"), &end, 16), 0, who);
    }
    switch (code) {
    case CURLE_COULDNT_CONNECT: return connectFault(int(system), who, m_deadline);
    case CURLE_SSL_CONNECT_ERROR: return {Reason::Closed, fmt::format("{} closed the connection in the middle of TLS", who)};
    case CURLE_GOT_NOTHING: return {Reason::Closed, fmt::format("{} closed the connection without an answer", who)};
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        if (m_headersDone)
            return {Reason::Closed, fmt::format("{} closed the connection after {} bytes of the content", who, m_result.body.size())};
        return {Reason::Closed, fmt::format("{} closed the connection", who)};
    case CURLE_OUT_OF_MEMORY:
        if (!m_headersDone)
            return {Reason::Size, "a header is longer than is read"};
        break;
    case CURLE_BAD_CONTENT_ENCODING: return {Reason::Protocol, "the compressed content is broken"};
    default: break;
    }
    // The words of libcurl itself are of a fixed list; its detailed ones may quote what was sent.
    return {Reason::Protocol, fmt::format("{} does not answer in HTTP: {}", who, curl_easy_strerror(code))};
}

} // namespace net
