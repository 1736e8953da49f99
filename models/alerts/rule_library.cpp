#include "models/alerts/rule_library.h"

#include "models/alerts/rule_conversion.h"
#include "models/metric/labels.h"
#include "models/rules/rule_file_edit.h"
#include "models/rules/rule_file_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace alerts {

using metric::ErrorCode;
using metric::Result;

namespace {

constexpr std::string_view kThresholdsGroup = "thresholds";
// Local thresholds are looked at with every batch.
constexpr metric::Duration kThresholdsInterval = std::chrono::seconds(1);
constexpr std::string_view kThresholdsHead = "# What was set in Vedette's dialogs: a Prometheus rule file. It may be edited by hand; comments stay.\n"
                                             "# A rule with the group and the name of a shipped one replaces that one.\n";

std::int64_t idOf(std::string_view key) { return std::int64_t(metric::hashBytes(key) >> 1); }

void setSwitches(RuleSwitches &switches, const std::string &key, const AlertRule &rule)
{
    const auto set = [&](auto &keys, bool isIn) {
        if (isIn)
            keys.insert(key);
        else
            keys.erase(key);
    };
    set(switches.off, !rule.enabled);
    set(switches.trial, rule.onTrial);
}

bool sameText(const AlertRule &a, const AlertRule &b)
{
    return firesAlike(a, b) && a.name == b.name && a.labels == b.labels && a.annotations == b.annotations;
}

std::string stemOf(const std::string &file) { return file.substr(0, file.rfind('.')); }

} // namespace

RuleLibrary::RuleLibrary(std::filesystem::path folder, std::span<const ShippedPack> packs) : m_folder(std::move(folder))
{
    for (const auto &pack : packs) {
        if (auto file = rules::readRuleFile(pack.text))
            m_packs.push_back({std::string(pack.name), std::move(*file)});
        else
            m_packFaults.push_back({fmt::format("the pack {}", pack.name), file.error().front()});
    }
    m_folder.refresh();
    m_switches = parseSwitches(m_folder.text(std::string(kSwitchesFile)).value_or(std::string()));
    build();
}

bool RuleLibrary::refresh()
{
    auto switches = parseSwitches(m_folder.text(std::string(kSwitchesFile)).value_or(std::string()));
    const bool switched = std::exchange(m_switches, std::move(switches)) != m_switches;
    if (!m_folder.refresh() && !switched)
        return false;
    build();
    return true;
}

const rules::Rule *RuleLibrary::overrideOf(const rules::RuleGroup &group, std::string_view name) const
{
    const auto thresholds = m_folder.files().find(std::string(kThresholdsFile));
    if (thresholds == m_folder.files().end())
        return nullptr;
    for (const auto &own : thresholds->second.groups) {
        if (own.name != group.name)
            continue;
        const auto found = std::ranges::find(own.rules, name, &rules::Rule::name);
        return found == own.rules.end() ? nullptr : &*found;
    }
    return nullptr;
}

bool RuleLibrary::isOverride(const rules::RuleGroup &group, const rules::Rule &rule) const
{
    return std::ranges::any_of(m_packs, [&](const Pack &pack) {
        return std::ranges::any_of(pack.file.groups, [&](const rules::RuleGroup &shipped) {
            return shipped.name == group.name && std::ranges::find(shipped.rules, rule.name, &rules::Rule::name) != shipped.rules.end();
        });
    });
}

