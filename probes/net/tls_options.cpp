#include "probes/net/tls_options.h"

namespace net {

TlsOptions readPeerOptions(const OptionText &text)
{
    TlsOptions options;
    options.serverName = text("server_name");
    options.authorityFile = text("authority_file");
    options.pinnedSha256 = text("pinned_sha256");
    return options;
}

TlsOptions readTlsOptions(const OptionText &text)
{
    auto options = readPeerOptions(text);
    options.certificateFile = text("certificate_file");
    options.keyFile = text("key_file");
    options.keyPassword = text("key_password");
    return options;
}

} // namespace net
