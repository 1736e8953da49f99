#include "ui/tabs/alert_actions.h"

#include "models/items/rule_texts.h"
#include "ui/dialogs/acknowledge_dialog.h"
#include "ui/dialogs/silence_dialog.h"
#include "ui/dialogs/silences_dialog.h"

#include <QtGui/QAction>
#include <QtWidgets/QLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;
using alerts::Alert;
using alerts::AlertState;

namespace {

bool isFiring(const Alert &alert) { return alert.state == AlertState::Firing; }
bool isOpen(const Alert &alert) { return isFiring(alert) || alert.state == AlertState::Acknowledged; }
bool isListed(const Alert &alert) { return alert.state != AlertState::Pending && alert.dismissedAt == metric::Timestamp(); }

// The first of them, and how many more there are.
QStringList namesOf(const ChosenAlerts &alerts)
{
    constexpr std::size_t kMostNamed = 12;
    QStringList names;
    for (std::size_t i = 0; i < std::min(kMostNamed, alerts.size()); ++i) {
        const auto instance = items::instanceOf(*alerts[i]);
        names << items::ruleText(alerts[i]->rule->name) +
                     (instance.empty() ? QString() : QStringLiteral(" (%1)").arg(items::cellText(instance, metric::Unit::None)));
    }
    if (alerts.size() > kMostNamed)
        names << AlertActions::tr("and %n more", nullptr, int(alerts.size() - kMostNamed));
    return names;
}

} // namespace

struct AlertActions::Kind {
    const char *text; // source texts in the context "ui::AlertActions"
    const char *hint;
    QKeyCombination shortcut;
    bool (*isFor)(const Alert &);
    const char *question = nullptr;                        // before several; null: it has a dialog of its own
    void (*act)(const Context &, const Alert &) = nullptr; // where there is a question
    void (AlertActions::*ask)(const ChosenAlerts &) = nullptr;
};

const AlertActions::Kind AlertActions::kKinds[] = {
    {.text = QT_TRANSLATE_NOOP("ui::AlertActions", "Acknowledge…"),
     .hint = QT_TRANSLATE_NOOP("ui::AlertActions", "Take the selected alerts on, with a comment"),
     .shortcut = Qt::CTRL | Qt::SHIFT | Qt::Key_A,
     .isFor = isFiring,
     .ask = &AlertActions::askForComment},
    {.text = QT_TRANSLATE_NOOP("ui::AlertActions", "Snooze 1 h"),
     .hint = QT_TRANSLATE_NOOP("ui::AlertActions", "No notification of the selected alerts for an hour"),
     .shortcut = Qt::CTRL | Qt::Key_H,
     .isFor = isOpen,
     .question = QT_TRANSLATE_N_NOOP("ui::AlertActions", "No notification of %n alerts for an hour?"),
     .act = [](const Context &context, const Alert &alert) { context.alerts.snooze(alert.id, context.clock.now() + 1h, context.user); }},
    {.text = QT_TRANSLATE_NOOP("ui::AlertActions", "Silence…"),
     .hint = QT_TRANSLATE_NOOP("ui::AlertActions", "Tell nobody of alerts with these labels for a while"),
     .shortcut = Qt::CTRL | Qt::SHIFT | Qt::Key_S,
     .isFor = isOpen,
     .ask = &AlertActions::silence},
    {.text = QT_TRANSLATE_NOOP("ui::AlertActions", "Clear"),
     .hint = QT_TRANSLATE_NOOP("ui::AlertActions", "End the selected alerts; they return only after the value was well once"),
     .shortcut = Qt::CTRL | Qt::Key_Backspace,
     .isFor = isOpen,
     .question = QT_TRANSLATE_N_NOOP("ui::AlertActions", "End %n alerts?"),
     .act = [](const Context &context, const Alert &alert) { context.alerts.resolve(alert.id, context.user); }},
    {.text = QT_TRANSLATE_NOOP("ui::AlertActions", "Dismiss"),
     .hint = QT_TRANSLATE_NOOP("ui::AlertActions", "Take the selected alerts off the list; they are told no more until they fire anew"),
     .shortcut = Qt::CTRL | Qt::Key_Delete,
     .isFor = isListed,
     .question = QT_TRANSLATE_N_NOOP("ui::AlertActions", "Take %n alerts off the list?"),
     .act = [](const Context &context, const Alert &alert) { context.alerts.dismiss(alert.id, context.user); }},
};

