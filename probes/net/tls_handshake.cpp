#include "probes/net/tls_handshake.h"

#include "probes/net/resolver.h"
#include "probes/net/tls_authorities.h"
#include "probes/net/tls_certificate.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <vector>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

namespace net {

using metric::Reason;

static constexpr std::size_t kMostNamesTold = 5;

namespace {

std::string day(metric::Timestamp time) { return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(time))); }

// Called by OpenSSL for a key that is encrypted; without a password it would ask on the terminal.
int keyPassword(char *into, int size, int, void *password)
{
    const auto &text = *static_cast<const std::string *>(password);
    if (text.empty() || text.size() > std::size_t(size))
        return -1;
    std::ranges::copy(text, into); // with its length, not a null
    return int(text.size());
}

bool isFile(const std::string &path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

Outcome<void> useOwnCertificate(SSL_CTX *context, const TlsOptions &options)
{
    const auto &key = options.keyFile.empty() ? options.certificateFile : options.keyFile;
    for (const auto &file : {options.certificateFile, key}) {
        if (!isFile(file))
            return fault(Reason::Options, fmt::format("there is no file {}", file));
    }
    if (SSL_CTX_use_certificate_chain_file(context, options.certificateFile.c_str()) != 1) {
        ERR_clear_error();
        return fault(Reason::Options, fmt::format("there is no certificate in {}", options.certificateFile));
    }
    auto password = options.keyPassword;
    SSL_CTX_set_default_passwd_cb(context, &keyPassword);
    SSL_CTX_set_default_passwd_cb_userdata(context, &password);
    const bool used = SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    SSL_CTX_set_default_passwd_cb(context, [](char *, int, int, void *) { return -1; });
    if (used)
        return {};
    ERR_clear_error();
    return fault(Reason::Options, fmt::format("the key in {} cannot be read with this password, or is not the certificate's", key));
}

// What verification has against a chain, in the order in which it said so.
struct Objections {
    std::vector<std::pair<int, int>> all; // error, depth
    static int note(int good, X509_STORE_CTX *context)
    {
        if (!good) {
            auto &found = static_cast<Objections *>(X509_STORE_CTX_get_app_data(context))->all;
            const std::pair one(X509_STORE_CTX_get_error(context), X509_STORE_CTX_get_error_depth(context));
            if (std::ranges::find(found, one) == found.end())
                found.push_back(one);
        }
        return 1;
    }
};

bool isOfTime(int error) { return error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID; }

std::string namesOf(const Certificate &certificate)
{
    if (certificate.names.empty())
        return certificate.subject.empty() ? "nobody" : certificate.subject;
    const auto told = std::min(certificate.names.size(), kMostNamesTold);
    const std::span<const std::string> first(certificate.names.data(), told);
    return fmt::format("{}{}", fmt::join(first, ", "), told == certificate.names.size() ? "" : " and others");
}

std::string objection(int error, int depth, const std::string &host, const TlsFacts &facts)
{
    const auto at = std::size_t(std::max(depth, 0));
    const auto *subject = at < facts.chain.size() ? &facts.chain[at] : nullptr;
    const auto whose = depth == 0 || !subject ? std::string("the certificate") : fmt::format("the authority's certificate ({})", subject->subject);
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return subject ? fmt::format("{} expired on {}", whose, day(subject->notAfter)) : fmt::format("{} expired", whose);
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return subject ? fmt::format("{} is valid from {} only", whose, day(subject->notBefore)) : fmt::format("{} is not valid yet", whose);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return facts.chain.empty() ? fmt::format("the certificate is not for {}", host)
                                   : fmt::format("the certificate is not for {}, but for {}", host, namesOf(facts.chain.front()));
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return "the certificate is self-signed";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return "the authority at the end of the chain is not trusted";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return "the chain is incomplete or its authority is not trusted";
    default: return fmt::format("{}: {}", whose, X509_verify_cert_error_string(error));
    }
}

} // namespace

TlsHandshake::TlsHandshake(const std::string &host, const TlsOptions &options, metric::Timestamp now, KnownChain *known)
    : m_host(options.serverName.empty() ? host : options.serverName), m_options(options), m_now(now), m_known(known)
{
}

std::string TlsHandshake::serverName() const { return parseAddress(m_host) ? std::string() : m_host; }

Outcome<void> TlsHandshake::prepare(SSL_CTX *context)
{
    if (!m_options.pinnedSha256.empty() && !parseSha256(m_options.pinnedSha256))
        return fault(Reason::Options, "the pinned fingerprint is not a SHA-256 of 64 hexadecimal digits");
    if (!m_options.certificateFile.empty()) {
        if (auto used = useOwnCertificate(context, m_options); !used)
            return used;
    }
    if (auto trusted = authorities(m_options.authorityFile); !trusted)
        return tl::unexpected(trusted.error());
    // Verification happens once, in the handshake that this judges.
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, &TlsHandshake::verify, this);
    return {};
}