void RuleLibrary::addGroup(RuleOrigin origin, const std::string &source, const rules::RuleGroup &group)
{
    LoadedGroup loaded{origin, source, group, {}};
    loaded.group.rules.clear();
    std::map<std::string, int> names;
    const auto stem = stemOf(source);
    for (const auto &written : group.rules) {
        if (origin == RuleOrigin::Thresholds && isOverride(group, written))
            continue;
        if (written.kind == rules::Rule::Kind::Recording) {
            if (!m_switches.off.contains(stem)) {
                loaded.group.rules.push_back(written);
                loaded.alerts.push_back(nullptr);
            }
            continue;
        }
        auto key = fmt::format("{}/{}/{}", stem, group.name, written.name);
        if (const int count = ++names[written.name]; count > 1)
            key += fmt::format("#{}", count);
        const auto *override = origin == RuleOrigin::Pack ? overrideOf(group, written.name) : nullptr;
        const auto &counts = override ? *override : written;
        auto rule = alertRuleOf(counts);
        rule.id = idOf(key);
        rule.origin = origin;
        rule.source = source;
        rule.group = group.name;
        rule.isOverride = override != nullptr;
        rule.enabled = !m_switches.off.contains(key) && !m_switches.off.contains(stem);
        rule.onTrial = m_switches.trial.contains(key);
        m_rules.push_back(std::make_shared<const AlertRule>(std::move(rule)));
        m_written.push_back({std::move(key), &written, override});
        if (m_rules.back()->enabled) {
            loaded.group.rules.push_back(counts);
            loaded.alerts.push_back(m_rules.back());
        }
    }
    if (!loaded.group.rules.empty())
        m_groups.push_back(std::move(loaded));
}

void RuleLibrary::build()
{
    m_groups.clear();
    m_rules.clear();
    m_written.clear();
    m_faults = m_packFaults;
    std::ranges::copy(m_folder.faults(), std::back_inserter(m_faults));
    for (const auto &pack : m_packs) {
        for (const auto &group : pack.file.groups)
            addGroup(RuleOrigin::Pack, pack.name, group);
    }
    const auto addFile = [&](RuleOrigin origin, const std::string &name, const rules::RuleFile &file) {
        for (const auto &group : file.groups)
            addGroup(origin, name, group);
    };
    const auto &files = m_folder.files();
    if (const auto own = files.find(std::string(kThresholdsFile)); own != files.end())
        addFile(RuleOrigin::Thresholds, own->first, own->second);
    for (const auto &[name, file] : files) {
        if (name != kThresholdsFile)
            addFile(RuleOrigin::File, name, file);
    }
}

AlertRuleRef RuleLibrary::find(std::int64_t id) const
{
    const auto found = std::ranges::find(m_rules, id, [](const AlertRuleRef &rule) { return rule->id; });
    return found == m_rules.end() ? nullptr : *found;
}

Result<std::int64_t> RuleLibrary::put(const AlertRule &rule)
{
    const auto known = std::ranges::find(m_rules, rule.id, [](const AlertRuleRef &each) { return each->id; });
    const bool isNew = rule.id == 0;
    if (!isNew && known == m_rules.end())
        return metric::fail(ErrorCode::NotFound, fmt::format("the rule \"{}\" is not there any more", rule.name));
    // Nothing is written into rule files for a switch alone.
    if (!isNew && sameText(rule, **known)) {
        if (auto done = setOnTrial(rule.id, rule.onTrial); !done)
            return tl::unexpected(done.error());
        return setEnabled(rule.id, rule.enabled).map([&] { return rule.id; });
    }
    if (!isNew && (*known)->origin == RuleOrigin::File)
        return metric::fail(ErrorCode::Conflict, fmt::format("the rule stands in {}: change it there", (*known)->source));
    const auto *written = isNew ? nullptr : &m_written[std::size_t(known - m_rules.begin())];
    const bool isPacks = written && (*known)->origin == RuleOrigin::Pack;
    // A pack's rule keeps its name: that is what ties it to its place.
    const auto &before = !written ? rules::Rule{} : written->override ? *written->override : *written->rule;
    auto now = ruleOf(rule, before);
    if (isPacks)
        now.name = before.name;

    rules::RulePlace place{isNew ? kThresholdsGroup : std::string_view((*known)->group)};
    if (written && (written->override || !isPacks))
        place.replaces = before.name;
    place.interval = kThresholdsInterval;
    const auto stem = stemOf(std::string(kThresholdsFile));
    const auto key = isPacks ? written->key : fmt::format("{}/{}/{}", stem, place.group, now.name);
    if ((isNew || (!isPacks && now.name != before.name)) && find(idOf(key)))
        return metric::fail(ErrorCode::Conflict, fmt::format("there is a rule \"{}\" already: choose another name", now.name));

    auto text = m_folder.text(std::string(kThresholdsFile));
    if (!text)
        return tl::unexpected(text.error());
    if (text->empty())
        *text = kThresholdsHead;
    auto switches = m_switches;
    if (written) {
        switches.off.erase(written->key);
        switches.trial.erase(written->key);
    }
    setSwitches(switches, key, rule);
    if (auto done = writeThresholds(rules::withRule(*text, place, now)); !done)
        return tl::unexpected(done.error());
    if (auto done = writeSwitches(std::move(switches)); !done)
        return tl::unexpected(done.error());
    return idOf(key);
}

