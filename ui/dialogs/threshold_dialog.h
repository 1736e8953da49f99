#pragma once

#include "ui/dialogs/rule_drafts.h"
#include "ui/dialogs/rule_sources.h"

#include <QtWidgets/QDialog>

#include <vector>

class QPushButton;
class QVBoxLayout;

namespace ui {

class RuleEditor;
class RuleList;
class Theme;

// The thresholds: those of a pack or a file together at the left, the chosen one's fields at the right, below them a preview. Works on values
// and says what the user wants; whoever opened it forwards that and gives the rules back with setRules(). Each save is one signal, at once, so
// nothing waits in here for the dialog's end. Edits of several rules may stand unsaved side by side (marked in the list); closing asks about
// them.
class ThresholdDialog : public QDialog {
    Q_OBJECT

public:
    ThresholdDialog(const Theme &theme, const RuleSources &sources, const std::vector<alerts::AlertRule> &rules, QWidget *parent = nullptr);

    // Owned by the dialog from now on; takes the room that is left.
    void setPreviewWidget(QWidget *preview);
    // The rules as they are stored now. Unsaved edits stay; a rule that was added here gets its id.
    void setRules(const std::vector<alerts::AlertRule> &rules);
    void setInstances(const QStringList &instances);
    void selectRule(qint64 id);

    void reject() override;

Q_SIGNALS:
    void ruleAdded(const alerts::AlertRule &rule); // its id is 0
    void ruleChanged(const alerts::AlertRule &rule);
    void ruleRemoved(qint64 id); // of a shipped one: what was changed of it
    void sourceSwitched(const QString &source, bool enabled);
    // The chosen rule, or what it says now, changed to what can be tried.
    void previewWanted(const alerts::AlertRule &rule);

private:
    void add();
    void duplicate();
    void remove();
    void removeNow(qint64 id);
    void save();
    void tell();
    void discard();
    bool saveAll();
    void insertNew(alerts::AlertRule rule);
    void saveRow(int row);
    void forget(int row);
    void onChosen();
    void onTicked(int row, bool enabled);
    void onSourceTicked(const QString &source, bool enabled);
    void onEdited();
    void rebuild(int row);
    void showRow(int row);
    void updateButtons();
    void wantPreview();
    RuleDraft *current();

    const query::Engine &m_engine;
    RuleDrafts m_drafts; // as in the list
    RuleList *m_list;
    RuleEditor *m_editor;
    QVBoxLayout *m_right;
    QWidget *m_preview = nullptr;
    QPushButton *m_duplicate;
    QPushButton *m_remove;
    QPushButton *m_tell;
    QPushButton *m_reset;
    QPushButton *m_save;
    QPushButton *m_discard;
    bool m_filling = false;
};

} // namespace ui
