#pragma once

#include "ui/tabs/page.h"
#include "ui/window/context.h"

class QLabel;

namespace ui {

class Card;
class TableView;

// One figure for everything, what lowers it, and a row per check.
class HealthTab : public Page {
    Q_OBJECT

public:
    explicit HealthTab(const Context &context, QWidget *parent = nullptr);

    // The score and its reasons, worst first.
    void setScore(int score, const QStringList &reasons);
    void save() override;

private:
    void countStates();

    const Context &m_context;
    QLabel *m_score;
    QLabel *m_reasons;
    Card *m_checksCard;
    TableView *m_checks;
};

} // namespace ui
