#pragma once

#include "models/metric/verdict.h"
#include "ui/dialogs/certificate_facts.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace ui {

class Theme;

// What came of a try: the state, why, how long it took, and what was seen, folded away. Where a certificate alone stood in the way,
// it can be trusted, after a question.
class VerdictPanel : public QWidget {
    Q_OBJECT

public:
    VerdictPanel(const Theme &theme, QWidget *parent);

    // What would hold of the check as it is set up: seconds, 0: never slow.
    void setTerms(double slowAfter, bool upsideDown);
    void showRunning();
    void showVerdict(const metric::Verdict &verdict, bool mayTrust);
    void clear();

Q_SIGNALS:
    void trustConfirmed(const QString &sha256);

private:
    void ask();
    void showDetails(bool shown);

    const Theme &m_theme;
    double m_slowAfter = 0;
    bool m_upsideDown = false;
    metric::Verdict m_verdict;
    std::optional<CertificateFacts> m_certificate;
    QLabel *m_mark;
    QLabel *m_words;
    QToolButton *m_fold;
    QToolButton *m_trust;
    QPlainTextEdit *m_details;
};

} // namespace ui
