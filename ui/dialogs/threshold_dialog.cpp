#include "ui/dialogs/threshold_dialog.h"

#include "models/alerts/rule_check.h"
#include "ui/dialogs/rule_editor.h"
#include "ui/dialogs/rule_list.h"
#include "ui/widgets/discard.h"

#include <QtGui/QKeySequence>
#include <QtGui/QShortcut>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

using alerts::AlertRule;
using alerts::RuleOrigin;

// A value that is no number (yet) is the same as itself here.
static bool sameFields(AlertRule first, AlertRule second)
{
    if (std::isnan(first.value) && std::isnan(second.value))
        first.value = second.value = 0;
    return first == second;
}

ThresholdDialog::ThresholdDialog(const Theme &theme, const RuleSources &sources, const std::vector<AlertRule> &rules, QWidget *parent)
    : QDialog(parent), m_engine(sources.engine), m_drafts(rules), m_list(new RuleList(theme, this)), m_editor(new RuleEditor(theme, sources, this))
{
    setObjectName(QStringLiteral("thresholdDialog"));
    setWindowTitle(tr("Thresholds"));
    resize(960, 660);

    m_list->setObjectName(QStringLiteral("ruleList"));
    m_list->setAccessibleName(tr("Thresholds"));
    m_list->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    const auto button = [this](const QString &text, const QString &name, auto slot) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, slot);
        return made;
    };
    auto *add = button(tr("&Add"), QStringLiteral("addRule"), &ThresholdDialog::add);
    m_duplicate = button(tr("D&uplicate"), QStringLiteral("duplicateRule"), &ThresholdDialog::duplicate);
    m_remove = button(tr("D&elete…"), QStringLiteral("removeRule"), &ThresholdDialog::remove);
    m_reset = button(tr("&Back to the shipped one…"), QStringLiteral("resetRule"), &ThresholdDialog::remove);
    m_save = button(tr("&Save"), QStringLiteral("saveRule"), &ThresholdDialog::save);
    m_save->setDefault(true);
    m_tell = button(tr("S&witch on for real"), QStringLiteral("tellRule"), &ThresholdDialog::tell);
    m_tell->setToolTip(tr("It is on trial; from now on people are told when it fires"));
    m_discard = button(tr("D&iscard changes"), QStringLiteral("discardRule"), &ThresholdDialog::discard);
    connect(new QShortcut(QKeySequence(Qt::Key_Delete), m_list, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, [this] {
        if (m_remove->isEnabled())
            remove();
    });
    connect(new QShortcut(QKeySequence(QKeySequence::New), this), &QShortcut::activated, this, &ThresholdDialog::add);
    connect(new QShortcut(QKeySequence(QKeySequence::Save), this), &QShortcut::activated, this, &ThresholdDialog::save);

    auto *listButtons = new QHBoxLayout;
    for (auto *each : {add, m_duplicate, m_remove})
        listButtons->addWidget(each);
    auto *hint = new QLabel(tr("Unticked thresholds are switched off."), this);
    hint->setProperty("dim", true);
    auto *left = new QVBoxLayout;
    left->addWidget(m_list, 1);
    left->addWidget(hint);
    left->addLayout(listButtons);

    auto *editButtons = new QHBoxLayout;
    editButtons->addWidget(m_tell);
    editButtons->addWidget(m_reset);
    editButtons->addStretch();
    editButtons->addWidget(m_discard);
    editButtons->addWidget(m_save);
    m_right = new QVBoxLayout;
    m_right->addWidget(m_editor, 3);
    m_right->addLayout(editButtons);

    auto *columns = new QHBoxLayout;
    columns->addLayout(left, 2);
    columns->addSpacing(12);
    columns->addLayout(m_right, 5);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &ThresholdDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(buttons);

    connect(m_list, &RuleList::rowChosen, this, &ThresholdDialog::onChosen);
    connect(m_list, &RuleList::rowTicked, this, &ThresholdDialog::onTicked);
    connect(m_list, &RuleList::sourceTicked, this, &ThresholdDialog::onSourceTicked);
    connect(m_editor, &RuleEditor::edited, this, &ThresholdDialog::onEdited);

    rebuild(0);
    m_list->setFocus();
}

