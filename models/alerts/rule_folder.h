#pragma once

#include "models/metric/result.h"
#include "models/rules/rule_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

// What is wrong with a rule file, and where.
struct FileFault {
    std::string file; // its name without the folder
    rules::Fault fault;
    friend bool operator==(const FileFault &, const FileFault &) = default;
};

// The folder of rule files (*.yaml, *.yml), read again when one changes. A file that is bad, or cannot be read, keeps its last good version.
// For one thread.
class RuleFolder {
public:
    explicit RuleFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    // Looks for what changed since the last call; true where something did. A folder that is not there is an empty one.
    bool refresh();

    // By name, last good versions.
    const std::map<std::string, rules::RuleFile> &files() const { return m_good; }
    std::vector<FileFault> faults() const;

    // The text of a file; empty where there is none.
    metric::Result<std::string> text(const std::string &name) const;
    // In one step: whoever reads has the old text or the new one. The folder is made where it is missing.
    [[nodiscard]] metric::Result<void> write(const std::string &name, std::string_view text) const;

private:
    struct Seen {
        std::int64_t changed = 0; // nanoseconds; with the size and the file's number, what tells one version from the next
        std::int64_t touched = 0;
        std::uint64_t size = 0;
        std::uint64_t number = 0;
        friend bool operator==(const Seen &, const Seen &) = default;
    };
    static bool look(const std::filesystem::path &path, Seen &seen);
    void read(const std::string &name);

    std::filesystem::path m_folder;
    std::map<std::string, Seen> m_seen;
    std::map<std::string, rules::RuleFile> m_good;
    std::map<std::string, std::vector<rules::Fault>> m_faults;
};

} // namespace alerts
