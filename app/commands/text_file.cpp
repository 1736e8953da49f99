#include "app/commands/text_file.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace app {

using metric::ErrorCode;
using metric::Result;

static constexpr std::size_t kPiece = std::size_t(4) << 20;

void TextFile::Close::operator()(gzFile_s *file) const { gzclose_r(file); }

Result<TextFile> TextFile::open(const std::string &path)
{
    TextFile file;
    file.m_path = path == "-" ? "standard input" : path;
    std::error_code error;
    if (path != "-" && std::filesystem::is_directory(path, error))
        return metric::fail(ErrorCode::InvalidArgument, path + " is a directory");
    errno = 0;
    file.m_file.reset(path == "-" ? gzdopen(::dup(STDIN_FILENO), "rb") : gzopen(path.c_str(), "rb"));
    if (!file.m_file)
        return metric::fail(ErrorCode::Io, path + " cannot be opened: " + std::strerror(errno ? errno : ENOMEM));
    gzbuffer(file.m_file.get(), 1u << 20);
    if (const auto size = std::filesystem::file_size(path, error); path != "-" && !error)
        file.m_size = size;
    return file;
}

metric::Error TextFile::error() const
{
    int code = 0;
    const char *text = gzerror(m_file.get(), &code);
    return {ErrorCode::Io, m_path + " cannot be read: " + (code == Z_ERRNO ? std::strerror(errno) : text)};
}

Result<void> TextFile::read(std::string &bytes)
{
    bytes.swap(m_rest);
    m_rest.clear();
    while (true) {
        const auto have = bytes.size();
        bytes.resize(have + kPiece);
        const int got = gzread(m_file.get(), bytes.data() + have, unsigned(kPiece));
        if (got < 0)
            return tl::unexpected(error());
        bytes.resize(have + std::size_t(got));
        if (got == 0) {
            // Packed bytes that stop in the middle are reported here only.
            int code = 0;
            gzerror(m_file.get(), &code);
            if (code == Z_BUF_ERROR)
                return metric::fail(ErrorCode::Io, m_path + " ends in the middle of what gzip packed");
            return {};
        }
        if (const auto end = bytes.rfind('\n'); end != std::string::npos) {
            m_rest.assign(bytes, end + 1);
            bytes.resize(end + 1);
            return {};
        }
    }
}

std::uint64_t TextFile::position() const
{
    const auto at = gzoffset(m_file.get());
    return at > 0 ? std::uint64_t(at) : 0;
}

std::string TextFile::tail(std::size_t bytes) const
{
    if (m_size == 0 || !gzdirect(m_file.get()))
        return {};
    std::ifstream file(m_path, std::ios::binary);
    file.seekg(-std::streamoff(std::min<std::uint64_t>(bytes, m_size)), std::ios::end);
    std::string text(bytes, '\0');
    file.read(text.data(), std::streamsize(bytes));
    text.resize(std::size_t(std::max<std::streamsize>(0, file.gcount())));
    return text;
}

} // namespace app
