#include "app/directories.h"

#include <cerrno>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

namespace app {

metric::Result<void> ensureWritableDirectory(const std::filesystem::path &directory, const char *option)
{
    const auto refuse = [&](metric::ErrorCode code, const std::string &reason) {
        return metric::fail(code, directory.string() + ": " + reason + "; choose another with " + option + " DIR");
    };
    std::error_code error;
    if (!std::filesystem::exists(directory, error)) {
        std::filesystem::create_directories(directory, error);
        if (error)
            return refuse(metric::ErrorCode::PermissionDenied, "cannot be created: " + error.message());
        ::chmod(directory.c_str(), 0700);
    }
    if (!std::filesystem::is_directory(directory, error))
        return refuse(metric::ErrorCode::InvalidArgument, "is not a directory");
    // Permission bits do not tell of read-only mounts and full quotas; a real file does.
    std::string probe = (directory / ".writable-XXXXXX").string();
    const int descriptor = ::mkstemp(probe.data());
    if (descriptor < 0)
        return refuse(metric::ErrorCode::PermissionDenied, std::string("cannot be written: ") + std::strerror(errno));
    ::close(descriptor);
    ::unlink(probe.c_str());
    return {};
}

} // namespace app