void ThresholdDialog::setPreviewWidget(QWidget *preview)
{
    ui::discard(m_preview);
    m_preview = preview;
    preview->setMinimumHeight(fontMetrics().lineSpacing() * 7);
    preview->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_right->insertWidget(1, preview, 2);
    preview->show(); // the dialog may be visible already
    wantPreview();
}

void ThresholdDialog::setInstances(const QStringList &instances)
{
    const QSignalBlocker blocker(m_editor);
    m_editor->setInstances(instances);
}

void ThresholdDialog::setRules(const std::vector<AlertRule> &rules)
{
    const auto inEditor = current() ? current()->draft : AlertRule{};
    const int row = m_drafts.take(rules, m_list->currentRow());
    // The fields are left alone while nothing in them changed: somebody may be typing.
    const bool sameInEditor = row >= 0 && sameFields(m_drafts.at(row)->draft, inEditor);
    m_filling = sameInEditor;
    rebuild(std::max(row, 0));
    m_filling = false;
    if (sameInEditor)
        updateButtons();
}

void ThresholdDialog::selectRule(qint64 id)
{
    if (const int row = m_drafts.rowOf(id); row >= 0)
        m_list->setCurrentRow(row);
}

RuleDraft *ThresholdDialog::current() { return m_drafts.at(m_list->currentRow()); }

void ThresholdDialog::rebuild(int row)
{
    const bool wasFilling = std::exchange(m_filling, true);
    m_list->setRules(m_drafts.rows());
    m_list->setCurrentRow(std::min(row, m_drafts.count() - 1));
    m_filling = wasFilling;
    onChosen();
}

void ThresholdDialog::showRow(int row) { m_list->setRule(row, m_drafts.row(row)); }

void ThresholdDialog::onChosen()
{
    if (m_filling)
        return;
    if (const auto *entry = current())
        m_editor->setRule(entry->draft);
    updateButtons();
    wantPreview();
}

void ThresholdDialog::updateButtons()
{
    const auto *entry = current();
    const bool isKept = entry && !entry->awaitsId;
    // What stands in somebody's own file is changed there.
    const bool isOurs = isKept && entry->stored.origin != RuleOrigin::File;
    const bool isShipped = entry && entry->stored.origin == RuleOrigin::Pack;
    m_editor->setEnabled(isKept);
    m_editor->setEditable(isOurs);
    m_duplicate->setEnabled(entry);
    m_remove->setEnabled(isOurs && !isShipped);
    m_reset->setVisible(isShipped && entry->stored.isOverride);
    m_tell->setVisible(isKept && !entry->isNew && entry->stored.onTrial);
    m_save->setEnabled(isKept && entry->isEdited() && m_editor->isValid());
    m_discard->setEnabled(isKept && entry->isEdited());
}

void ThresholdDialog::onEdited()
{
    if (m_filling || !current())
        return;
    auto &entry = *current();
    const bool enabled = entry.draft.enabled;
    entry.draft = m_editor->rule();
    entry.draft.enabled = enabled;
    showRow(m_list->currentRow());
    updateButtons();
    wantPreview();
}

// The tick switches a stored rule at once, whatever else is being edited.
void ThresholdDialog::onTicked(int row, bool enabled)
{
    auto &entry = *m_drafts.at(row);
    // One that was just saved cannot be named yet.
    if (!entry.awaitsId && entry.draft.enabled != enabled) {
        entry.draft.enabled = enabled;
        if (!entry.isNew) {
            entry.stored.enabled = enabled;
            Q_EMIT ruleChanged(entry.stored);
        }
    }
    showRow(row);
    updateButtons();
}

void ThresholdDialog::onSourceTicked(const QString &source, bool enabled)
{
    m_drafts.setSourceEnabled(source, enabled);
    m_list->setRules(m_drafts.rows());
    updateButtons();
    Q_EMIT sourceSwitched(source, enabled);
}

// In one click, whatever else is being edited.
void ThresholdDialog::tell()
{
    auto *entry = current();
    if (!entry)
        return;
    entry->draft.onTrial = entry->stored.onTrial = false;
    Q_EMIT ruleChanged(entry->stored);
    rebuild(m_list->currentRow());
}

void ThresholdDialog::insertNew(AlertRule rule)
{
    rebuild(m_drafts.insertNew(std::move(rule)));
    m_editor->focusName();
}

