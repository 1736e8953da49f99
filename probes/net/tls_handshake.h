#pragma once

#include "probes/net/deadline.h"
#include "probes/net/fault.h"
#include "probes/net/known_chain.h"
#include "probes/net/tls.h"

#include <optional>
#include <string>

#include <openssl/types.h>

namespace net {

// Judges the peer of one handshake and notes what it showed, whoever does the handshake: a Stream or libcurl. It takes verification
// over from OpenSSL, so that the chain is known and every objection told where OpenSSL would stop at the first.
class TlsHandshake {
public:
    // `host` as it was asked for: a name or an address. `known`, where there is one: what earlier handshakes with the server came to.
    TlsHandshake(const std::string &host, const TlsOptions &options, metric::Timestamp now, KnownChain *known = nullptr);
    TlsHandshake(const TlsHandshake &) = delete;
    TlsHandshake &operator=(const TlsHandshake &) = delete;

    // Options where a file of the options cannot be used. REQUIRES: this outlives the handshakes of the context.
    Outcome<void> prepare(SSL_CTX *context);

    const TlsFacts &facts() const { return m_facts; }
    TlsFacts takeFacts() { return std::move(m_facts); }
    // Why the peer was refused; empty: it was not.
    const std::optional<Fault> &refusal() const { return m_refusal; }
    // The name to ask for (SNI); empty for an address.
    std::string serverName() const;
    // In words, a fault of OpenSSL's queue, or where there is none (0) of the system (errno).
    static Fault failure(unsigned long error, int system, const std::string &peer);

private:
    static int verify(X509_STORE_CTX *context, void *self);
    bool judge(X509_STORE_CTX *context);

    std::string m_host; // who the peer must be
    TlsOptions m_options;
    metric::Timestamp m_now;
    KnownChain *m_known;
    TlsFacts m_facts;
    std::optional<Fault> m_refusal;
};

} // namespace net
