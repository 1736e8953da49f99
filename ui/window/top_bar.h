#pragma once

#include "models/alerts/alert_snapshot.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

class QButtonGroup;
class QToolButton;

namespace ui {

class Pill;

// The window's head: name, the four tabs, and the state of everything at the right, visible from every tab.
class TopBar : public QWidget {
    Q_OBJECT

public:
    explicit TopBar(const Theme &theme, QWidget *parent = nullptr);

    void addTab(const QString &text, const QString &hint, const QKeySequence &shortcut);
    void setCurrentTab(int index);
    void setAlerts(const alerts::AlertSnapshot &snapshot);
    // 0 to 100, with what lowers it.
    void setHealth(int score, const QString &reasons);

Q_SIGNALS:
    void tabChosen(int index);
    void alertsWanted();
    void healthWanted();
    void menuWanted(const QPoint &globalPosition);

private:
    QButtonGroup *m_tabs;
    QWidget *m_tabRow;
    Pill *m_critical;
    Pill *m_warning;
    Pill *m_calm;
    Pill *m_health;
    QToolButton *m_menu;
};

} // namespace ui