Result<void> RuleLibrary::remove(std::int64_t id)
{
    const auto known = std::ranges::find(m_rules, id, [](const AlertRuleRef &each) { return each->id; });
    if (known == m_rules.end())
        return metric::fail(ErrorCode::NotFound, "the rule is not there any more");
    const auto rule = *known;
    const auto written = m_written[std::size_t(known - m_rules.begin())];
    if (rule->origin == RuleOrigin::File)
        return metric::fail(ErrorCode::Conflict, fmt::format("the rule stands in {}: remove it there", rule->source));
    if (rule->origin == RuleOrigin::Pack && !written.override)
        return setEnabled(id, false);
    const auto text = m_folder.text(std::string(kThresholdsFile));
    if (!text)
        return tl::unexpected(text.error());
    auto switches = m_switches;
    if (rule->origin == RuleOrigin::Thresholds) {
        switches.off.erase(written.key);
        switches.trial.erase(written.key);
    }
    if (auto done = writeThresholds(rules::withoutRule(*text, rule->group, written.override ? written.override->name : written.rule->name)); !done)
        return done;
    return writeSwitches(std::move(switches));
}

Result<void> RuleLibrary::setEnabled(std::int64_t id, bool enabled)
{
    const auto known = std::ranges::find(m_rules, id, [](const AlertRuleRef &each) { return each->id; });
    if (known == m_rules.end())
        return metric::fail(ErrorCode::NotFound, "the rule is not there any more");
    const auto &key = m_written[std::size_t(known - m_rules.begin())].key;
    auto switches = m_switches;
    // A whole pack that is off is taken apart where one of it is to be on.
    const auto stem = key.substr(0, key.find('/'));
    if (enabled && switches.off.erase(stem) > 0) {
        for (const auto &each : m_written) {
            if (each.key.starts_with(stem + '/'))
                switches.off.insert(each.key);
        }
    }
    if (enabled)
        switches.off.erase(key);
    else
        switches.off.insert(key);
    return writeSwitches(std::move(switches));
}

Result<void> RuleLibrary::setSourceEnabled(const std::string &source, bool enabled)
{
    auto switches = m_switches;
    const auto stem = stemOf(source);
    std::erase_if(switches.off, [&](const std::string &key) { return key == stem || key.starts_with(stem + '/'); });
    if (!enabled)
        switches.off.insert(stem);
    return writeSwitches(std::move(switches));
}

Result<void> RuleLibrary::setOnTrial(std::int64_t id, bool onTrial)
{
    const auto known = std::ranges::find(m_rules, id, [](const AlertRuleRef &each) { return each->id; });
    if (known == m_rules.end())
        return metric::fail(ErrorCode::NotFound, "the rule is not there any more");
    const auto &key = m_written[std::size_t(known - m_rules.begin())].key;
    auto switches = m_switches;
    if (onTrial)
        switches.trial.insert(key);
    else
        switches.trial.erase(key);
    return writeSwitches(std::move(switches));
}

Result<void> RuleLibrary::writeThresholds(const Result<std::string> &text)
{
    const std::string name(kThresholdsFile);
    if (!text)
        return metric::fail(text.error().code, fmt::format("{}: {}", name, text.error().message));
    return m_folder.write(name, *text);
}

// Also reads everything again, for what was written before it.
Result<void> RuleLibrary::writeSwitches(RuleSwitches switches)
{
    if (switches != m_switches) {
        if (auto done = m_folder.write(std::string(kSwitchesFile), textOf(switches)); !done)
            return done;
    }
    m_switches = std::move(switches);
    m_folder.refresh();
    build();
    return {};
}

} // namespace alerts
