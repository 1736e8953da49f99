#include "app/commands/whole_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace app {

metric::Result<std::string> wholeFile(const std::string &path, std::size_t maxBytes)
{
    struct Close {
        void operator()(std::FILE *file) const
        {
            if (file != stdin)
                std::fclose(file);
        }
    };
    const std::unique_ptr<std::FILE, Close> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
    std::string content;
    while (file && content.size() <= maxBytes) {
        const auto had = content.size();
        content.resize(std::min<std::size_t>(had + 64 * 1024, maxBytes + 1));
        const auto got = std::fread(content.data() + had, 1, content.size() - had, file.get());
        content.resize(had + got);
        if (got == 0)
            break;
    }
    if (!file || std::ferror(file.get()) != 0)
        return metric::fail(metric::ErrorCode::Io, std::strerror(errno));
    return content;
}

} // namespace app
