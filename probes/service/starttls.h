#pragma once

#include "probes/net/stream.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace probes {

// How a protocol that begins unencrypted agrees on TLS.
struct Starttls {
    std::string_view word; // the option's: "smtp"
    std::uint16_t port;    // the protocol's own
    net::Outcome<void> (*agree)(net::Stream &stream, const net::Deadline &deadline);
};

// smtp, imap, pop3, ftp, postgres.
std::span<const Starttls> allStarttls();
// Null: none of that word.
const Starttls *starttls(std::string_view word);

} // namespace probes
