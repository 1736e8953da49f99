#pragma once

#include "models/targets/target_rules.h"

#include <QtCore/QMap>
#include <QtWidgets/QWidget>

#include <span>
#include <vector>

class QGridLayout;
class QToolButton;

namespace ui {

class ErrorLabel;
class FieldEdit;
class Theme;

// The fields of a kind of check as its table has them, each with its fault below it; those that few people need are folded away
// while nothing is said in them. The address is not among them: it stands at the top of the dialog.
class FieldForm : public QWidget {
    Q_OBJECT

public:
    FieldForm(const Theme &theme, QWidget *parent);

    // What stands in fields of the same name is taken over.
    void setKind(const targets::CheckKind &kind);
    // A secret's text is the reference to the one that is kept.
    void setOptions(const QMap<QString, QString> &options);
    void setOption(const QString &key, const QString &text);
    void typeSecret(const QString &key, const QString &secret);

    // What is said, without the address; of the secrets, the references of those that are to stay.
    QMap<QString, QString> options() const;
    // What was typed as a secret, as it is.
    QMap<QString, QString> secrets() const;
    bool hasSecrets() const;
    bool hasField(const QString &key) const { return row(key); }

    // Those of other fields are left out.
    void showFaults(std::span<const targets::Fault> faults);
    // False: there is no such field here. Unfolds what it is in.
    bool focusField(const QString &key);
    bool isUnfolded() const;
    // From top to bottom. REQUIRES: a kind.
    QList<QWidget *> tabOrder() const;

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QString key;
        FieldEdit *edit;
        ErrorLabel *fault;
        QString title;
        QString reference; // of a secret that is kept
    };
    const Row *row(const QString &key) const;
    void addRow(const targets::Field &field, QGridLayout &grid);
    void unfold(bool unfolded);
    bool saysSomethingAdvanced() const;

    const Theme &m_theme;
    QWidget *m_common = nullptr;
    QToolButton *m_fold;
    QWidget *m_advanced = nullptr;
    std::vector<Row> m_rows;
    bool m_isFilling = false;
};

} // namespace ui
