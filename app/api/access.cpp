#include "app/api/access.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <unistd.h>

namespace api {

using metric::ErrorCode;
using metric::Result;

static constexpr off_t kMostFileBytes = 1 << 20;
static constexpr std::size_t kLeastTokenBytes = 16;

// `secret`: nobody but us may be able to read it.
static Result<std::string> fileContent(const std::filesystem::path &path, const char *option, bool secret)
{
    const auto refused = [&](ErrorCode code, const std::string &why) {
        return metric::fail(code, fmt::format("{} {}: {}", option, path.string(), why));
    };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return refused(ErrorCode::Io, std::strerror(errno));
    std::string content;
    struct stat status {};
    std::string why;
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > kMostFileBytes)
        why = "is no file, or too large";
    else if (secret && (status.st_mode & 077) != 0)
        why = "others may read it; run: chmod 600 " + path.string();
    char piece[4096];
    while (why.empty()) {
        const auto size = ::read(file, piece, sizeof piece);
        if (size < 0)
            why = std::strerror(errno);
        if (size <= 0)
            break;
        content.append(piece, std::size_t(size));
    }
    ::close(file);
    if (!why.empty())
        return refused(secret && (status.st_mode & 077) != 0 ? ErrorCode::PermissionDenied : ErrorCode::Io, why);
    return content;
}

Access::Access() = default;
Access::Access(Access &&) noexcept = default;
Access &Access::operator=(Access &&) noexcept = default;
Access::~Access() = default;

namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
    bool loopback = true;
};

Result<Address> addressOf(const std::string &listen)
{
    const auto refused = [&] {
        return metric::fail(
            ErrorCode::InvalidArgument,
            fmt::format("--listen {}: give a port (for this machine alone) or ADDRESS:PORT, such as 127.0.0.1:9090 or [::]:9090", listen));
    };
    const auto colon = listen.rfind(':');
    auto host = colon == std::string::npos ? "127.0.0.1" : listen.substr(0, colon);
    const auto digits = colon == std::string::npos ? std::string_view(listen) : std::string_view(listen).substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (wrong != std::errc() || end != digits.data() + digits.size())
        return refused();
    if (host == "localhost")
        host = "127.0.0.1";
    Address address;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        address.size = sizeof v4;
        address.loopback = (ntohl(v4.sin_addr.s_addr) >> 24) == 127;
        std::memcpy(&address.storage, &v4, sizeof v4);
        return address;
    }
    if (host.size() < 2 || host.front() != '[' || host.back() != ']' ||
        ::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6.sin6_addr) != 1)
        return refused();
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    address.size = sizeof v6;
    address.loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    std::memcpy(&address.storage, &v6, sizeof v6);
    return address;
}

} // namespace

Result<Access> Access::make(const AccessOptions &options)
{
    const auto address = addressOf(options.listen);
    if (!address)
        return tl::unexpected(address.error());
    Access access;
    access.m_address = address->storage;
    access.m_addressSize = address->size;
    access.m_loopback = address->loopback;
    if (options.certificate.empty() != options.key.empty())
        return metric::fail(ErrorCode::InvalidArgument, "--listen-certificate and --listen-key belong together: give both or none");
    if (!access.m_loopback && (options.certificate.empty() || options.tokenFile.empty()))
        return metric::fail(ErrorCode::InvalidArgument,
                            fmt::format("--listen {} would let other machines read everything: give --listen-certificate FILE, --listen-key FILE and "
                                        "--listen-token-file FILE with it, or listen on this machine alone (127.0.0.1)",
                                        options.listen));
    const auto take = [](std::string &content, const std::filesystem::path &path, const char *option, bool secret) -> Result<void> {
        if (path.empty())
            return {};
        auto read = fileContent(path, option, secret);
        if (!read)
            return tl::unexpected(read.error());
        content = std::move(*read);
        return {};
    };
    if (auto done = take(access.m_certificate, options.certificate, "--listen-certificate", false); !done)
        return tl::unexpected(done.error());
    if (auto done = take(access.m_key, options.key, "--listen-key", true); !done)
        return tl::unexpected(done.error());
    if (auto done = take(access.m_token, options.tokenFile, "--listen-token-file", true); !done)
        return tl::unexpected(done.error());
    while (!access.m_token.empty() && (access.m_token.back() == '\n' || access.m_token.back() == '\r'))
        access.m_token.pop_back();
    if (!options.tokenFile.empty() && access.m_token.size() < kLeastTokenBytes)
        return metric::fail(ErrorCode::InvalidArgument, fmt::format("--listen-token-file {}: a token has {} characters at least; make one by: "
                                                                    "openssl rand -hex 32",
                                                                    options.tokenFile.string(), kLeastTokenBytes));
    if (!options.corsOrigin.empty()) {
        access.m_corsOrigin = std::make_unique<re2::RE2>(options.corsOrigin, re2::RE2::Quiet);
        if (!access.m_corsOrigin->ok())
            return metric::fail(ErrorCode::InvalidArgument, fmt::format("--cors-origin {}: {}", options.corsOrigin, access.m_corsOrigin->error()));
    }
    return access;
}

bool sameSecret(std::string_view given, std::string_view secret)
{
    unsigned differ = given.size() == secret.size() ? 0 : 1;
    for (std::size_t i = 0; i < given.size(); ++i)
        differ |= unsigned(static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(secret.empty() ? 1 : secret[i % secret.size()]));
    return differ == 0;
}

bool isLoopbackHost(std::string_view host)
{
    if (host.starts_with('['))
        return host.substr(0, host.find(']')) == "[::1";
    const std::string name(host.substr(0, host.rfind(':')));
    in_addr address{};
    if (::inet_pton(AF_INET, name.c_str(), &address) == 1)
        return (ntohl(address.s_addr) >> 24) == 127;
    return name == "localhost" || name.ends_with(".localhost");
}

bool Access::isAllowedOrigin(std::string_view origin) const
{
    return m_corsOrigin && re2::RE2::FullMatch(re2::StringPiece(origin.data(), origin.size()), *m_corsOrigin);
}

std::optional<Response> Access::refusal(const Request &request) const
{
    // A page that makes its own name mean this machine would otherwise be of our origin.
    if (m_loopback && !request.host.empty() && !isLoopbackHost(request.host))
        return Response{403, "this is reached as localhost or 127.0.0.1 only\n", kPlainText};
    // A browser lets any page ask, and only keeps the answer from it. Asking costs, too.
    if (!request.origin.empty() && !isAllowedOrigin(request.origin))
        return Response{403, "pages of this origin may not ask; --cors-origin says which may\n", kPlainText};
    // The question whether one may ask comes without the token.
    if (m_token.empty() || request.method == "OPTIONS")
        return std::nullopt;
    constexpr std::string_view kScheme = "Bearer ";
    const std::string_view given = request.authorization;
    if (given.starts_with(kScheme) && sameSecret(given.substr(kScheme.size()), m_token))
        return std::nullopt;
    return Response{401, "a token is needed: Authorization: Bearer TOKEN\n", kPlainText, {{"WWW-Authenticate", "Bearer realm=\"vedette\""}}};
}

void Access::allowOrigin(const Request &request, Response &response) const
{
    if (request.origin.empty() || !isAllowedOrigin(request.origin))
        return;
    response.headers.insert(response.headers.end(), {{"Access-Control-Allow-Origin", request.origin},
                                                     {"Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin"},
                                                     {"Access-Control-Allow-Methods", "GET, POST, OPTIONS"},
                                                     {"Access-Control-Expose-Headers", "Date"},
                                                     {"Vary", "Origin"}});
}

} // namespace api
