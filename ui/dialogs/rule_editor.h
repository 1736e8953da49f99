#pragma once

#include "models/alerts/rule_check.h"
#include "ui/dialogs/rule_sources.h"

#include <QtWidgets/QWidget>

#include <vector>

class QCheckBox;
class QLineEdit;

namespace ui {

class ConditionFields;
class ErrorLabel;
class RuleTexts;
class Theme;

// The whole of one rule, on two pages: when it fires and what it says. Checked at each keystroke; what is wrong stands below the field it
// concerns. Knows nothing of lists and of saving.
class RuleEditor : public QWidget {
    Q_OBJECT

public:
    RuleEditor(const Theme &theme, const RuleSources &sources, QWidget *parent = nullptr);

    void setRule(const alerts::AlertRule &rule);
    alerts::AlertRule rule() const;
    bool isValid() const { return m_errors.empty(); }
    // What the target field offers; another name can be typed.
    void setInstances(const QStringList &instances);
    // What stands in somebody's own file can be read, and tried, and that is all.
    void setEditable(bool editable);
    void focusName();

Q_SIGNALS:
    void edited();

private:
    void onEdited();
    void check();

    const RuleSources m_sources;
    alerts::AlertRule m_rule; // what the fields do not show: id, enabled
    std::vector<alerts::FieldError> m_errors;

    QLineEdit *m_name;
    ErrorLabel *m_nameError;
    ConditionFields *m_condition;
    RuleTexts *m_texts;
    QCheckBox *m_trial;
};

} // namespace ui