AlertActions::AlertActions(const Context &context, QWidget *window, std::function<ChosenAlerts()> chosen)
    : QObject(window), m_context(context), m_window(window), m_chosen(std::move(chosen))
{
}

void AlertActions::addButtons(QLayout &layout)
{
    for (const auto &kind : kKinds) {
        auto *button = new QPushButton(tr(kind.text), m_window);
        button->setToolTip(QStringLiteral("%1 (%2)").arg(tr(kind.hint), QKeySequence(kind.shortcut).toString(QKeySequence::NativeText)));
        button->setShortcut(kind.shortcut);
        connect(button, &QPushButton::clicked, this, [this, &kind] { run(kind); });
        layout.addWidget(button);
        m_buttons.push_back(button);
    }
}

void AlertActions::addTo(QMenu &menu) const
{
    for (auto *button : m_buttons)
        menu.addAction(button->text(), button, &QPushButton::click)->setEnabled(button->isEnabled());
}

void AlertActions::update(const ChosenAlerts &chosen)
{
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setEnabled(std::ranges::any_of(chosen, [&](const auto &alert) { return kKinds[i].isFor(*alert); }));
}

void AlertActions::run(const Kind &kind)
{
    auto alerts = m_chosen();
    std::erase_if(alerts, [&](const auto &alert) { return !kind.isFor(*alert); });
    if (alerts.empty())
        return;
    if (kind.ask)
        (this->*kind.ask)(alerts);
    else if (alerts.size() == 1)
        kind.act(m_context, *alerts.front());
    else
        confirm(kind, alerts);
}

void AlertActions::confirm(const Kind &kind, const ChosenAlerts &alerts)
{
    auto *box = new QMessageBox(m_window);
    box->setObjectName(QStringLiteral("confirmAlerts"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setTextFormat(Qt::PlainText); // names come from outside
    box->setWindowTitle(tr(kind.text));
    box->setText(tr(kind.question, nullptr, int(alerts.size())));
    box->setInformativeText(namesOf(alerts).join(QLatin1Char('\n')));
    auto *yes = box->addButton(tr(kind.text), QMessageBox::AcceptRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(yes);
    connect(box, &QMessageBox::buttonClicked, this, [this, &kind, yes, alerts](const QAbstractButton *clicked) {
        if (clicked != yes)
            return;
        for (const auto &alert : alerts)
            kind.act(m_context, *alert);
    });
    box->open();
}

void AlertActions::askForComment(const ChosenAlerts &alerts)
{
    QStringList names;
    std::vector<std::int64_t> ids;
    for (const auto &alert : alerts) {
        names << items::ruleText(alert->rule->name);
        ids.push_back(alert->id);
    }
    auto *dialog = new AcknowledgeDialog(names, m_window);
    connect(dialog, &AcknowledgeDialog::confirmed, this, [this, ids](const QString &comment) {
        for (const auto id : ids)
            m_context.alerts.acknowledge(id, m_context.user, comment.toStdString());
    });
    dialog->open();
}

void AlertActions::silence(const ChosenAlerts &chosen)
{
    std::vector<Alert> alerts;
    for (const auto &alert : chosen)
        alerts.push_back(*alert);
    auto *dialog = new SilenceDialog(m_context.clock, m_snapshot, alerts, m_window);
    connect(dialog, &SilenceDialog::confirmed, this, [this](alerts::Silence silence) {
        silence.createdBy = m_context.user;
        (void)m_context.alerts.setSilence(std::move(silence)); // checked by the dialog; what the file refuses is in the notice
    });
    dialog->open();
}

void AlertActions::setSnapshot(const alerts::AlertSnapshotRef &snapshot)
{
    m_snapshot = snapshot;
    if (m_silencesDialog)
        m_silencesDialog->setSilences(*snapshot->silences);
}

void AlertActions::showSilences()
{
    if (!m_silencesDialog) {
        m_silencesDialog = new SilencesDialog(m_context.clock, m_window);
        connect(m_silencesDialog, &SilencesDialog::newWanted, this, [this] { silence(m_chosen()); });
        connect(m_silencesDialog, &SilencesDialog::expireWanted, this,
                [this](const QString &id) { (void)m_context.alerts.expireSilence(id.toStdString()); });
    }
    m_silencesDialog->setSilences(*m_snapshot->silences);
    m_silencesDialog->show();
    m_silencesDialog->raise();
}

} // namespace ui
