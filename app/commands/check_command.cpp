#include "app/commands/command.h"
#include "app/commands/whole_file.h"
#include "models/rules/rule_file_reader.h"
#include "models/rules/rule_lint.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace app {

namespace {

struct RulesCheck {
    std::vector<std::string> files;
    std::string lint = "duplicate-rules";
    bool lintIsFatal = false;
    bool ignoreUnknownFields = false;
};

// As promtool leaves: 0 where all is well and where something is only unwise.
constexpr int kBadFile = 1;
constexpr int kUnwise = 3;

enum class Verdict { Good, Unwise, Bad };

Verdict failed(const std::string &reasons, Verdict verdict)
{
    std::fflush(stdout);
    fmt::print(stderr, "  FAILED:\n{}", reasons);
    return verdict;
}

std::string duplicatesText(const std::vector<rules::DuplicateRule> &duplicates)
{
    auto text = fmt::format("lint error {} duplicate rule(s) found.\n", duplicates.size());
    for (const auto &rule : duplicates) {
        text += fmt::format("Metric: {}\nLabel(s):\n", rule.name);
        for (const auto &[name, value] : rule.labels)
            text += fmt::format("\t{}: {}\n", name, value);
    }
    return text + "Might cause inconsistency while recording expressions\n";
}

Verdict check(const std::string &path, const RulesCheck &request)
{
    const std::string name = path == "-" ? "standard input" : path;
    fmt::print("Checking {}\n", name);
    const auto content = wholeFile(path, rules::kMaxRuleFileBytes);
    if (!content)
        return failed(fmt::format("{}: {}\n", name, content.error().message), Verdict::Bad);
    const auto file = rules::readRuleFile(*content, {.ignoreUnknownFields = request.ignoreUnknownFields});
    if (!file) {
        std::string reasons;
        for (const auto &fault : file.error())
            reasons += fmt::format("{}: {}:{}: {}\n", name, fault.place.line, fault.place.column, fault.message);
        return failed(reasons, Verdict::Bad);
    }
    if (request.lint != "none") {
        if (const auto duplicates = rules::duplicateRules(*file); !duplicates.empty())
            return failed(duplicatesText(duplicates), Verdict::Unwise);
    }
    std::size_t count = 0;
    for (const auto &group : file->groups)
        count += group.rules.size();
    fmt::print("  SUCCESS: {} rules found\n", count);
    return Verdict::Good;
}

int runRulesCheck(const RulesCheck &request)
{
    auto worst = Verdict::Good;
    for (const auto &path : request.files) {
        worst = std::max(worst, check(path, request));
        std::fputs("\n", stdout);
    }
    if (std::fflush(stdout) != 0)
        return refuse("standard output took not everything");
    if (worst == Verdict::Bad)
        return kBadFile;
    return worst == Verdict::Unwise && request.lintIsFatal ? kUnwise : 0;
}

} // namespace

void addCheckCommand(CLI::App &parser, Command &chosen)
{
    auto *command = parser.add_subcommand("check", "Say what is wrong with a file before it is used");
    command->require_subcommand(1);
    command->fallthrough();
    auto request = std::make_shared<RulesCheck>();
    auto *rulesCommand = command->add_subcommand("rules", "Check Prometheus's rule files as promtool does: exit code 1 for what is wrong");
    rulesCommand->fallthrough();
    rulesCommand->add_option("files", request->files, "Rule files; - is standard input")->required();
    rulesCommand->add_option("--lint", request->lint, "What is unwise and told of, too")
        ->check(CLI::IsMember({"all", "duplicate-rules", "none"}))
        ->capture_default_str();
    rulesCommand->add_flag("--lint-fatal", request->lintIsFatal, "Exit code 3 for what is only unwise");
    rulesCommand->add_flag("--ignore-unknown-fields", request->ignoreUnknownFields, "Let fields pass that Prometheus does not know");
    rulesCommand->callback([request, &chosen] { chosen = [request](const CommandPlaces &) { return runRulesCheck(*request); }; });
}

} // namespace app
