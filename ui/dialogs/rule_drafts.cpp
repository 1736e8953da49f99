#include "ui/dialogs/rule_drafts.h"

#include "models/alerts/rule_library.h"
#include "models/items/alert_model.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace ui {

using alerts::AlertRule;
using alerts::RuleOrigin;

namespace {

// What the packs are called; the words are in the context "ui::ThresholdDialog".
constexpr std::pair<std::string_view, const char *> kPackTitles[] = {
    {"applications", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Applications")},
    {"caches", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Caches")},
    {"databases", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Databases")},
    {"machine", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Machines")},
    {"services", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Services")},
    {"slo", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Service objectives")},
    {"vedette", QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Vedette itself")},
};

QString translated(const char *text) { return QCoreApplication::translate("ui::ThresholdDialog", text); }

// What was edited, in the place that the stored rule has by now.
AlertRule placed(AlertRule draft, const AlertRule &stored)
{
    draft.id = stored.id;
    draft.origin = stored.origin;
    draft.isOverride = stored.isOverride;
    draft.source = stored.source;
    draft.group = stored.group;
    return draft;
}

// What is new goes into the file of the dialogs.
QString sourceOf(const AlertRule &rule)
{
    return rule.origin == RuleOrigin::Thresholds ? QString::fromUtf8(alerts::RuleLibrary::kThresholdsFile.data())
                                                 : QString::fromStdString(rule.source);
}

QString groupTitle(const AlertRule &rule)
{
    if (rule.origin == RuleOrigin::Thresholds)
        return translated(QT_TRANSLATE_NOOP("ui::ThresholdDialog", "Set here"));
    const auto *const title = std::ranges::find(kPackTitles, rule.source, &std::pair<std::string_view, const char *>::first);
    return rule.origin == RuleOrigin::Pack && title != std::end(kPackTitles) ? translated(title->second) : sourceOf(rule);
}

} // namespace

RuleDrafts::RuleDrafts(std::span<const AlertRule> rules)
{
    for (const auto &rule : rules)
        m_drafts.push_back({rule, rule});
}

int RuleDrafts::rowOf(qint64 id) const
{
    const auto found = std::ranges::find_if(m_drafts, [&](const RuleDraft &each) { return !each.isNew && each.stored.id == id; });
    return found == m_drafts.end() ? -1 : int(found - m_drafts.begin());
}

int RuleDrafts::unsaved() const { return int(std::ranges::count_if(m_drafts, &RuleDraft::isUnsaved)); }

std::vector<RuleList::Rule> RuleDrafts::rows() const
{
    std::vector<RuleList::Rule> all;
    for (int i = 0; i < count(); ++i)
        all.push_back(row(i));
    return all;
}

RuleList::Rule RuleDrafts::row(int at) const
{
    const auto &entry = m_drafts[std::size_t(at)];
    const auto &draft = entry.draft;
    const auto name = QString::fromStdString(draft.name);
    const auto severity = items::severityText(draft.severity).toLower();
    RuleList::Rule row;
    row.source = sourceOf(draft);
    row.group = groupTitle(draft);
    QStringList remarks;
    if (entry.stored.onTrial)
        remarks << translated(QT_TRANSLATE_NOOP("ui::ThresholdDialog", "on trial"));
    if (entry.stored.isOverride)
        remarks << translated(QT_TRANSLATE_NOOP("ui::ThresholdDialog", "changed"));
    if (entry.isEdited())
        remarks << translated(QT_TRANSLATE_NOOP("ui::ThresholdDialog", "not saved"));
    row.text = remarks.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, remarks.join(QStringLiteral(", ")));
    const auto off = draft.enabled ? QString() : QStringLiteral(", ") + translated(QT_TRANSLATE_NOOP("ui::ThresholdDialog", "switched off"));
    row.spoken = QStringLiteral("%1, %2%3").arg(row.text, severity, off);
    row.hint = QStringLiteral("%1: %2").arg(row.text, severity);
    if (draft.origin == RuleOrigin::File)
        row.hint += QStringLiteral(" (%1)").arg(row.source);
    row.state = items::severityState(draft.severity);
    row.isOn = draft.enabled;
    return row;
}

int RuleDrafts::take(std::span<const AlertRule> rules, int row)
{
    std::vector<RuleDraft> next;
    const auto *shown = at(row);
    int shownAt = -1;
    std::vector<const RuleDraft *> waiting;
    std::vector<const RuleDraft *> unsaved;
    for (const auto &entry : m_drafts) {
        if (entry.awaitsId)
            waiting.push_back(&entry);
        else if (entry.isNew)
            unsaved.push_back(&entry);
    }
    for (const auto &rule : rules) {
        const auto known = std::ranges::find_if(m_drafts, [&](const RuleDraft &entry) { return entry.stored.id == rule.id; });
        const RuleDraft *before = known == m_drafts.end() ? nullptr : &*known;
        if (!before) {
            const auto added = std::ranges::find_if(waiting, [&](const RuleDraft *each) { return each->stored.name == rule.name; });
            if (added != waiting.end()) {
                before = *added;
                waiting.erase(added);
            }
        }
        RuleDraft entry{rule, rule};
        if (before && before->draft != before->stored)
            entry.draft = placed(before->draft, rule);
        entry.draft.enabled = rule.enabled;
        if (before && before == shown)
            shownAt = int(next.size());
        next.push_back(std::move(entry));
    }
    for (const auto *rest : {&waiting, &unsaved}) {
        for (const auto *entry : *rest) {
            if (entry == shown)
                shownAt = int(next.size());
            next.push_back(*entry);
        }
    }
    m_drafts = std::move(next);
    return shownAt;
}

int RuleDrafts::insertNew(AlertRule rule)
{
    rule.id = 0;
    rule.origin = RuleOrigin::Thresholds;
    rule.isOverride = false;
    m_drafts.push_back({rule, rule, true, false});
    return count() - 1;
}

bool RuleDrafts::save(int row)
{
    auto &draft = m_drafts[std::size_t(row)];
    makeNameUnique(draft);
    draft.stored = draft.draft;
    const bool wasNew = std::exchange(draft.isNew, false);
    draft.awaitsId = wasNew;
    return wasNew;
}

void RuleDrafts::setSourceEnabled(const QString &source, bool enabled)
{
    for (auto &entry : m_drafts) {
        if (sourceOf(entry.draft) != source || entry.awaitsId)
            continue;
        entry.draft.enabled = enabled;
        if (!entry.isNew)
            entry.stored.enabled = enabled;
    }
}

// Rules are told apart by their names: one that is taken gets a number.
void RuleDrafts::makeNameUnique(RuleDraft &draft) const
{
    const auto name = draft.draft.name;
    const auto isTaken = [&] {
        return std::ranges::any_of(m_drafts, [&](const RuleDraft &other) { return &other != &draft && other.stored.name == draft.draft.name; });
    };
    for (int number = 2; (draft.isNew || name != draft.stored.name) && isTaken(); ++number)
        draft.draft.name = name + ' ' + std::to_string(number);
}

} // namespace ui
