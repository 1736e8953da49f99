#include "ui/dialogs/threshold_dialog.h"

#include "models/alerts/rule_check.h"
#include "ui/dialogs/rule_editor.h"
#include "ui/theme/state_mark.h"
#include "ui/theme/theme.h"

#include <QtGui/QKeySequence>
#include <QtGui/QShortcut>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ui {

using alerts::AlertRule;

namespace {

struct SeverityLook {
    State state;
    const char *word; // source text in the context "ui::ThresholdDialog"
};

SeverityLook lookOf(alerts::Severity severity)
{
    switch (severity) {
    case alerts::Severity::Info: return {State::Ok, QT_TRANSLATE_NOOP("ui::ThresholdDialog", "info")};
    case alerts::Severity::Warning: return {State::Warning, QT_TRANSLATE_NOOP("ui::ThresholdDialog", "warning")};
    case alerts::Severity::Critical: return {State::Critical, QT_TRANSLATE_NOOP("ui::ThresholdDialog", "critical")};
    case alerts::Severity::Emergency: return {State::Emergency, QT_TRANSLATE_NOOP("ui::ThresholdDialog", "emergency")};
    }
    return {State::Unknown, ""};
}

// What was edited, in the place that the stored rule has by now.
AlertRule placed(AlertRule draft, const AlertRule &stored)
{
    draft.id = stored.id;
    draft.origin = stored.origin;
    draft.isOverride = stored.isOverride;
    draft.source = stored.source;
    draft.group = stored.group;
    return draft;
}

// A value that is no number (yet) is the same as itself here.
bool sameFields(AlertRule first, AlertRule second)
{
    if (std::isnan(first.value) && std::isnan(second.value))
        first.value = second.value = 0;
    return first == second;
}

} // namespace

ThresholdDialog::ThresholdDialog(const Theme &theme, const query::Engine &engine, std::vector<AlertRule> rules, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_engine(engine), m_list(new QListWidget(this)), m_editor(new RuleEditor(theme, engine, this))
{
    setObjectName(QStringLiteral("thresholdDialog"));
    setWindowTitle(tr("Thresholds"));
    resize(900, 640);

    m_list->setObjectName(QStringLiteral("ruleList"));
    m_list->setAccessibleName(tr("Thresholds"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // long names are elided, whole in the tooltip
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
    m_save = button(tr("&Save"), QStringLiteral("saveRule"), &ThresholdDialog::save);
    m_save->setDefault(true);
    m_discard = button(tr("D&iscard changes"), QStringLiteral("discardRule"), &ThresholdDialog::discard);
    connect(new QShortcut(QKeySequence(Qt::Key_Delete), m_list, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
            &ThresholdDialog::remove);
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
    editButtons->addStretch();
    editButtons->addWidget(m_discard);
    editButtons->addWidget(m_save);
    m_right = new QVBoxLayout;
    m_right->addWidget(m_editor);
    m_right->addLayout(editButtons);
    m_right->addStretch(1);

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

    connect(m_list, &QListWidget::currentRowChanged, this, &ThresholdDialog::onCurrentChanged);
    connect(m_list, &QListWidget::itemChanged, this, &ThresholdDialog::onItemChanged);
    connect(m_editor, &RuleEditor::edited, this, &ThresholdDialog::onEdited);

    for (auto &rule : rules)
        m_entries.push_back({rule, rule});
    rebuild(0);
    m_list->setFocus();
}

void ThresholdDialog::setPreviewWidget(QWidget *preview)
{
    delete m_preview;
    m_preview = preview;
    preview->setMinimumHeight(fontMetrics().lineSpacing() * 7);
    preview->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_right->insertWidget(1, preview, 100);
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
    std::vector<Entry> next;
    std::vector<Entry> unsaved;
    std::vector<Entry> waiting;
    for (auto &entry : m_entries) {
        entry.isShown = &entry == current();
        if (entry.awaitsId)
            waiting.push_back(entry);
        else if (entry.isNew)
            unsaved.push_back(entry);
    }
    for (const auto &rule : rules) {
        const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.stored.id == rule.id; });
        Entry entry{rule, rule};
        if (known != m_entries.end()) {
            if (known->draft != known->stored)
                entry.draft = placed(known->draft, rule);
            entry.draft.enabled = rule.enabled;
            entry.isShown = known->isShown;
        } else {
            const auto added = std::find_if(waiting.begin(), waiting.end(), [&](const Entry &each) { return each.stored.name == rule.name; });
            if (added != waiting.end()) {
                if (added->draft != added->stored)
                    entry.draft = placed(added->draft, rule);
                entry.isShown = added->isShown;
                waiting.erase(added);
            }
        }
        next.push_back(std::move(entry));
    }
    for (auto *rest : {&waiting, &unsaved})
        std::ranges::move(*rest, std::back_inserter(next));
    const auto shown = std::ranges::find_if(next, &Entry::isShown);
    const auto row = shown == next.end() ? 0 : int(shown - next.begin());
    const bool sameInEditor = shown != next.end() && sameFields(shown->draft, inEditor);
    m_entries = std::move(next);
    // The fields are left alone while nothing in them changed: somebody may be typing.
    if (sameInEditor)
        m_filling = true;
    rebuild(row);
    if (sameInEditor) {
        m_filling = false;
        updateButtons();
    }
}

void ThresholdDialog::selectRule(qint64 id)
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].stored.id == id)
            m_list->setCurrentRow(int(i));
    }
}

