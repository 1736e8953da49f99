#pragma once

#include "models/metric/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <spdlog/fwd.h>

namespace spdlog::sinks {
class sink;
}

namespace app {

// The program's log: one rotating file below the data directory (3 files of 2 MiB), one category per room, and warnings on
// standard error too. Qt's own messages come in as category "qt". Created first, destroyed last.
class Log {
public:
    static metric::Result<std::unique_ptr<Log>> open(const std::filesystem::path &dataDir, const std::string &level);
    ~Log();

    // The room's category; made on first use. Thread-safe.
    std::shared_ptr<spdlog::logger> room(std::string_view name) const;

private:
    Log();
    std::shared_ptr<spdlog::sinks::sink> m_file;
    std::shared_ptr<spdlog::sinks::sink> m_console;
    std::string m_level;
};

} // namespace app
