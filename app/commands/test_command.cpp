#include "app/commands/command.h"
#include "app/commands/whole_file.h"
#include "models/rules/rule_file_reader.h"
#include "models/rules/rule_test_reader.h"
#include "models/rules/rule_test_run.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <glob.h>

namespace app {

namespace {

struct RulesTest {
    std::vector<std::string> files;
    std::vector<std::string> run;
    bool ignoreUnknownFields = false;
};

// As promtool leaves.
constexpr int kFailed = 1;

std::string linesOf(const std::string &path, const std::vector<rules::Fault> &faults)
{
    std::string lines;
    for (const auto &fault : faults)
        lines += fmt::format("{}: {}:{}: {}\n", path, fault.place.line, fault.place.column, fault.message);
    return lines;
}

// The files that the patterns stand for, each once, in the order of the patterns. Where there is none, a warning says so.
metric::Result<std::vector<std::string>> filesOf(const std::vector<std::string> &patterns, const std::filesystem::path &folder)
{
    std::vector<std::string> files;
    for (const auto &pattern : patterns) {
        const auto path = pattern.empty() ? pattern : (folder / pattern).lexically_normal().string(); // an absolute one stays
        glob_t found{};
        const std::unique_ptr<glob_t, decltype(&globfree)> free(&found, &globfree);
        const int code = glob(path.c_str(), GLOB_PERIOD, nullptr, &found);
        if (code != 0 && code != GLOB_NOMATCH)
            return metric::fail(metric::ErrorCode::Io, fmt::format("{}: cannot be searched for", path));
        if (found.gl_pathc == 0) {
            std::fflush(stdout);
            fmt::print(stderr, "  WARNING: no file match pattern {}\n", path);
        }
        for (std::size_t i = 0; i < found.gl_pathc; ++i) {
            const std::filesystem::path file(found.gl_pathv[i]);
            const bool isFolderItself = file.filename() == "." || file.filename() == "..";
            if (!isFolderItself && std::find(files.begin(), files.end(), file.string()) == files.end())
                files.push_back(file.string());
        }
    }
    return files;
}

// Their groups, or what is wrong with the first that is wrong.
tl::expected<std::vector<rules::RuleGroup>, std::string> groupsOf(const std::vector<std::string> &files, const RulesTest &request)
{
    std::vector<rules::RuleGroup> groups;
    for (const auto &path : files) {
        const auto content = wholeFile(path, rules::kMaxRuleFileBytes);
        if (!content)
            return tl::unexpected(fmt::format("{}: {}\n", path, content.error().message));
        auto file = rules::readRuleFile(*content, {.ignoreUnknownFields = request.ignoreUnknownFields});
        if (!file)
            return tl::unexpected(linesOf(path, file.error()));
        std::move(file->groups.begin(), file->groups.end(), std::back_inserter(groups));
    }
    return groups;
}

// Why the tests of the file fail, empty where they do not.
std::string reasons(const std::string &path, const RulesTest &request, const re2::RE2 &run)
{
    const auto content = wholeFile(path, rules::kMaxRuleFileBytes);
    if (!content)
        return fmt::format("{}: {}\n", path, content.error().message);
    const auto file = rules::readRuleTestFile(*content);
    if (!file)
        return linesOf(path, file.error());
    const auto ruleFiles = filesOf(file->ruleFiles, std::filesystem::path(path).parent_path());
    if (!ruleFiles)
        return ruleFiles.error().message + '\n';
    std::vector<const rules::RuleTest *> tests;
    for (const auto &test : file->tests) {
        if (re2::RE2::PartialMatch(test.name, run))
            tests.push_back(&test);
    }
    if (tests.empty())
        return {}; // rules that nothing tests are not looked at, as promtool has it
    const auto groups = groupsOf(*ruleFiles, request);
    if (!groups)
        return groups.error();
    std::string lines;
    for (const auto *test : tests)
        lines += linesOf(path, rules::runRuleTest(*file, *test, *groups));
    return lines;
}

int runRulesTest(const RulesTest &request)
{
    re2::RE2::Options options;
    options.set_log_errors(false);
    const re2::RE2 run(fmt::format("{}", fmt::join(request.run, "|")), options);
    if (!run.ok())
        return refuse("--run: " + run.error());
    bool isWell = true;
    for (const auto &path : request.files) {
        fmt::print("Unit Testing:  {}\n", path);
        const auto lines = reasons(path, request, run);
        if (lines.empty()) {
            fmt::print("  SUCCESS\n\n");
            continue;
        }
        isWell = false;
        std::fflush(stdout);
        fmt::print(stderr, "  FAILED:\n{}", lines);
        std::fputs("\n", stdout);
    }
    if (std::fflush(stdout) != 0)
        return refuse("standard output took not everything");
    return isWell ? 0 : kFailed;
}

} // namespace

void addTestCommand(CLI::App &parser, Command &chosen)
{
    auto *command = parser.add_subcommand("test", "Try what a file says on samples that another one makes up");
    command->require_subcommand(1);
    command->fallthrough();
    auto request = std::make_shared<RulesTest>();
    auto *rulesCommand = command->add_subcommand("rules", "Run unit tests of rules as promtool does: exit code 1 where one fails");
    rulesCommand->fallthrough();
    rulesCommand->add_option("files", request->files, "Files of rule tests")->required();
    rulesCommand->add_option("--run", request->run, "Only tests whose name this regular expression finds something in; may be given often")
        ->type_name("REGEX")
        ->allow_extra_args(false)
        ->take_all();
    rulesCommand->add_flag("--ignore-unknown-fields", request->ignoreUnknownFields, "Let fields of rule files pass that Prometheus does not know");
    rulesCommand->callback([request, &chosen] { chosen = [request](const CommandPlaces &) { return runRulesTest(*request); }; });
}

} // namespace app
