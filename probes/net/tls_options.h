#pragma once

#include "probes/net/tls.h"

#include <functional>
#include <string>
#include <string_view>

namespace net {

// The text of an option, see probes::OptionReader::text(); empty: it was not given.
using OptionText = std::function<std::string(std::string_view name)>;

// How a peer is to prove who it is: server_name, authority_file, pinned_sha256.
TlsOptions readPeerOptions(const OptionText &text);
// And how we do: certificate_file, key_file, key_password beside those.
TlsOptions readTlsOptions(const OptionText &text);

} // namespace net
