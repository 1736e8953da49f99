#include "ui/dialogs/field_form.h"

#include "ui/dialogs/error_label.h"
#include "ui/dialogs/field_edit.h"
#include "ui/dialogs/form_grid.h"
#include "ui/widgets/discard.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QScopedValueRollback>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

using targets::Field;
using targets::FieldType;

FieldForm::FieldForm(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme), m_fold(new QToolButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_fold->setObjectName(QStringLiteral("moreOptions"));
    m_fold->setText(tr("More options"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setCheckable(true);
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    connect(m_fold, &QToolButton::toggled, this, &FieldForm::unfold);
    layout->addWidget(m_fold, 0, Qt::AlignLeft);
    unfold(false);
}

void FieldForm::setKind(const targets::CheckKind &kind)
{
    const auto options = this->options(), secrets = this->secrets();
    const QScopedValueRollback filling(m_isFilling, true);
    m_rows.clear();
    discard(m_common);
    discard(m_advanced);
    m_common = new QWidget(this);
    m_advanced = new QWidget(this);
    auto *boxes = static_cast<QVBoxLayout *>(layout());
    boxes->insertWidget(0, m_common);
    boxes->addWidget(m_advanced);
    auto *common = makeFormGrid(m_common), *advanced = makeFormGrid(m_advanced);
    for (const auto &field : kind.fields) {
        if (QLatin1String(field.key) != QLatin1String(kind.address))
            addRow(field, field.advanced ? *advanced : *common);
    }
    m_common->show();
    m_fold->setVisible(std::ranges::any_of(kind.fields, &Field::advanced));
    setOptions(options);
    for (auto each = secrets.begin(); each != secrets.end(); ++each)
        typeSecret(each.key(), each.value());
    m_fold->setChecked(saysSomethingAdvanced());
    unfold(m_fold->isChecked());
}

void FieldForm::addRow(const Field &field, QGridLayout &grid)
{
    auto *box = grid.parentWidget();
    auto *edit = FieldEdit::make(field, box);
    auto *fault = new ErrorLabel(m_theme, box);
    const auto title = QCoreApplication::translate("items", field.title);
    edit->setAccessibleTexts(title, {});
    addFormRow(grid, title, edit, fault);
    connect(edit, &FieldEdit::edited, this, [this] {
        if (!m_isFilling)
            Q_EMIT edited();
    });
    m_rows.push_back({QLatin1String(field.key), edit, fault, title, {}});
}

void FieldForm::setOptions(const QMap<QString, QString> &options)
{
    const QScopedValueRollback filling(m_isFilling, true);
    for (auto &each : m_rows) {
        const auto text = options.value(each.key);
        const bool secret = each.edit->field().type == FieldType::Secret;
        each.edit->setText(secret ? QString() : text);
        each.edit->setKept(secret && !text.isEmpty());
        each.reference = secret ? text : QString();
    }
    if (saysSomethingAdvanced())
        m_fold->setChecked(true);
}

void FieldForm::setOption(const QString &key, const QString &text)
{
    if (const auto *found = row(key); found && found->edit->field().type != FieldType::Secret)
        found->edit->setText(text);
    if (saysSomethingAdvanced())
        m_fold->setChecked(true);
}

void FieldForm::typeSecret(const QString &key, const QString &secret)
{
    if (const auto *found = row(key); found && found->edit->field().type == FieldType::Secret)
        found->edit->setText(secret);
}

QMap<QString, QString> FieldForm::options() const
{
    QMap<QString, QString> options;
    for (const auto &each : m_rows) {
        const auto text = each.edit->field().type != FieldType::Secret ? each.edit->text() : each.edit->isKept() ? each.reference : QString();
        if (!text.isEmpty())
            options.insert(each.key, text);
    }
    return options;
}

QMap<QString, QString> FieldForm::secrets() const
{
    QMap<QString, QString> secrets;
    for (const auto &each : m_rows) {
        if (each.edit->field().type == FieldType::Secret && !each.edit->text().isEmpty())
            secrets.insert(each.key, each.edit->text());
    }
    return secrets;
}

bool FieldForm::hasSecrets() const
{
    return std::ranges::any_of(m_rows, [](const Row &each) { return each.edit->field().type == FieldType::Secret; });
}

void FieldForm::showFaults(std::span<const targets::Fault> faults)
{
    for (const auto &each : m_rows) {
        const auto found = std::ranges::find(faults, each.key, &targets::Fault::field);
        const auto words = found == faults.end() ? QString() : found->message;
        each.fault->showWords(words);
        each.edit->setAccessibleTexts(each.title, words);
        if (!words.isEmpty() && each.edit->field().advanced)
            m_fold->setChecked(true);
    }
}

bool FieldForm::focusField(const QString &key)
{
    const auto *found = row(key);
    if (!found)
        return false;
    if (found->edit->field().advanced)
        m_fold->setChecked(true);
    found->edit->setFocus();
    return true;
}

QList<QWidget *> FieldForm::tabOrder() const { return tabStops(*m_common) + QList<QWidget *>{m_fold} + tabStops(*m_advanced); }

bool FieldForm::isUnfolded() const { return m_fold->isChecked(); }

const FieldForm::Row *FieldForm::row(const QString &key) const
{
    const auto found = std::ranges::find(m_rows, key, &Row::key);
    return found == m_rows.end() ? nullptr : &*found;
}

void FieldForm::unfold(bool unfolded)
{
    m_fold->setArrowType(unfolded ? Qt::DownArrow : Qt::RightArrow);
    if (m_advanced)
        m_advanced->setVisible(unfolded);
}

bool FieldForm::saysSomethingAdvanced() const
{
    return std::ranges::any_of(m_rows,
                               [](const Row &each) { return each.edit->field().advanced && (!each.edit->text().isEmpty() || each.edit->isKept()); });
}

} // namespace ui
