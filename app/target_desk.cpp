#include "app/target_desk.h"

#include "app/watch/own_network.h"
#include "models/targets/behind.h"
#include "ui/dialogs/import_targets_dialog.h"
#include "ui/dialogs/maintenance_dialog.h"
#include "ui/dialogs/target_editor.h"
#include "ui/tabs/health_tab.h"
#include "ui/window/target_list.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtCore/QUuid>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QInputDialog>

namespace app {

TargetDesk::TargetDesk(Core &core, ui::MainWindow &window, const ui::Theme &theme, ui::Background &background)
    : QObject(&window), m_core(core), m_window(window), m_theme(theme), m_search(background)
{
    auto &list = window.targetList();
    auto &tab = window.healthTab();
    connect(&list, &ui::TargetList::addRequested, this, &TargetDesk::add);
    connect(&list, &ui::TargetList::editRequested, this, &TargetDesk::edit);
    connect(&list, &ui::TargetList::checkRequested, this, [this](const QString &id) { m_core.watcher().checkNow(id); });
    connect(&list, &ui::TargetList::pauseRequested, this, &TargetDesk::pause);
    connect(&list, &ui::TargetList::duplicateRequested, this, &TargetDesk::duplicate);
    connect(&list, &ui::TargetList::removeRequested, this, &TargetDesk::remove);
    connect(&tab, &ui::HealthTab::addRequested, this, &TargetDesk::add);
    connect(&tab, &ui::HealthTab::editRequested, this, &TargetDesk::edit);
    connect(&tab, &ui::HealthTab::checkNowRequested, this, [this](const QString &id) { m_core.watcher().checkNow(id); });
    connect(&tab, &ui::HealthTab::pauseRequested, this, &TargetDesk::pause);
    connect(&tab, &ui::HealthTab::maintenanceRequested, this, &TargetDesk::setMaintenance);
    connect(&tab, &ui::HealthTab::maintenanceTimesRequested, this, &TargetDesk::askForMaintenance);
    connect(&tab, &ui::HealthTab::removeRequested, this, &TargetDesk::remove);
    connect(&tab, &ui::HealthTab::pageRequested, &window, &ui::MainWindow::showTarget);
    connect(&window, &ui::MainWindow::addTargetRequested, this, &TargetDesk::add);
    connect(&window, &ui::MainWindow::importTargetsRequested, this, &TargetDesk::importPrometheus);
    connect(&window, &ui::MainWindow::findTargetsRequested, this, &TargetDesk::findHere);
    if (core.secrets().isLocked())
        tellLocked();
}

void TargetDesk::add() { open(nullptr); }

void TargetDesk::edit(const QString &id)
{
    if (const auto *target = m_core.targetStore().find(id))
        open(target);
}

void TargetDesk::duplicate(const QString &id)
{
    const auto *target = m_core.targetStore().find(id);
    if (!target)
        return;
    auto copy = *target;
    copy.id.clear();
    copy.name = tr("%1 (copy)").arg(copy.name);
    // Its secrets are the other's.
    for (auto &option : copy.options) {
        if (isSecretReference(option))
            option.clear();
    }
    open(&copy);
}

void TargetDesk::open(const targets::Target *target)
{
    const auto all = m_core.targetStore().all();
    ui::TargetEditor::Sources sources{{all.begin(), all.end()},
                                      [this](const targets::Target &tried, const QMap<QString, QString> &secrets, const auto &done) {
                                          m_core.watcher().tryOut(tried, secrets, done);
                                      }};
    sources.network = ownNetwork();
    auto *editor = new ui::TargetEditor(m_theme, std::move(sources), &m_window);
    if (target)
        editor->setTarget(*target);
    showKeeping(*editor);
    connect(editor, &ui::TargetEditor::confirmed, this, [this](targets::Target wanted, const QMap<QString, QString> &secrets) {
        if (wanted.id.isEmpty())
            wanted.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        put(wanted, secrets);
    });
    connect(editor, &ui::TargetEditor::encryptedFileRequested, this, [this, editor] { askForPassphrase(true, editor); });
    editor->open();
}

void TargetDesk::put(const targets::Target &target, const QMap<QString, QString> &secrets)
{
    m_core.watcher().put(target, secrets, [this](const metric::Result<void> &done) {
        if (!done)
            m_window.showNotice(QString::fromStdString(done.error().message));
        else
            QTimer::singleShot(0, this, &TargetDesk::offerGateway); // once the others that come with it are there
    });
}

void TargetDesk::put(const QList<targets::Target> &targets)
{
    if (const auto done = m_core.targetStore().put(targets); !done)
        m_window.showNotice(QString::fromStdString(done.error().message));
}

void TargetDesk::pause(const QString &id, bool pause)
{
    const auto *target = m_core.targetStore().find(id);
    if (!target)
        return;
    auto changed = *target;
    changed.paused = pause;
    put(changed);
}

void TargetDesk::setMaintenance(const QString &id, metric::Timestamp until)
{
    const auto *target = m_core.targetStore().find(id);
    if (!target)
        return;
    auto changed = *target;
    changed.maintenanceUntil = until.time_since_epoch().count();
    put(changed);
}

// Of several, what they have in common is shown and changed; what one has for itself stays.
void TargetDesk::askForMaintenance(const QStringList &ids)
{
    const auto *first = m_core.targetStore().find(ids.value(0));
    if (!first)
        return;
    auto shared = first->maintenance;
    for (const auto &id : ids) {
        if (const auto *target = m_core.targetStore().find(id))
            shared.removeIf([&](const QString &window) { return !target->maintenance.contains(window); });
    }
    const metric::Timestamp until(metric::Duration(first->maintenanceUntil));
    auto *dialog = new ui::MaintenanceDialog(m_theme, m_core.clock().now(), until, shared, &m_window);
    connect(dialog, &ui::MaintenanceDialog::confirmed, this, [this, ids, shared](metric::Timestamp end, const QStringList &weekly) {
        QList<targets::Target> changed;
        for (const auto &id : ids) {
            if (const auto *target = m_core.targetStore().find(id)) {
                changed << *target;
                auto &windows = changed.back().maintenance;
                windows.removeIf([&](const QString &window) { return shared.contains(window); });
                windows << weekly;
                windows.removeDuplicates();
                changed.back().maintenanceUntil = end.time_since_epoch().count();
            }
        }
        put(changed);
    });
    dialog->open();
}

void TargetDesk::remove(const QString &id)
{
    const auto *target = m_core.targetStore().find(id);
    if (!target)
        return;
    forgetRemoved();
    const auto removed = *target;
    QStringList wereBehind;
    for (const auto &each : m_core.targetStore().all()) {
        if (each.behind.contains(id))
            wereBehind << each.id;
    }
    if (const auto done = m_core.watcher().remove(id); !done) {
        m_window.showNotice(QString::fromStdString(done.error().message));
        return;
    }
    m_removed = removed;
    m_window.showNotice(tr("%1 is not watched any more.").arg(removed.name), tr("Undo"), [this, wereBehind] {
        const auto back = std::exchange(m_removed, std::nullopt);
        if (!back)
            return;
        QList<targets::Target> changed{*back};
        for (const auto &each : m_core.targetStore().all()) {
            if (wereBehind.contains(each.id)) {
                changed << each;
                changed.back().behind << back->id;
            }
        }
        put(changed);
    });
}

// Another one was removed: the one before cannot be had back any more, and neither can its secrets.
void TargetDesk::forgetRemoved()
{
    if (const auto gone = std::exchange(m_removed, std::nullopt))
        m_core.watcher().forget(*gone);
}

void TargetDesk::importPrometheus()
{
    auto *dialog = new QFileDialog(&m_window, tr("Import the targets of a Prometheus"), {}, tr("Prometheus configuration (*.yml *.yaml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { offer(QFileInfo(path).fileName(), offersOfPrometheus(path)); });
    dialog->open();
}

void TargetDesk::findHere()
{
    m_window.showNotice(tr("Looking for metrics on this machine…"));
    m_search.ask([&clock = m_core.clock()](const std::stop_token &) { return offersOfThisMachine(clock); },
                 [this](const metric::Result<Offers> &found) {
                     m_window.showNotice({});
                     offer(tr("this machine"), found);
                 });
}

void TargetDesk::offer(const QString &from, const metric::Result<Offers> &offers)
{
    if (!offers) {
        m_window.showNotice(QString::fromStdString(offers.error().message));
        return;
    }
    if (!offers->notes.isEmpty())
        m_window.showNotice(offers->notes.join(u'\n'));
    if (offers->offers.isEmpty()) {
        if (offers->notes.isEmpty())
            m_window.showNotice(tr("Nothing that tells metrics was found: %1.").arg(from));
        return;
    }
    std::vector<ui::ImportTargetsDialog::Offer> shown;
    QMap<QString, QMap<QString, QString>> secrets; // by instance
    for (const auto &each : offers->offers) {
        shown.push_back({each.target, each.note});
        secrets.insert(each.target.instance, each.secrets);
    }
    const auto all = m_core.targetStore().all();
    auto *dialog = new ui::ImportTargetsDialog(from, std::move(shown), {all.begin(), all.end()}, &m_window);
    connect(dialog, &ui::ImportTargetsDialog::confirmed, this, [this, secrets](const std::vector<targets::Target> &chosen) {
        for (auto target : chosen) {
            target.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
            const auto watched = m_core.targetStore().all();
            if (const auto id = targets::suggestedBehind(target, *targets::checkKind(target.check), watched, ownNetwork()); !id.isEmpty())
                target.behind << id;
            put(target, secrets.value(target.instance));
        }
    });
    dialog->open();
}

void TargetDesk::offerGateway()
{
    const auto network = ownNetwork();
    if (m_offeredGateway == network.gateway || targets::gatewayOffer(m_core.targetStore().all(), network).isEmpty())
        return;
    m_offeredGateway = network.gateway;
    m_window.showNotice(tr("What you watch is reached through the gateway %1, which nobody checks. With a check of it, a lost connection is told "
                           "once instead of for each.")
                            .arg(network.gateway),
                        tr("Check it"), [this] { put(targets::gatewayOffer(m_core.targetStore().all(), ownNetwork())); });
}

void TargetDesk::showKeeping(ui::TargetEditor &editor)
{
    switch (m_core.secrets().place()) {
    case secrets::Place::Keyring: editor.setKeeping(tr("in the desktop's keyring"), false); break;
    case secrets::Place::File: editor.setKeeping(tr("in the encrypted file"), false); break;
    case secrets::Place::ThisRun:
        if (m_core.secrets().isLocked())
            editor.setKeeping(tr("for this run only: the encrypted file is locked"), false);
        else
            editor.setKeeping(tr("for this run only: there is no keyring on this desktop"), true);
        break;
    }
}

void TargetDesk::askForPassphrase(bool create, ui::TargetEditor *editor)
{
    auto *dialog = new QInputDialog(editor ? static_cast<QWidget *>(editor) : &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setTextEchoMode(QLineEdit::Password);
    dialog->setWindowTitle(create ? tr("Keep secrets in an encrypted file") : tr("Unlock the secrets"));
    dialog->setLabelText(create ? tr("A passphrase that nobody guesses. It is stored nowhere: without it the secrets are lost.")
                                : tr("The passphrase of the encrypted file"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, create, editor = QPointer(editor)](const QString &passphrase) {
        const auto done = create ? m_core.secrets().createFile(passphrase) : m_core.secrets().unlock(passphrase);
        if (!done)
            m_window.showNotice(
                QString::fromStdString(done.error().message), create ? QString() : tr("Try again"),
                create ? std::function<void()>() : [this] { askForPassphrase(false, nullptr); });
        if (editor)
            showKeeping(*editor);
    });
    dialog->open();
}

void TargetDesk::tellLocked()
{
    m_window.showNotice(tr("The secrets of some targets are locked."), tr("Unlock…"), [this] { askForPassphrase(false, nullptr); });
}

} // namespace app
