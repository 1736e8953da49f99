#pragma once

#include "probes/net/tls.h"

#include <optional>
#include <string>

#include <openssl/types.h>

namespace net {

// What a certificate says, with names as Go's crypto/x509 writes them, so that labels are those of the exporters. Bytes that are no
// text become none.
Certificate readCertificate(X509 *certificate);

// Certificate::notAfter alone.
metric::Timestamp notAfterOf(const X509 *certificate);

// "A1:B2 ..." or "a1b2..." as 64 lower-case hexadecimal digits; empty: it is no SHA-256.
std::optional<std::string> parseSha256(std::string_view text);

} // namespace net
