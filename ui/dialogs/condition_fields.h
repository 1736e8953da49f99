#pragma once

#include "models/alerts/alert_rule.h"
#include "models/alerts/rule_check.h"
#include "ui/dialogs/rule_sources.h"
#include "ui/explore/completion_source.h"

#include <QtWidgets/QWidget>

#include <string>
#include <utility>
#include <vector>

class QComboBox;
class QFormLayout;

namespace ui {

class ErrorLabel;
class ExpressionEditor;
class Theme;
class UnitField;

// When a rule fires: a figure of the list, or an expression of one's own written with the help that Explore gives; compared with what, for how
// long, and how bad it is.
class ConditionFields : public QWidget {
    Q_OBJECT

public:
    ConditionFields(const Theme &theme, const RuleSources &sources, QWidget *parent);

    void setRule(const alerts::AlertRule &rule);
    void writeTo(alerts::AlertRule &rule) const;
    // What the target field offers; another name can be typed.
    void setInstances(const QStringList &instances);
    void setEditable(bool editable);
    void showErrors(const std::vector<alerts::FieldError> &errors);

Q_SIGNALS:
    void edited();

private:
    QWidget *inOneRow(const QList<QWidget *> &fields);
    void addRow(QFormLayout *form, const QString &label, QWidget *row, QWidget *field);
    void addError(QFormLayout *form, alerts::RuleField field, QWidget *input);
    void onFigureChosen();
    void onEdited();
    void fitValue();
    std::string expression() const;

    const Theme &m_theme;
    CompletionSource m_completion;
    QComboBox *m_figure;
    ExpressionEditor *m_expression;
    QComboBox *m_target;
    QComboBox *m_comparison;
    UnitField *m_value;
    UnitField *m_holdFor;
    UnitField *m_keepFiringFor;
    QComboBox *m_severity;
    struct Place {
        alerts::RuleField field;
        QWidget *input;
        ErrorLabel *error;
    };
    std::vector<Place> m_places;
    bool m_isFilling = false;
};

} // namespace ui
