#pragma once

#include "models/alerts/alert_rule.h"
#include "models/alerts/rule_check.h"
#include "models/rules/rule_saying.h"
#include "ui/dialogs/rule_sources.h"

#include <QtWidgets/QWidget>

#include <optional>
#include <vector>

class QLabel;

namespace ui {

class NamedTextList;
class Theme;

// What a rule says: its annotations and further labels, with what they come to for the first series that would fire now. That is asked
// beside the gui thread, and only while this is seen.
class RuleTexts : public QWidget {
    Q_OBJECT

public:
    RuleTexts(const Theme &theme, const RuleSources &sources, QWidget *parent);

    void setRule(const alerts::AlertRule &rule);
    void writeTo(alerts::AlertRule &rule) const;
    void setEditable(bool editable);
    void showErrors(const std::vector<alerts::FieldError> &errors);
    // What the rule says is shown, once it is known.
    void say(const alerts::AlertRule &rule);

Q_SIGNALS:
    void edited();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void show(const metric::Result<std::optional<rules::RuleSaying>> &said);
    QString about(const rules::RuleSaying &said) const;

    const RuleSources &m_sources;
    NamedTextList *m_annotations;
    NamedTextList *m_labels;
    QLabel *m_about;
    Inquiry m_inquiry;
    std::optional<alerts::AlertRule> m_rule; // none yet
};

} // namespace ui
