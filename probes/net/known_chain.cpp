#include "probes/net/known_chain.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/x509.h>

namespace net {

// Empty where there is none.
static std::string digestsOf(const STACK_OF(X509) * sent)
{
    std::string all;
    for (int i = 0; i < sk_X509_num(sent); ++i) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        if (X509_digest(sk_X509_value(sent, i), EVP_sha256(), digest.data(), &size) != 1)
            return {};
        all.append(reinterpret_cast<const char *>(digest.data()), size);
    }
    return all;
}

const TlsFacts *KnownChain::find(const STACK_OF(X509) * sent, const std::string &host, const Authorities &authorities, metric::Timestamp now) const
{
    // Before it was verified a certificate may not have been valid yet.
    if (m_digests.empty() || m_host != host || m_authorities != authorities || now < m_since || now >= *m_facts.chainEnds)
        return nullptr;
    return digestsOf(sent) == m_digests ? &m_facts : nullptr;
}

void KnownChain::keep(const STACK_OF(X509) * sent, std::string host, Authorities authorities, metric::Timestamp now, TlsFacts facts)
{
    m_digests = digestsOf(sent);
    m_host = std::move(host);
    m_authorities = std::move(authorities);
    m_since = now;
    m_facts = std::move(facts);
}

} // namespace net
