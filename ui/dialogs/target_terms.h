#pragma once

#include "models/targets/behind.h"
#include "models/targets/target_rules.h"

#include <QtWidgets/QWidget>

#include <span>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QMenu;
class QSpinBox;
class QToolButton;

namespace ui {

class ErrorLabel;
class Theme;
class UnitField;

// What every check has, whatever it asks: its name, how often, when it counts as slow or down, what it is behind, and what is
// expected of it.
class TargetTerms : public QWidget {
    Q_OBJECT

public:
    // `others`: what it may be behind.
    TargetTerms(const Theme &theme, std::vector<targets::Target> others, QWidget *parent);

    void setTarget(const targets::Target &target);
    void writeTo(targets::Target &target) const;
    // Stands there until somebody types another.
    void proposeName(const QString &name);
    void proposeSlowAfter(double seconds);
    // A target that this one seems to be behind; empty: none. That of a new one is taken over until somebody chooses another, and from then
    // on offered; of one that there is already it is offered alone.
    void proposeBehind(const QString &id);

    void showFaults(std::span<const targets::Fault> faults);
    bool focusField(const QString &key);

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QString key;
        QWidget *field;
        ErrorLabel *fault;
        QString title;
    };
    void fillBehind();
    void showBehind();
    QString nameOf(const QString &id) const;

    const std::vector<targets::Target> m_others;
    QString m_id;
    QStringList m_behind;
    QString m_suggested;
    bool m_isNameProposed = true;
    bool m_isSlowProposed = true;
    bool m_isBehindProposed = true;
    std::vector<Row> m_rows;

    QLineEdit *m_name;
    UnitField *m_interval;
    UnitField *m_slowAfter;
    QSpinBox *m_retries;
    QToolButton *m_behindButton;
    QMenu *m_behindMenu;
    QToolButton *m_suggestion;
    UnitField *m_objective;
    QCheckBox *m_upsideDown;
};

} // namespace ui
