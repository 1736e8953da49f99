#pragma once

#include "app/api/http.h"
#include "models/metric/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace re2 {
class RE2;
}

namespace api {

// What the user said about who may ask.
struct AccessOptions {
    std::string listen = {};                // PORT, or ADDRESS:PORT; port 0: any that is free
    std::filesystem::path certificate = {}; // PEM files, both or none
    std::filesystem::path key = {};
    std::filesystem::path tokenFile = {};
    std::string corsOrigin = {}; // a regular expression for the whole Origin of pages that may read; empty: none
};

// Where to listen, and who may ask. Everything secret is read once, here, and is in no message.
class Access {
public:
    // InvalidArgument or PermissionDenied, with what to give instead: what is open to others wants TLS and a token, and nobody else
    // may be able to read a file with a secret.
    static metric::Result<Access> make(const AccessOptions &options);
    Access(Access &&) noexcept;
    Access &operator=(Access &&) noexcept;
    ~Access();

    const sockaddr *address() const { return reinterpret_cast<const sockaddr *>(&m_address); }
    socklen_t addressSize() const { return m_addressSize; }
    bool isLoopback() const { return m_loopback; }
    bool isEncrypted() const { return !m_certificate.empty(); }
    const std::string &certificate() const { return m_certificate; } // PEM
    const std::string &key() const { return m_key; }

    // Why it is refused: 401 or 403; nothing where it may ask.
    std::optional<Response> refusal(const Request &request) const;
    // Adds what lets a page of an allowed origin read the answer.
    void allowOrigin(const Request &request, Response &response) const;

private:
    Access();
    bool isAllowedOrigin(std::string_view origin) const;

    sockaddr_storage m_address{};
    socklen_t m_addressSize = 0;
    bool m_loopback = true;
    std::string m_certificate;
    std::string m_key;
    std::string m_token;
    std::unique_ptr<re2::RE2> m_corsOrigin;
};

// Takes the same time wherever they differ.
bool sameSecret(std::string_view given, std::string_view secret);
// localhost, *.localhost, 127.0.0.0/8 or ::1, with a port or without.
bool isLoopbackHost(std::string_view host);

} // namespace api
