#pragma once

#include "app/api/access.h"
#include "app/commands/command.h"

#include <filesystem>
#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace app {

// What the user asked for; empty optionals take the setting, then the default.
struct CommandLine {
    bool headless = false;
    std::filesystem::path dataDir;
    std::filesystem::path configDir;
    std::optional<double> intervalSeconds; // 0.1 to 3600
    std::optional<std::string> tab;        // system, application, health, alerts
    api::AccessOptions access;             // where programs may ask; nowhere to listen: as the setting has it
    std::filesystem::path passphraseFile;  // of the encrypted file of secrets; empty: a window asks for it
    std::string logLevel = "info";         // trace, debug, info, warning, error
    Command command;                       // instead of the console, where it is set
};

// Nothing to start: print the text and leave with the code (0 for --help and --version, 2 for what is wrong).
struct EarlyExit {
    int code;
    std::string text; // one line, unless it is the help
};

tl::expected<CommandLine, EarlyExit> parseCommandLine(int argc, const char *const *argv);

} // namespace app