ThresholdDialog::Entry *ThresholdDialog::current()
{
    const int row = m_list->currentRow();
    return row >= 0 && row < int(m_entries.size()) ? &m_entries[std::size_t(row)] : nullptr;
}

void ThresholdDialog::rebuild(int row)
{
    const bool wasFilling = std::exchange(m_filling, true);
    // Items stay where they can: a new list would scroll to its beginning and be read out anew.
    const int count = int(m_entries.size());
    while (m_list->count() > count)
        delete m_list->takeItem(m_list->count() - 1);
    while (m_list->count() < count)
        (new QListWidgetItem(m_list))->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    for (int i = 0; i < count; ++i)
        showEntry(i);
    m_list->setCurrentRow(std::min(row, int(m_entries.size()) - 1));
    m_filling = wasFilling;
    if (!m_filling)
        onCurrentChanged(m_list->currentRow());
}

void ThresholdDialog::showEntry(int row)
{
    const bool wasFilling = std::exchange(m_filling, true);
    const auto &entry = m_entries[std::size_t(row)];
    auto *item = m_list->item(row);
    const auto look = lookOf(entry.draft.severity);
    const auto name = QString::fromStdString(entry.draft.name);
    item->setText(entry.isEdited() ? tr("%1 (not saved)").arg(name) : name);
    item->setIcon(stateIcon(look.state, m_theme));
    item->setCheckState(entry.draft.enabled ? Qt::Checked : Qt::Unchecked);
    const auto place =
        entry.stored.origin == alerts::RuleOrigin::File ? QStringLiteral(" (%1)").arg(QString::fromStdString(entry.stored.source)) : QString();
    item->setToolTip(QStringLiteral("%1: %2%3").arg(name, tr(look.word), place));
    item->setData(
        Qt::AccessibleTextRole,
        QStringLiteral("%1, %2%3").arg(item->text(), tr(look.word), entry.draft.enabled ? QString() : QStringLiteral(", ") + tr("switched off")));
    m_filling = wasFilling;
}

void ThresholdDialog::onCurrentChanged(int)
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
    // What stands in somebody's own file is changed there.
    const bool isOurs = entry && entry->stored.origin != alerts::RuleOrigin::File;
    m_editor->setEnabled(isOurs && !entry->awaitsId);
    m_duplicate->setEnabled(entry);
    m_remove->setEnabled(isOurs && !entry->awaitsId);
    m_save->setEnabled(entry && !entry->awaitsId && entry->isEdited() && m_editor->isValid());
    m_discard->setEnabled(entry && !entry->awaitsId && entry->isEdited());
}

