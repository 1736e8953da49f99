#pragma once

#include "models/health/health_snapshot.h"
#include "models/items/evidence_lines.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QDialog>

#include <vector>

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace ui {

// What was seen when a check failed, the last failures one by one, beside what was seen when it was last good, line by line with what
// differs marked. All of it comes from outside and is shown as plain text. Deletes itself.
class EvidenceDialog : public QDialog {
    Q_OBJECT

public:
    EvidenceDialog(const Theme &theme, const QString &name, QWidget *parent);

    // What is kept of the check, in any order; its last good one has the reason None.
    void setEvidence(std::vector<health::KeptEvidence> kept);
    // It could not be read.
    void setTrouble(const QString &message);

    // The failure that is chosen, as it goes to the clipboard.
    QString asText() const;

private:
    QWidget *buildPanes();
    void showChosen();
    void showPane(QPlainTextEdit &pane, const std::vector<items::EvidenceLine> &lines, bool failed);
    const health::KeptEvidence *chosen() const;

    const Theme &m_theme;
    QString m_name;
    std::vector<health::KeptEvidence> m_failures; // the newest first
    std::vector<health::KeptEvidence> m_good;     // the newest first; its first is shown
    QComboBox *m_choice;
    QLabel *m_message;
    QLabel *m_failedTitle;
    QLabel *m_goodTitle;
    QWidget *m_goodSide;
    QPlainTextEdit *m_failedPane;
    QPlainTextEdit *m_goodPane;
    std::vector<QWidget *> m_copies;
};

} // namespace ui
