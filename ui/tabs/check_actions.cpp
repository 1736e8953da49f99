#include "ui/tabs/check_actions.h"

#include <QtGui/QAction>
#include <QtWidgets/QLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;
using health::CheckStatus;

namespace {

bool isAsked(const CheckStatus &check) { return !check.plan.paused; }
bool isPaused(const CheckStatus &check) { return check.plan.paused; }
bool isMaintained(const CheckStatus &check) { return check.state == health::State::Maintenance; }
bool isAny(const CheckStatus &) { return true; }

QString targetOf(const CheckStatus &check) { return QString::fromStdString(check.plan.target); }

} // namespace

struct CheckActions::Kind {
    const char *text; // source texts in the context "ui::CheckActions"
    const char *hint;
    QKeyCombination shortcut;
    bool (*isFor)(const CheckStatus &);
    bool isButton = false; // beside being in the menu
    bool isForOne = false; // several at once make no sense
    void (*act)(CheckActions &, const CheckStatus &) = nullptr;
    void (CheckActions::*ask)(const ChosenChecks &) = nullptr; // where there is a question before
    bool endsGroup = false;
};

const CheckActions::Kind CheckActions::kKinds[] = {
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Check now"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Ask the selected at once instead of when it is their turn"),
     .shortcut = Qt::Key_F5,
     .isFor = isAsked,
     .isButton = true,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.checkNowRequested(targetOf(check)); }},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Pause"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Do not ask the selected until they are resumed"),
     .shortcut = Qt::CTRL | Qt::Key_P,
     .isFor = isAsked,
     .isButton = true,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.pauseRequested(targetOf(check), true); }},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Resume"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Ask the selected again"),
     .shortcut = Qt::CTRL | Qt::SHIFT | Qt::Key_P,
     .isFor = isPaused,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.pauseRequested(targetOf(check), false); },
     .endsGroup = true},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Maintenance for 1 h"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Go on asking, but count nothing and tell nobody for an hour"),
     .shortcut = Qt::CTRL | Qt::Key_M,
     .isFor = isAsked,
     .act = [](CheckActions &own,
               const CheckStatus &check) { Q_EMIT own.maintenanceRequested(targetOf(check), own.m_clock.now() + metric::Duration(1h)); }},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Maintenance…"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Until when, or at which times of the week, nothing counts and nobody is told"),
     .shortcut = Qt::CTRL | Qt::SHIFT | Qt::Key_M,
     .isFor = isAsked,
     .ask = &CheckActions::askForTimes},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "End maintenance"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "What comes of the selected counts again"),
     .shortcut = Qt::CTRL | Qt::ALT | Qt::Key_M,
     .isFor = isMaintained,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.maintenanceRequested(targetOf(check), metric::Timestamp{}); },
     .endsGroup = true},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Evidence…"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "What was seen when it failed, beside what was seen when it was well"),
     .shortcut = Qt::CTRL | Qt::Key_I,
     .isFor = isAny,
     .isButton = true,
     .isForOne = true,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.evidenceRequested(targetOf(check)); }},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Open its page"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Everything that is known of it"),
     .shortcut = Qt::CTRL | Qt::Key_Return,
     .isFor = isAny,
     .isForOne = true,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.pageRequested(targetOf(check)); },
     .endsGroup = true},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Edit…"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "What is asked, how often, and what counts as well"),
     .shortcut = Qt::Key_F2,
     .isFor = isAny,
     .isForOne = true,
     .act = [](CheckActions &own, const CheckStatus &check) { Q_EMIT own.editRequested(targetOf(check)); }},
    {.text = QT_TRANSLATE_NOOP("ui::CheckActions", "Remove"),
     .hint = QT_TRANSLATE_NOOP("ui::CheckActions", "Check the selected no more"),
     .shortcut = Qt::Key_Delete,
     .isFor = isAny,
     .ask = &CheckActions::askToRemove},
};

CheckActions::CheckActions(const metric::Clock &clock, QWidget *window, std::function<ChosenChecks()> chosen)
    : QObject(window), m_clock(clock), m_window(window), m_chosen(std::move(chosen))
{
    for (const auto &kind : kKinds) {
        auto *action = new QAction(tr(kind.text), this);
        action->setShortcut(kind.shortcut);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setToolTip(QStringLiteral("%1 (%2)").arg(tr(kind.hint), action->shortcut().toString(QKeySequence::NativeText)));
        connect(action, &QAction::triggered, this, [this, &kind] { run(kind); });
        window->addAction(action);
        m_actions.push_back(action);
    }
    update({});
}

void CheckActions::addButtons(QLayout &layout)
{
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        if (!kKinds[i].isButton)
            continue;
        auto *button = new QToolButton(m_window);
        button->setDefaultAction(m_actions[i]);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("outlined", true);
        layout.addWidget(button);
    }
    auto *more = new QToolButton(m_window);
    more->setObjectName(QStringLiteral("moreActions"));
    more->setText(tr("More"));
    more->setToolTip(tr("Everything that can be done with the selected checks"));
    more->setFocusPolicy(Qt::StrongFocus);
    more->setProperty("outlined", true);
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    addTo(*menu);
    more->setMenu(menu);
    layout.addWidget(more);
}

void CheckActions::addTo(QMenu &menu) const
{
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        menu.addAction(m_actions[i]);
        if (kKinds[i].endsGroup)
            menu.addSeparator();
    }
}

void CheckActions::update(const ChosenChecks &chosen)
{
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        const bool fits = !kKinds[i].isForOne || chosen.size() == 1;
        m_actions[i]->setEnabled(fits && std::ranges::any_of(chosen, [&](const auto &check) { return kKinds[i].isFor(*check); }));
    }
}

void CheckActions::run(const Kind &kind)
{
    auto checks = m_chosen();
    std::erase_if(checks, [&](const auto &check) { return !kind.isFor(*check); });
    if (checks.empty())
        return;
    if (kind.ask) {
        (this->*kind.ask)(checks);
        return;
    }
    for (const auto &check : checks)
        kind.act(*this, *check);
}

void CheckActions::askForTimes(const ChosenChecks &checks)
{
    QStringList targets;
    for (const auto &check : checks)
        targets << targetOf(*check);
    Q_EMIT maintenanceTimesRequested(targets);
}

// One can be brought back; of many at once somebody may not have thought.
void CheckActions::askToRemove(const ChosenChecks &checks)
{
    const auto remove = [this, checks] {
        for (const auto &check : checks)
            Q_EMIT removeRequested(targetOf(*check));
    };
    if (checks.size() == 1) {
        remove();
        return;
    }
    constexpr std::size_t kMostNamed = 12;
    QStringList names;
    for (std::size_t i = 0; i < std::min(kMostNamed, checks.size()); ++i)
        names << QString::fromStdString(checks[i]->plan.name);
    if (checks.size() > kMostNamed)
        names << tr("and %n more", nullptr, int(checks.size() - kMostNamed));
    auto *box = new QMessageBox(m_window);
    box->setObjectName(QStringLiteral("confirmChecks"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setTextFormat(Qt::PlainText); // names come from outside
    box->setWindowTitle(tr("Remove"));
    box->setText(tr("Check %n of them no more?", nullptr, int(checks.size())));
    box->setInformativeText(names.join(QLatin1Char('\n')));
    auto *yes = box->addButton(tr("Remove"), QMessageBox::AcceptRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::buttonClicked, this, [yes, remove](const QAbstractButton *clicked) {
        if (clicked == yes)
            remove();
    });
    box->open();
}

} // namespace ui
