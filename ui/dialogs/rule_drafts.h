#pragma once

#include "models/alerts/alert_rule.h"
#include "ui/dialogs/rule_list.h"

#include <span>
#include <vector>

namespace ui {

// A rule as it is stored, and as somebody is editing it.
struct RuleDraft {
    alerts::AlertRule stored; // as the store has it; of a new one, as it was when it began
    alerts::AlertRule draft;
    bool isNew = false;    // never saved
    bool awaitsId = false; // saved, not yet given back
    bool isEdited() const { return isNew || draft != stored; }
    // What waits for its id can be neither named nor changed.
    bool isUnsaved() const { return isEdited() && !awaitsId; }
};

// The rules with what was edited of them and not saved, in the order of the list. Knows nothing of widgets.
class RuleDrafts {
public:
    explicit RuleDrafts(std::span<const alerts::AlertRule> rules);

    int count() const { return int(m_drafts.size()); }
    // Null where there is no such row.
    RuleDraft *at(int row) { return row >= 0 && row < count() ? &m_drafts[std::size_t(row)] : nullptr; }
    int rowOf(qint64 id) const; // -1: none is stored under that id
    int unsaved() const;
    std::vector<RuleList::Rule> rows() const;
    RuleList::Rule row(int row) const;

    // The rules as they are stored now: edits stay, a rule that was saved as a new one gets its id. Answers where the one of that row is by
    // now, -1 where it is gone.
    int take(std::span<const alerts::AlertRule> rules, int row);
    int insertNew(alerts::AlertRule rule);
    void remove(int row) { m_drafts.erase(m_drafts.begin() + row); }
    // The draft becomes what is stored; a name that is taken gets a number. Answers whether it is a new rule. REQUIRES: isUnsaved().
    bool save(int row);
    // Of all that stand in that pack or file.
    void setSourceEnabled(const QString &source, bool enabled);

private:
    void makeNameUnique(RuleDraft &draft) const;

    std::vector<RuleDraft> m_drafts;
};

} // namespace ui
