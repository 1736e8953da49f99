#pragma once

#include "models/metric/clock.h"

#include <optional>
#include <string>
#include <vector>

namespace net {

// How a peer is to prove who it is, and we to it. Verified by default, against the system's authorities and the host's name.
struct TlsOptions {
    std::string serverName{};      // instead of the host's name, for SNI and verification
    std::string authorityFile{};   // PEM, instead of the system's authorities
    std::string certificateFile{}; // PEM, ours
    std::string keyFile{};         // PEM; may be in certificateFile
    std::string keyPassword{};
    // The exception that a user made for this one target: a leaf with this SHA-256 (hexadecimal, colons allowed) is taken although
    // verification says no, and no other. Empty: none.
    std::string pinnedSha256{};
};

struct Certificate {
    std::string subject; // "CN=shop.example.org,O=Example", RFC 2253
    std::string issuer;
    std::vector<std::string> names; // subject alternative names: host names, addresses, mail addresses
    std::string serial;             // hexadecimal
    std::string sha256;             // of the DER form, 64 lower-case hexadecimal digits
    metric::Timestamp notBefore;
    metric::Timestamp notAfter;
};

// What a handshake showed; told too where the peer was not trusted, so that an expired certificate still says since when.
struct TlsFacts {
    std::string version{};            // "TLS 1.3"
    std::string cipher{};             // "TLS_AES_256_GCM_SHA384"
    std::vector<Certificate> chain{}; // as the peer sent it, the leaf first
    // When the first certificate of the verified chain ends; empty where it was not verified.
    std::optional<metric::Timestamp> chainEnds{};
    bool pinned = false;    // taken by TlsOptions::pinnedSha256 alone
    std::string distrust{}; // why verification said no; empty: it did not
};

} // namespace net
