#pragma once

#include "models/metric/batch_builder.h"
#include "probes/net/tls.h"
#include "probes/options.h"

#include <string>

namespace probes {

// What blackbox_exporter says of an encrypted connection: probe_ssl_earliest_cert_expiry, probe_ssl_last_chain_expiry_timestamp_seconds,
// probe_ssl_last_chain_info, probe_tls_version_info, probe_tls_cipher_info. Of a certificate that was refused too, which
// blackbox_exporter is silent about; then without the chain's expiry, as there is no verified chain.
void addTlsSeries(metric::BatchBuilder &batch, const net::TlsFacts &facts);

// The same for people: version, cipher, each certificate with its dates and names, and what is against them.
std::string tlsEvidence(const net::TlsFacts &facts);

// The options server_name, authority_file, certificate_file, key_file, key_password, pinned_sha256.
net::TlsOptions readTlsOptions(OptionReader &options);

} // namespace probes
