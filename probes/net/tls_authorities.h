#pragma once

#include "probes/net/fault.h"

#include <memory>
#include <string>

#include <openssl/types.h>

namespace net {

using Authorities = std::shared_ptr<X509_STORE>;

// Whom to trust, read once and shared by all, read again when the file changed: parsing the system's bundle takes longer than a whole
// check. Empty: the system's. Options where the file cannot be used. Any thread.
Outcome<Authorities> authorities(const std::string &file);

} // namespace net
