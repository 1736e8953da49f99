#pragma once

#include "models/alerts/alert.h"
#include "models/query/engine.h"

#include <QtWidgets/QDialog>

#include <vector>

class QListWidget;
class QListWidgetItem;
class QPushButton;
class QVBoxLayout;

namespace ui {

class RuleEditor;
class Theme;

// The thresholds: a list at the left, the chosen one's fields at the right, below them a preview. Works on values and says
// what the user wants; whoever opened it forwards that and gives the rules back with setRules(). Each save is one signal,
// at once, so nothing waits in here for the dialog's end. Edits of several rules may stand unsaved side by side (marked in
// the list); closing asks about them.
class ThresholdDialog : public QDialog {
    Q_OBJECT

public:
    ThresholdDialog(const Theme &theme, const query::Engine &engine, std::vector<alerts::AlertRule> rules, QWidget *parent = nullptr);

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
    void ruleRemoved(qint64 id);
    // The chosen rule, or what it says now, changed to what can be tried.
    void previewWanted(const alerts::AlertRule &rule);

private:
    struct Entry {
        alerts::AlertRule stored; // as the store has it; of a new one, as it was when it began
        alerts::AlertRule draft;
        bool isNew = false;    // never saved
        bool awaitsId = false; // saved, not yet given back
        bool isShown = false;  // only within setRules(): it was the current one
        bool isEdited() const { return isNew || draft != stored; }
    };

    void add();
    void duplicate();
    void remove();
    void save();
    void discard();
    bool saveAll();
    void insertNew(alerts::AlertRule rule);
    void makeNameUnique(Entry &entry) const;
    void saveEntry(Entry &entry);
    void forget(int row);
    void onCurrentChanged(int row);
    void onItemChanged(QListWidgetItem *item);
    void onEdited();
    void rebuild(int current);
    void showEntry(int row);
    void updateButtons();
    void wantPreview();
    Entry *current();

    const Theme &m_theme;
    const query::Engine &m_engine;
    std::vector<Entry> m_entries; // as in the list
    QListWidget *m_list;
    RuleEditor *m_editor;
    QVBoxLayout *m_right;
    QWidget *m_preview = nullptr;
    QPushButton *m_duplicate;
    QPushButton *m_remove;
    QPushButton *m_save;
    QPushButton *m_discard;
    bool m_filling = false;
};

} // namespace ui
