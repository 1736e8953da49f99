#include "ui/dialogs/import_targets_dialog.h"

#include "models/targets/guess.h"
#include "models/targets/target_rules.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QUuid>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTreeWidget>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace ui {

using targets::Target;

ImportTargetsDialog::ImportTargetsDialog(const QString &from, std::vector<Offer> offers, const std::vector<Target> &others, QWidget *parent)
    : QDialog(parent), m_offers(std::move(offers)), m_list(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("importTargets"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Add several checks"));

    m_list->setObjectName(QStringLiteral("offeredTargets"));
    m_list->setAccessibleName(tr("Offered checks"));
    m_list->setHeaderLabels({tr("Name"), tr("Address"), tr("Kind of check"), tr("Note")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(false);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    const auto tick = [&](const QString &text, const char *name, bool ticked) {
        auto *button = buttons->addButton(text, QDialogButtonBox::ActionRole);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, ticked] { tickAll(ticked); });
    };
    tick(tr("&All"), "tickAll", true);
    tick(tr("&None"), "tickNone", false);

    auto *intro = new QLabel(from, this);
    intro->setTextFormat(Qt::PlainText);
    intro->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);

    // One that is offered twice is a fault of the second.
    auto known = others;
    QStringList names;
    for (const auto &other : others)
        names << other.name;
    for (auto &offer : m_offers) {
        auto &target = offer.target;
        const auto *kind = targets::checkKind(target.check);
        QString fault;
        if (kind) {
            if (target.name.isEmpty())
                target.name = targets::proposedName(*kind, target.options, names);
            target.kind = kind->target;
            target.instance = targets::instanceLabel(*kind, target.options);
            const auto faults = targets::validate(target, *kind, known);
            if (!faults.empty())
                fault = faults.front().message;
        } else {
            fault = tr("There is no such kind of check here.");
        }
        target.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (fault.isEmpty()) {
            known.push_back(target);
            names << target.name;
        }
        addRow(offer, fault);
    }
    for (int column = 0; column + 1 < m_list->columnCount(); ++column)
        m_list->resizeColumnToContents(column);
    resize(760, 460);

    connect(m_list, &QTreeWidget::itemChanged, this, &ImportTargetsDialog::onTicked);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT confirmed(chosen());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    onTicked();
    m_list->setFocus();
}

void ImportTargetsDialog::addRow(const Offer &offer, const QString &fault)
{
    const auto *kind = targets::checkKind(offer.target.check);
    const auto note = fault.isEmpty() ? offer.note : QStringLiteral("⚠ ") + fault;
    auto *row = new QTreeWidgetItem(
        m_list, {offer.target.name, offer.target.instance, kind ? QCoreApplication::translate("items", kind->title) : offer.target.check, note});
    row->setToolTip(1, offer.target.instance);
    row->setToolTip(3, note);
    if (fault.isEmpty()) {
        row->setFlags(row->flags() | Qt::ItemIsUserCheckable);
        row->setCheckState(0, Qt::Checked);
    } else {
        row->setFlags(row->flags() & ~(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled));
        row->setCheckState(0, Qt::Unchecked);
    }
}

void ImportTargetsDialog::tickAll(bool ticked)
{
    const QSignalBlocker blocker(m_list);
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        if (auto *item = m_list->topLevelItem(row); item->flags() & Qt::ItemIsEnabled)
            item->setCheckState(0, ticked ? Qt::Checked : Qt::Unchecked);
    }
    m_list->viewport()->update();
    onTicked();
}

std::vector<Target> ImportTargetsDialog::chosen() const
{
    std::vector<Target> targets;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        if (m_list->topLevelItem(row)->checkState(0) == Qt::Checked)
            targets.push_back(m_offers[std::size_t(row)].target);
    }
    return targets;
}

void ImportTargetsDialog::onTicked()
{
    const auto count = int(chosen().size());
    m_ok->setText(count ? tr("Add %1").arg(count) : tr("Add"));
    m_ok->setEnabled(count > 0);
}

} // namespace ui
