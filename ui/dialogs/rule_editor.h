#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/rule_check.h"
#include "models/query/engine.h"

#include <QtWidgets/QWidget>

#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace ui {

class Theme;
class UnitField;

// The fields of one rule, checked at each keystroke; what is wrong stands below the field it concerns. Knows nothing of
// lists and of saving.
class RuleEditor : public QWidget {
    Q_OBJECT

public:
    RuleEditor(const Theme &theme, const query::Engine &engine, QWidget *parent = nullptr);

    void setRule(const alerts::AlertRule &rule);
    alerts::AlertRule rule() const;
    bool isValid() const { return m_errors.empty(); }
    // What the target field offers; another name can be typed.
    void setInstances(const QStringList &instances);
    void focusName();

Q_SIGNALS:
    void edited();

private:
    QLabel *addRow(QFormLayout *form, const QString &label, QWidget *field);
    void onEdited();
    void onFigureChosen();
    void check();
    QString wordsFor(const alerts::FieldError &error) const;
    std::string expression() const;

    const Theme &m_theme;
    const query::Engine &m_engine;
    alerts::AlertRule m_rule; // what the fields do not show: id, enabled
    std::vector<alerts::FieldError> m_errors;

    QLineEdit *m_name;
    QComboBox *m_figure;
    QLineEdit *m_expression;
    QComboBox *m_target;
    QComboBox *m_comparison;
    UnitField *m_value;
    UnitField *m_holdFor;
    QComboBox *m_severity;
    QPlainTextEdit *m_meaning;
    QPlainTextEdit *m_action;
    QLabel *m_nameError;
    QLabel *m_expressionError;
    QLabel *m_valueError;
    QLabel *m_holdForError;
};

} // namespace ui
