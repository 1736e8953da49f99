#pragma once

#include "models/metric/result.h"

#include <filesystem>
#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace app {

// What every command of the command line may want to know.
struct CommandPlaces {
    std::filesystem::path dataDir;
    std::filesystem::path configDir;
};

// Does what was asked for and returns the exit code: 0, or 2 where something must be mended (one line on standard error says what);
// a command may have further ones.
using Command = std::function<int(const CommandPlaces &)>;

// Each adds a subcommand with its options; `chosen` is set when the command line names it.
void addImportCommand(CLI::App &parser, Command &chosen);
void addExportCommand(CLI::App &parser, Command &chosen);
void addQueryCommand(CLI::App &parser, Command &chosen);
void addHistoryCommand(CLI::App &parser, Command &chosen);
void addCheckCommand(CLI::App &parser, Command &chosen);
void addTestCommand(CLI::App &parser, Command &chosen);
void addBacktestCommand(CLI::App &parser, Command &chosen);

// Prints "vedette: message" on standard error and returns 2.
int refuse(const std::string &message);

} // namespace app
