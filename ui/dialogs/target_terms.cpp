#include "ui/dialogs/target_terms.h"

#include "ui/dialogs/error_label.h"
#include "ui/dialogs/form_grid.h"
#include "ui/widgets/unit_field.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

using targets::Target;

static QWidget *inRow(QWidget *parent, QWidget *first, QWidget *second)
{
    auto *box = new QWidget(parent);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(first);
    row->addWidget(second, 1);
    row->addStretch(); // in the place of the second one while that is hidden
    box->setFocusProxy(first);
    return box;
}

TargetTerms::TargetTerms(const Theme &theme, std::vector<Target> others, QWidget *parent)
    : QWidget(parent),
      m_others(std::move(others)),
      m_name(new QLineEdit(this)),
      m_interval(new UnitField(this)),
      m_slowAfter(new UnitField(this)),
      m_retries(new QSpinBox(this)),
      m_behindButton(new QToolButton(this)),
      m_behindMenu(new QMenu(this)),
      m_suggestion(new QToolButton(this)),
      m_objective(new UnitField(this))
{
    m_name->setObjectName(QStringLiteral("targetName"));
    m_interval->setObjectName(QStringLiteral("targetInterval"));
    m_slowAfter->setObjectName(QStringLiteral("targetSlowAfter"));
    m_retries->setObjectName(QStringLiteral("targetRetries"));
    m_behindButton->setObjectName(QStringLiteral("targetBehind"));
    m_suggestion->setObjectName(QStringLiteral("targetBehindSuggestion"));
    m_objective->setObjectName(QStringLiteral("targetObjective"));
    m_interval->setUnit(metric::Unit::Seconds);
    m_slowAfter->setUnit(metric::Unit::Seconds);
    m_objective->setUnit(metric::Unit::Ratio);
    m_retries->setRange(0, targets::kMostRetries);
    m_behindButton->setMenu(m_behindMenu);
    m_behindButton->setPopupMode(QToolButton::InstantPopup);
    m_behindButton->setFocusPolicy(Qt::StrongFocus);
    m_behindButton->setProperty("outlined", true);
    m_suggestion->setFocusPolicy(Qt::StrongFocus);
    m_suggestion->setAutoRaise(true);
    m_suggestion->hide();

    auto *grid = makeFormGrid(this);
    const auto add = [&](const char *key, const QString &title, QWidget *field, QWidget *box) {
        auto *fault = new ErrorLabel(theme, this);
        addFormRow(*grid, title, box, fault);
        m_rows.push_back({QLatin1String(key), field, fault, QString(title).remove(u'&')});
    };
    const auto words = [this](const QString &text) {
        auto *label = new QLabel(text, this);
        label->setProperty("dim", true);
        return label;
    };
    add(targets::kNameField, tr("&Name"), m_name, m_name);
    add(targets::kIntervalField, tr("Check &every"), m_interval, m_interval);
    add(targets::kSlowAfterField, tr("&Slow above"), m_slowAfter, inRow(this, m_slowAfter, words(tr("0: never"))));
    add(targets::kRetriesField, tr("&Retries"), m_retries, inRow(this, m_retries, words(tr("before it counts as down"))));
    add(targets::kBehindField, tr("&Behind"), m_behindButton, inRow(this, m_behindButton, m_suggestion));
    add(targets::kObjectiveField, tr("&Objective"), m_objective, inRow(this, m_objective, words(tr("of the time it is up"))));
    m_upsideDown = new QCheckBox(tr("&Upside down: it is as it should be while the check fails"), this);
    m_upsideDown->setObjectName(QStringLiteral("targetUpsideDown"));
    addFormRow(*grid, {}, m_upsideDown, nullptr);
    showFaults({});

    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_isNameProposed = m_name->text().trimmed().isEmpty();
        Q_EMIT edited();
    });
    connect(m_slowAfter, &UnitField::edited, this, [this] {
        m_isSlowProposed = false;
        Q_EMIT edited();
    });
    connect(m_interval, &UnitField::edited, this, &TargetTerms::edited);
    connect(m_retries, &QSpinBox::valueChanged, this, &TargetTerms::edited);
    connect(m_objective, &UnitField::edited, this, &TargetTerms::edited);
    connect(m_upsideDown, &QCheckBox::toggled, this, &TargetTerms::edited);
    connect(m_behindMenu, &QMenu::aboutToShow, this, &TargetTerms::fillBehind);
    connect(m_suggestion, &QToolButton::clicked, this, [this] {
        m_isBehindProposed = false;
        m_behind << m_suggested;
        m_behindButton->setFocus();
        showBehind();
        Q_EMIT edited();
    });
    setTarget({});
}

