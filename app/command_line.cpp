#include "app/command_line.h"

#include <CLI/CLI.hpp>

#include <cstdlib>

#ifndef VEDETTE_VERSION
#error "VEDETTE_VERSION comes from the project's version in CMakeLists.txt"
#endif

namespace app {

// XDG base directories: an unset, empty or relative variable falls back to the default below the home directory.
static std::filesystem::path xdgDirectory(const char *variable, const char *belowHome)
{
    if (const char *value = std::getenv(variable); value && value[0] == '/')
        return std::filesystem::path(value) / "vedette";
    const char *home = std::getenv("HOME");
    return std::filesystem::path(home ? home : "/") / belowHome / "vedette";
}

tl::expected<CommandLine, EarlyExit> parseCommandLine(int argc, const char *const *argv)
{
    CommandLine line;
    line.dataDir = xdgDirectory("XDG_DATA_HOME", ".local/share");
    line.configDir = xdgDirectory("XDG_CONFIG_HOME", ".config");

    CLI::App parser("Watches this machine: live charts, history, thresholds and notifications.", "vedette");
    parser.set_version_flag("--version", std::string("vedette " VEDETTE_VERSION));
    parser.add_flag("--headless", line.headless, "Watch, remember and alert without a window");
    parser.add_option("--data-dir", line.dataDir, "Where history and logs are kept")->type_name("DIR")->capture_default_str();
    parser.add_option("--config-dir", line.configDir, "Where settings are kept")->type_name("DIR")->capture_default_str();
    parser.add_option("--interval", line.intervalSeconds, "Seconds between two rounds of probes")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.1, 3600.0));
    parser.add_option("--tab", line.tab, "The tab to open with")
        ->type_name("TAB")
        ->check(CLI::IsMember({"system", "application", "health", "alerts", "explore"}));
    parser
        .add_option("--listen", line.access.listen, "Answer programs over HTTP, as Prometheus does, on this port or ADDRESS:PORT (0: any free port)")
        ->type_name("[ADDRESS:]PORT");
    parser.add_option("--listen-certificate", line.access.certificate, "With --listen: a certificate in PEM, for TLS")->type_name("FILE");
    parser.add_option("--listen-key", line.access.key, "The certificate's key in PEM")->type_name("FILE");
    parser.add_option("--listen-token-file", line.access.tokenFile, "With --listen: what programs must send as bearer token")->type_name("FILE");
    parser.add_option("--cors-origin", line.access.corsOrigin, "With --listen: which pages may ask from a browser, as a regular expression")
        ->type_name("REGEX");
    parser.add_option("--passphrase-file", line.passphraseFile, "Opens the encrypted file of secrets, or makes it, with the passphrase in this file")
        ->type_name("FILE");
    parser.add_option("--log-level", line.logLevel, "How much the log tells")
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error"}))
        ->capture_default_str();
    parser.require_subcommand(0, 1);
    addImportCommand(parser, line.command);
    addExportCommand(parser, line.command);
    addQueryCommand(parser, line.command);
    addHistoryCommand(parser, line.command);
    addCheckCommand(parser, line.command);
    addTestCommand(parser, line.command);
    addBacktestCommand(parser, line.command);
    try {
        parser.parse(argc, argv);
    } catch (const CLI::CallForHelp &) {
        return tl::unexpected(EarlyExit{0, parser.help("", CLI::AppFormatMode::Normal)});
    } catch (const CLI::CallForVersion &) {
        return tl::unexpected(EarlyExit{0, "vedette " VEDETTE_VERSION "\n"});
    } catch (const CLI::ParseError &error) {
        std::string text = error.what();
        for (auto &c : text) {
            if (c == '\n')
                c = ' ';
        }
        return tl::unexpected(EarlyExit{2, "vedette: " + text + " (vedette --help lists the options)\n"});
    }
    return line;
}

} // namespace app
