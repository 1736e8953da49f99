#pragma once

#include "models/alerts/alert_rule.h"
#include "models/alerts/rule_folder.h"
#include "models/alerts/rule_switches.h"
#include "models/alerts/shipped_packs.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace alerts {

// A group with the rules that are switched on.
struct LoadedGroup {
    RuleOrigin origin;
    std::string source;
    rules::RuleGroup group;
    std::vector<AlertRuleRef> alerts; // of each of its rules; null of one that records
};

// All rules there are: the shipped packs, what the dialogs write (thresholds.yaml), the user's own files. A rule of thresholds.yaml in a group
// that is called like a pack's, with the name of one of its rules, is that rule overridden: it takes its place. For one thread.
class RuleLibrary {
public:
    static constexpr std::string_view kThresholdsFile = "thresholds.yaml";
    static constexpr std::string_view kSwitchesFile = "switches.txt";

    // REQUIRES: the packs' texts stay. A pack that is no rule file is left out, and told of.
    explicit RuleLibrary(std::filesystem::path folder, std::span<const ShippedPack> packs = shippedPacks());

    // Reads what changed in the folder; true where rules or faults are others than before.
    bool refresh();

    const std::vector<LoadedGroup> &groups() const { return m_groups; }
    // Every alerting rule, also what is off: packs, thresholds, files.
    const std::vector<AlertRuleRef> &rules() const { return m_rules; }
    const std::vector<FileFault> &faults() const { return m_faults; }
    AlertRuleRef find(std::int64_t id) const; // null where there is none

    // What people do. Each is in the files when it returns, and in the lists.
    // A rule without an id is new, among the thresholds. A pack's rule is overridden, a file's own is not changed: Conflict. Answers its id.
    metric::Result<std::int64_t> put(const AlertRule &rule);
    // A threshold goes; a pack's rule is as shipped again, and if it was, it is switched off.
    metric::Result<void> remove(std::int64_t id);
    metric::Result<void> setEnabled(std::int64_t id, bool enabled);
    // A whole pack or file, with what it records.
    metric::Result<void> setSourceEnabled(const std::string &source, bool enabled);
    metric::Result<void> setOnTrial(std::int64_t id, bool onTrial);

private:
    struct Pack {
        std::string name;
        rules::RuleFile file;
    };
    // Where a rule is written, for changing it.
    struct Written {
        std::string key;
        const rules::Rule *rule = nullptr;     // as shipped, or as the file has it
        const rules::Rule *override = nullptr; // in thresholds.yaml
    };

    void build();
    void addGroup(RuleOrigin origin, const std::string &source, const rules::RuleGroup &group);
    const rules::Rule *overrideOf(const rules::RuleGroup &group, std::string_view name) const;
    bool isOverride(const rules::RuleGroup &group, const rules::Rule &rule) const;
    metric::Result<void> writeThresholds(const metric::Result<std::string> &text);
    metric::Result<void> writeSwitches(RuleSwitches switches);

    RuleFolder m_folder;
    std::vector<Pack> m_packs;
    std::vector<FileFault> m_packFaults;
    RuleSwitches m_switches;
    std::vector<LoadedGroup> m_groups;
    std::vector<AlertRuleRef> m_rules;
    std::vector<Written> m_written; // of each of m_rules
    std::vector<FileFault> m_faults;
};

} // namespace alerts
