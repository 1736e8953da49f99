#include "ui/window/top_bar.h"

#include "models/items/alert_model.h"
#include "ui/widgets/pill.h"

#include <QtGui/QAction>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

namespace ui {

TopBar::TopBar(const Theme &theme, QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(10);
    auto *brand = new QLabel(QStringLiteral("Vedette"), this);
    auto font = brand->font();
    font.setBold(true);
    brand->setFont(font);
    layout->addWidget(brand);

    m_tabRow = new QWidget(this);
    auto *tabs = new QHBoxLayout(m_tabRow);
    tabs->setContentsMargins(0, 0, 0, 0);
    tabs->setSpacing(2);
    layout->addWidget(m_tabRow);
    m_tabs = new QButtonGroup(this);
    m_tabs->setExclusive(true);
    connect(m_tabs, &QButtonGroup::idClicked, this, &TopBar::tabChosen);
    layout->addStretch(1);

    m_critical = new Pill(theme, this);
    m_warning = new Pill(theme, this);
    m_calm = new Pill(theme, this);
    m_health = new Pill(theme, this);
    for (auto *pill : {m_critical, m_warning, m_calm})
        connect(pill, &Pill::clicked, this, &TopBar::alertsWanted);
    connect(m_health, &Pill::clicked, this, &TopBar::healthWanted);
    for (auto *pill : {m_critical, m_warning, m_calm, m_health}) {
        layout->addWidget(pill);
        pill->hide();
    }

    m_menu = new QToolButton(this);
    m_menu->setText(QStringLiteral("☰"));
    m_menu->setToolTip(tr("Menu (F10)"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setShortcut(QKeySequence(Qt::Key_F10));
    m_menu->setProperty("outlined", true);
    connect(m_menu, &QToolButton::clicked, this, [this] { Q_EMIT menuWanted(m_menu->mapToGlobal(QPoint(0, m_menu->height()))); });
    layout->addWidget(m_menu);
}

void TopBar::addTab(const QString &text, const QString &hint, const QKeySequence &shortcut)
{
    auto *button = new QToolButton(m_tabRow);
    button->setText(text);
    button->setCheckable(true);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(hint, shortcut.toString(QKeySequence::NativeText)));
    button->setAccessibleName(text);
    button->setShortcut(shortcut);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("tab", true);
    m_tabs->addButton(button, int(m_tabs->buttons().size()));
    m_tabRow->layout()->addWidget(button);
}

void TopBar::setCurrentTab(int index)
{
    if (auto *button = m_tabs->button(index))
        button->setChecked(true);
}

void TopBar::setAlerts(const alerts::AlertSnapshot &snapshot)
{
    const auto of = [&](alerts::Severity severity) { return snapshot.counts[std::size_t(severity)]; };
    const int grave = of(alerts::Severity::Critical) + of(alerts::Severity::Emergency);
    const int warnings = of(alerts::Severity::Warning), infos = of(alerts::Severity::Info);
    const bool emergency = of(alerts::Severity::Emergency) > 0;
    m_critical->setState(emergency ? State::Emergency : State::Critical);
    m_critical->setText(emergency ? tr("%n emergency or critical", nullptr, grave) : tr("%n critical", nullptr, grave));
    m_critical->setVisible(grave > 0);
    m_warning->setState(State::Warning);
    m_warning->setText(tr("%n warning(s)", nullptr, warnings));
    m_warning->setVisible(warnings > 0);
    // Neither good nor bad, as the ring says.
    m_calm->setState(infos > 0 ? State::Unknown : State::Ok);
    m_calm->setText(infos > 0 ? tr("%1 info").arg(infos) : tr("all calm"));
    m_calm->setVisible(grave + warnings == 0);
}

void TopBar::setHealth(int score, const QString &reasons)
{
    m_health->setText(tr("Health %1").arg(score));
    m_health->setToolTip(reasons);
    m_health->show();
}

} // namespace ui