void ThresholdDialog::onEdited()
{
    if (m_filling || !current())
        return;
    auto &entry = *current();
    entry.draft = m_editor->rule();
    entry.draft.enabled = m_list->currentItem()->checkState() == Qt::Checked;
    showEntry(m_list->currentRow());
    updateButtons();
    wantPreview();
}

// The tick switches a stored rule at once, whatever else is being edited.
void ThresholdDialog::onItemChanged(QListWidgetItem *item)
{
    if (m_filling)
        return;
    const int row = m_list->row(item);
    auto &entry = m_entries[std::size_t(row)];
    const bool enabled = item->checkState() == Qt::Checked;
    if (entry.awaitsId) { // it cannot be named yet
        showEntry(row);
        return;
    }
    if (entry.draft.enabled == enabled)
        return;
    entry.draft.enabled = enabled;
    if (!entry.isNew) {
        entry.stored.enabled = enabled;
        Q_EMIT ruleChanged(entry.stored);
    }
    showEntry(row);
    updateButtons();
}

void ThresholdDialog::insertNew(AlertRule rule)
{
    rule.id = 0;
    rule.origin = alerts::RuleOrigin::Thresholds;
    rule.isOverride = false;
    m_entries.push_back({rule, rule, true, false});
    rebuild(int(m_entries.size()) - 1);
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
    auto *question = new QMessageBox(QMessageBox::Question, tr("Delete threshold"),
                                     tr("Delete \"%1\"? Its alerts end; their history stays.").arg(QString::fromStdString(entry->stored.name)),
                                     QMessageBox::Cancel, this);
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *yes = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(yes, &QPushButton::clicked, this, [this, id] {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            if (m_entries[i].stored.id == id && !m_entries[i].isNew) {
                Q_EMIT ruleRemoved(id);
                forget(int(i));
                return;
            }
        }
    });
    question->open();
}

void ThresholdDialog::forget(int row)
{
    m_entries.erase(m_entries.begin() + row);
    rebuild(std::min(row, int(m_entries.size()) - 1));
}

// Rules are told apart by their names: one that is taken gets a number.
void ThresholdDialog::makeNameUnique(Entry &entry) const
{
    const auto name = entry.draft.name;
    const auto isTaken = [&] {
        return std::ranges::any_of(m_entries, [&](const Entry &other) { return &other != &entry && other.stored.name == entry.draft.name; });
    };
    for (int number = 2; (entry.isNew || name != entry.stored.name) && isTaken(); ++number)
        entry.draft.name = name + ' ' + std::to_string(number);
}

void ThresholdDialog::saveEntry(Entry &entry)
{
    makeNameUnique(entry);
    if (entry.isNew) {
        entry.isNew = false;
        entry.awaitsId = true;
        entry.stored = entry.draft;
        Q_EMIT ruleAdded(entry.stored);
    } else {
        entry.stored = entry.draft;
        Q_EMIT ruleChanged(entry.stored);
    }
}

void ThresholdDialog::save()
{
    auto *entry = current();
    if (!entry || entry->awaitsId || !entry->isEdited() || !m_editor->isValid())
        return;
    saveEntry(*entry);
    showEntry(m_list->currentRow());
    updateButtons();
}

bool ThresholdDialog::saveAll()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        auto &entry = m_entries[i];
        if (!entry.isEdited() || entry.awaitsId)
            continue;
        if (!alerts::validate(entry.draft, m_engine).empty()) {
            m_list->setCurrentRow(int(i)); // its errors stand at its fields
            return false;
        }
        saveEntry(entry);
        showEntry(int(i));
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
    showEntry(m_list->currentRow());
    onCurrentChanged(m_list->currentRow());
}

void ThresholdDialog::reject()
{
    const auto unsaved = std::count_if(m_entries.begin(), m_entries.end(), [](const Entry &entry) { return entry.isEdited() && !entry.awaitsId; });
    if (unsaved == 0) {
        QDialog::reject();
        return;
    }
    auto *question = new QMessageBox(QMessageBox::Question, tr("Thresholds"), tr("%n threshold(s) were edited and not saved.", nullptr, int(unsaved)),
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
