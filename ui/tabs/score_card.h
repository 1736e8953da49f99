#pragma once

#include "models/health/health_snapshot.h"
#include "ui/widgets/card.h"

#include <QtCore/QStringList>

class QLabel;
class QScrollArea;

namespace ui {

// One figure for everything, the overall state in words, and what lowers the figure, the gravest first; a reason that is a check leads
// to it.
class ScoreCard : public Card {
    Q_OBJECT

public:
    explicit ScoreCard(const Theme &theme, QWidget *parent = nullptr);

    // What the console itself says of this machine: 0 to 100, and its reasons ("−20 CPU above 90 %").
    void setConsole(int score, const QStringList &reasons);
    void setHealth(const health::HealthSnapshotRef &snapshot);

    // Of both together: what lowers one lowers the whole.
    int score() const;
    QStringList reasons() const;

    QSize sizeHint() const override { return {300, 190}; }
    QSize minimumSizeHint() const override { return {220, 80}; }

Q_SIGNALS:
    void checkChosen(const QString &target);

private:
    void showAll();

    const Theme &m_theme;
    health::HealthSnapshotRef m_snapshot; // may be null
    int m_console = 100;
    QStringList m_consoleReasons;
    QLabel *m_score;
    QLabel *m_mark;
    QLabel *m_state;
    QWidget *m_reasons;
};

} // namespace ui
