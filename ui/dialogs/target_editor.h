#pragma once

#include "models/metric/verdict.h"
#include "models/targets/guess.h"
#include "models/targets/own_network.h"
#include "models/targets/target_rules.h"

#include <QtCore/QMap>
#include <QtWidgets/QDialog>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace ui {

class ErrorLabel;
class FieldForm;
class TargetTerms;
class Theme;
class VerdictPanel;

// Adds a target or changes one: an address that says what it is, the fields of its kind, what all checks have, and a try before it
// counts. It knows no kind by name and looks nothing up: what is typed as a secret goes out apart from the target, whose options
// hold references alone. Deletes itself.
class TargetEditor : public QDialog {
    Q_OBJECT

public:
    using Secrets = QMap<QString, QString>; // Field::key -> what was typed
    // Checks once and calls `done` in the gui thread, when it likes; the dialog may be gone by then.
    using Done = std::function<void(const metric::Verdict &)>;
    using Try = std::function<void(const targets::Target &, const Secrets &, const Done &done)>;

    struct Sources {
        std::vector<targets::Target> others{}; // all there are; the edited one among them or not
        Try attempt{};                         // null: nothing can be tried
        targets::Kinds kinds = targets::checkKinds();
        targets::OwnNetwork network{};
    };

    // A new target.
    TargetEditor(const Theme &theme, Sources sources, QWidget *parent);
    ~TargetEditor() override;

    // REQUIRES: a kind of Sources::kinds. Without an id it is a new one, filled in.
    void setTarget(const targets::Target &target);
    // As if somebody had pasted it.
    void setAddress(const QString &text);
    // Where secrets will be kept, in words: "in the desktop's keyring"; whether the encrypted file is offered instead.
    void setKeeping(const QString &where, bool offersFile);

    targets::Target target() const;
    Secrets secrets() const;

Q_SIGNALS:
    void confirmed(const targets::Target &target, const QMap<QString, QString> &secrets);
    void encryptedFileRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildSetup();
    QWidget *buildKeeping();
    void setKind(const targets::CheckKind &kind);
    void onAddressTyped();
    void onAddressLeft();
    void take(const targets::Guess &guess, bool withAddress);
    void onEdited();
    void check();
    void showSetup();
    void showKeeping();
    void attempt();
    void trust(const QString &sha256);
    void confirm();
    // Tells all that is wrong, also where nobody was yet, and goes to the first. False: nothing is.
    bool tellFaults();

    const Theme &m_theme;
    const Sources m_sources;
    targets::Target m_target; // what no field shows: id, paused
    const targets::CheckKind *m_kind = nullptr;
    std::vector<targets::Fault> m_faults;
    bool m_isKindChosen = false; // by hand, or by what was there
    bool m_tellsAll = false;     // also that fields are empty in which nobody was
    bool m_offersFile = false;
    qsizetype m_addressLength = 0;
    int m_attempt = 0;

    QLineEdit *m_address;
    ErrorLabel *m_addressFault;
    QComboBox *m_kinds;
    QLabel *m_meaning;
    FieldForm *m_form;
    ErrorLabel *m_pinned;
    QWidget *m_setupBox;
    QToolButton *m_setupFold;
    QLabel *m_setup;
    QLabel *m_keeping;
    TargetTerms *m_terms;
    VerdictPanel *m_verdict;
    QPushButton *m_try;
    QPushButton *m_ok;
};

} // namespace ui
