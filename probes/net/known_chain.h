#pragma once

#include "probes/net/tls.h"
#include "probes/net/tls_authorities.h"

#include <string>

#include <openssl/x509.h>

namespace net {

// The last chain that a server showed and that was found good, so that one which is asked every few seconds is not verified anew each time.
// That can be remembered, because the verdict follows from the chain, the authorities, the host's name and the time alone, and the time
// changes it at known moments. One per server; used by one thread at a time.
class KnownChain {
public:
    // Its certificates, and when the first of those it was verified with ends, where it is that one, of the same host under the same
    // authorities, and was as good when it was verified; null otherwise. `sent` as the peer sent it.
    const TlsFacts *find(const STACK_OF(X509) * sent, const std::string &host, const Authorities &authorities, metric::Timestamp now) const;
    // REQUIRES: facts.chainEnds.
    void keep(const STACK_OF(X509) * sent, std::string host, Authorities authorities, metric::Timestamp now, TlsFacts facts);

private:
    std::string m_digests; // SHA-256 of each certificate
    std::string m_host;
    Authorities m_authorities;
    metric::Timestamp m_since;
    TlsFacts m_facts;
};

} // namespace net
