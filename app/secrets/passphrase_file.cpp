#include "app/secrets/passphrase_file.h"

#include <QtCore/QStringDecoder>

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace secrets {

using metric::ErrorCode;
using metric::Result;

static constexpr std::size_t kMostPassphraseBytes = 4096;

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int number() const { return m_number; }

private:
    int m_number;
};

// Not left in memory that is used again.
struct Buffer {
    std::array<char, kMostPassphraseBytes + 1> bytes{};
    std::size_t size = 0;
    ~Buffer() { sodium_memzero(bytes.data(), bytes.size()); }
};

// Its owner may be another one and an access list lets us in: the mode then shows the list's mask where the group's rights stand. The
// folder that systemd made lets nobody else in.
bool isSystemdCredential(const std::filesystem::path &path)
{
    const char *directory = std::getenv("CREDENTIALS_DIRECTORY");
    std::error_code none;
    return directory && *directory && std::filesystem::equivalent(path.parent_path(), directory, none);
}

} // namespace

Result<QString> readPassphrase(const std::filesystem::path &path)
{
    const auto refused = [&](ErrorCode code, std::string_view why) {
        return metric::fail(code, fmt::format("--passphrase-file {}: {}", path.string(), why));
    };
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0)
        return refused(ErrorCode::Io, std::strerror(errno));
    if ((status.st_mode & (S_IRGRP | S_IROTH)) != 0 && !isSystemdCredential(path))
        return refused(ErrorCode::PermissionDenied, "others may read it; run: chmod 600 " + path.string());

    Buffer read;
    while (read.size < read.bytes.size()) {
        const auto got = ::read(file.number(), read.bytes.data() + read.size, read.bytes.size() - read.size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refused(ErrorCode::Io, std::strerror(errno));
        if (got == 0)
            break;
        read.size += std::size_t(got);
    }
    const std::string_view all(read.bytes.data(), read.size);
    auto line = all.substr(0, std::min(all.find('\n'), all.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.empty())
        return refused(ErrorCode::Malformed, "its first line is empty; the passphrase must stand there");
    if (line.size() > kMostPassphraseBytes)
        return refused(ErrorCode::Malformed, fmt::format("its first line is longer than {} bytes: that is no passphrase", kMostPassphraseBytes));
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString passphrase = decoder(QByteArrayView(line.data(), qsizetype(line.size())));
    if (decoder.hasError())
        return refused(ErrorCode::Malformed, "it is no text in UTF-8");
    return passphrase;
}

} // namespace secrets