void TargetTerms::setTarget(const Target &target)
{
    const QSignalBlocker blocker(this);
    m_id = target.id;
    m_name->setText(target.name);
    m_isNameProposed = target.name.isEmpty();
    m_isSlowProposed = target.check.isEmpty();
    m_interval->setValue(target.interval);
    m_slowAfter->setValue(target.slowAfter);
    m_retries->setValue(target.retries);
    m_behind = target.behind;
    m_isBehindProposed = target.id.isEmpty() && target.behind.isEmpty();
    m_objective->setValue(target.objective);
    m_upsideDown->setChecked(target.upsideDown);
    showBehind();
}

void TargetTerms::writeTo(Target &target) const
{
    target.name = m_name->text().trimmed();
    target.interval = m_interval->value();
    target.slowAfter = m_slowAfter->value();
    target.retries = m_retries->value();
    target.behind = m_behind;
    target.objective = m_objective->value();
    target.upsideDown = m_upsideDown->isChecked();
}

void TargetTerms::proposeName(const QString &name)
{
    if (m_isNameProposed)
        m_name->setText(name);
}

void TargetTerms::proposeSlowAfter(double seconds)
{
    if (m_isSlowProposed)
        m_slowAfter->setValue(seconds);
}

void TargetTerms::proposeBehind(const QString &id)
{
    m_suggested = id;
    if (m_isBehindProposed)
        m_behind = id.isEmpty() ? QStringList() : QStringList{id};
    showBehind();
}

QString TargetTerms::nameOf(const QString &id) const
{
    const auto found = std::ranges::find(m_others, id, &Target::id);
    return found == m_others.end() ? tr("(gone)") : found->name;
}

void TargetTerms::showBehind()
{
    QStringList behind;
    for (const auto &id : m_behind)
        behind << nameOf(id);
    // A name is no mnemonic.
    m_behindButton->setText(behind.isEmpty() ? tr("nothing") : behind.join(QStringLiteral(", ")).replace(u'&', QStringLiteral("&&")));
    const bool offered = !m_suggested.isEmpty() && !targets::leadsTo(m_behind, m_suggested, m_others);
    m_suggestion->setVisible(offered);
    if (offered)
        m_suggestion->setText(tr("Put it behind %1").arg(nameOf(m_suggested).replace(u'&', QStringLiteral("&&"))));
}

void TargetTerms::fillBehind()
{
    m_behindMenu->clear();
    auto offered = targets::possiblyBehind(m_id, m_others);
    for (const auto &id : m_behind) { // what is gone, too: it can be taken away
        if (!offered.contains(id))
            offered << id;
    }
    for (const auto &id : offered) {
        auto *action = m_behindMenu->addAction(nameOf(id).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(m_behind.contains(id));
        connect(action, &QAction::toggled, this, [this, id](bool chosen) {
            m_isBehindProposed = false;
            if (chosen)
                m_behind << id;
            else
                m_behind.removeAll(id);
            showBehind();
            Q_EMIT edited();
        });
    }
    if (offered.isEmpty())
        m_behindMenu->addAction(tr("Nothing else is checked yet."))->setEnabled(false);
}

void TargetTerms::showFaults(std::span<const targets::Fault> faults)
{
    for (const auto &row : m_rows) {
        const auto found = std::ranges::find(faults, row.key, &targets::Fault::field);
        const auto words = found == faults.end() ? QString() : found->message;
        row.fault->showWords(words);
        if (auto *number = qobject_cast<UnitField *>(row.field)) {
            number->setAccessibleTexts(row.title, words);
        } else {
            row.field->setAccessibleName(row.title);
            row.field->setAccessibleDescription(words);
        }
    }
}

bool TargetTerms::focusField(const QString &key)
{
    const auto found = std::ranges::find(m_rows, key, &Row::key);
    if (found == m_rows.end())
        return false;
    found->field->setFocus();
    return true;
}

} // namespace ui