void ThresholdDialog::add()
{
    AlertRule rule;
    rule.name = tr("New threshold").toStdString();
    rule.expression = "instance:node_cpu_utilisation:ratio";
    rule.value = 0.9;
    rule.holdFor = std::chrono::minutes(5);
    insertNew(std::move(rule));
}

void ThresholdDialog::duplicate()
{
    if (const auto *entry = current()) {
        auto rule = entry->draft;
        rule.name = tr("%1 (copy)").arg(QString::fromStdString(rule.name)).toStdString();
        insertNew(std::move(rule));
    }
}

void ThresholdDialog::remove()
{
    const auto *entry = current();
    if (!entry || entry->awaitsId)
        return;
    if (entry->isNew) {
        forget(m_list->currentRow());
        return;
    }
    const auto id = entry->stored.id;
    const auto name = QString::fromStdString(entry->stored.name);
    const bool isShipped = entry->stored.origin == RuleOrigin::Pack;
    auto *question = new QMessageBox(QMessageBox::Question, isShipped ? tr("Back to the shipped one") : tr("Delete threshold"),
                                     isShipped ? tr("\"%1\" will be as it was shipped; what was changed of it is lost.").arg(name)
                                               : tr("Delete \"%1\"? Its alerts end; their history stays.").arg(name),
                                     QMessageBox::Cancel, this);
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *yes = question->addButton(isShipped ? tr("As shipped") : tr("Delete"), QMessageBox::DestructiveRole);
    connect(yes, &QPushButton::clicked, this, [this, id] { removeNow(id); });
    question->open();
}

void ThresholdDialog::removeNow(qint64 id)
{
    const int row = m_drafts.rowOf(id);
    auto *entry = m_drafts.at(row);
    if (!entry)
        return;
    Q_EMIT ruleRemoved(id);
    if (entry->stored.origin != RuleOrigin::Pack)
        return forget(row);
    entry->draft = entry->stored; // what it is without the changes comes with the next snapshot
    rebuild(m_list->currentRow());
}

void ThresholdDialog::forget(int row)
{
    m_drafts.remove(row);
    rebuild(row);
}

void ThresholdDialog::saveRow(int row)
{
    const bool wasNew = m_drafts.save(row);
    showRow(row);
    if (wasNew)
        Q_EMIT ruleAdded(m_drafts.at(row)->stored);
    else
        Q_EMIT ruleChanged(m_drafts.at(row)->stored);
}

void ThresholdDialog::save()
{
    const auto *entry = current();
    if (!entry || !entry->isUnsaved() || !m_editor->isValid())
        return;
    saveRow(m_list->currentRow());
    if (current()->draft.name != m_editor->rule().name)
        m_editor->setRule(current()->draft); // it was taken, and got a number
    updateButtons();
}

bool ThresholdDialog::saveAll()
{
    for (int row = 0; row < m_drafts.count(); ++row) {
        const auto &entry = *m_drafts.at(row);
        if (!entry.isUnsaved())
            continue;
        if (!alerts::validate(entry.draft, m_engine).empty()) {
            m_list->setCurrentRow(row); // its errors stand at its fields
            return false;
        }
        saveRow(row);
    }
    updateButtons();
    return true;
}

void ThresholdDialog::discard()
{
    auto *entry = current();
    if (!entry || entry->awaitsId)
        return;
    if (entry->isNew) {
        forget(m_list->currentRow());
        return;
    }
    entry->draft = entry->stored;
    showRow(m_list->currentRow());
    onChosen();
}

void ThresholdDialog::reject()
{
    const int unsaved = m_drafts.unsaved();
    if (unsaved == 0) {
        QDialog::reject();
        return;
    }
    auto *question = new QMessageBox(QMessageBox::Question, tr("Thresholds"), tr("%n threshold(s) were edited and not saved.", nullptr, unsaved),
                                     QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, this, [this, question](QAbstractButton *clicked) {
        const auto which = question->standardButton(clicked);
        if (which == QMessageBox::Discard || (which == QMessageBox::Save && saveAll()))
            QDialog::reject();
    });
    question->open();
}

void ThresholdDialog::wantPreview()
{
    if (const auto *entry = current(); entry && (!entry->draft.isThreshold || std::isfinite(entry->draft.value)))
        Q_EMIT previewWanted(entry->draft);
}

} // namespace ui