int TlsHandshake::verify(X509_STORE_CTX *context, void *self)
{
    if (static_cast<TlsHandshake *>(self)->judge(context))
        return 1;
    // The alert that the peer gets; what we say ourselves stands in m_refusal.
    X509_STORE_CTX_set_error(context, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

bool TlsHandshake::judge(X509_STORE_CTX *context)
{
    m_facts = {};
    m_refusal.reset();
    if (const auto *ssl = static_cast<const SSL *>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()))) {
        // "TLSv1.3" is what OpenSSL says; the exporters say "TLS 1.3".
        const std::string_view version = SSL_get_version(ssl);
        m_facts.version =
            version.starts_with("TLSv") ? fmt::format("TLS {}{}", version.substr(4), version.size() == 5 ? ".0" : "") : std::string(version);
        if (const auto *cipher = SSL_get_current_cipher(ssl))
            m_facts.cipher = SSL_CIPHER_standard_name(cipher);
    }
    auto *const sent = X509_STORE_CTX_get0_untrusted(context);
    const auto trusted = authorities(m_options.authorityFile);
    if (const auto *known = m_known && trusted ? m_known->find(sent, m_host, *trusted, m_now) : nullptr) {
        m_facts.chain = known->chain;
        m_facts.chainEnds = known->chainEnds;
        return true;
    }
    for (int i = 0; i < sk_X509_num(sent); ++i)
        m_facts.chain.push_back(readCertificate(sk_X509_value(sent, i)));

    if (!trusted) {
        m_refusal = trusted.error();
        return false;
    }
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> own(X509_STORE_CTX_new(), &X509_STORE_CTX_free);
    Objections objections;
    if (!own || X509_STORE_CTX_init(own.get(), trusted->get(), X509_STORE_CTX_get0_cert(context), sent) != 1) {
        m_refusal = Fault{Reason::Tls, "the certificate cannot be verified"};
        return false;
    }
    X509_STORE_CTX_set_default(own.get(), "ssl_server");
    X509_STORE_CTX_set_app_data(own.get(), &objections);
    X509_STORE_CTX_set_verify_cb(own.get(), &Objections::note);
    auto *const wanted = X509_STORE_CTX_get0_param(own.get());
    X509_VERIFY_PARAM_set_time(wanted, std::chrono::system_clock::to_time_t(m_now));
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (parseAddress(m_host))
        X509_VERIFY_PARAM_set1_ip_asc(wanted, m_host.c_str());
    else
        X509_VERIFY_PARAM_set1_host(wanted, m_host.data(), m_host.size());

    const bool good = X509_verify_cert(own.get()) == 1 && objections.all.empty();
    ERR_clear_error();
    if (good) {
        const auto *chain = X509_STORE_CTX_get0_chain(own.get());
        for (int i = 0; i < sk_X509_num(chain); ++i) {
            const auto ends = notAfterOf(sk_X509_value(chain, i));
            m_facts.chainEnds = std::min(m_facts.chainEnds.value_or(ends), ends);
        }
        if (m_known && m_facts.chainEnds)
            m_known->keep(sent, m_host, *trusted, m_now, m_facts);
        return true;
    }
    if (objections.all.empty())
        objections.all.emplace_back(X509_STORE_CTX_get_error(own.get()), 0);
    for (const auto &[error, depth] : objections.all) {
        const auto text = objection(error, depth, m_host, m_facts);
        if (m_facts.distrust.find(text) == std::string_view::npos)
            m_facts.distrust += (m_facts.distrust.empty() ? "" : "; ") + text;
    }
    const auto pin = parseSha256(m_options.pinnedSha256);
    m_facts.pinned = pin && !m_facts.chain.empty() && m_facts.chain.front().sha256 == *pin;
    if (m_facts.pinned)
        return true;
    const bool ofTime = std::ranges::all_of(objections.all, [](const auto &one) { return isOfTime(one.first); });
    m_refusal = Fault{ofTime ? Reason::Expired : Reason::Tls, m_facts.distrust};
    return false;
}

Fault TlsHandshake::failure(unsigned long error, int system, const std::string &peer)
{
    if (error == 0 || ERR_SYSTEM_ERROR(error)) {
        const int code = error == 0 ? system : ERR_GET_REASON(error);
        if (code == 0 || code == ECONNRESET || code == EPIPE)
            return {Reason::Closed, fmt::format("{} closed the connection", peer)};
        return {Reason::Network, fmt::format("the connection to {} broke: {}", peer, std::generic_category().message(code))};
    }
    switch (ERR_GET_REASON(error)) {
    case SSL_R_UNEXPECTED_EOF_WHILE_READING: return {Reason::Closed, fmt::format("{} closed the connection in the middle of TLS", peer)};
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST: return {Reason::Tls, fmt::format("{} does not speak TLS", peer)};
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA: return {Reason::Authentication, fmt::format("{} does not accept our certificate, or wants one", peer)};
    default: break;
    }
    const char *why = ERR_reason_error_string(error);
    return {Reason::Tls, fmt::format("no encryption agreed on with {}: {}", peer, why ? why : "unknown fault")};
}

} // namespace net
