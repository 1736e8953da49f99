#include "ui/dialogs/condition_fields.h"

#include "models/query/figure.h"
#include "ui/dialogs/error_label.h"
#include "ui/dialogs/figure_titles.h"
#include "ui/dialogs/rule_words.h"
#include "ui/explore/expression_editor.h"
#include "ui/theme/state_mark.h"
#include "ui/widgets/unit_field.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

#include <cmath>

namespace ui {

using alerts::AlertRule;
using alerts::RuleField;

// After the comparisons: the expression is the condition, and answers where it holds.
static constexpr int kHasValue = 4;
static constexpr metric::Duration kCompletionReach = std::chrono::hours(1);

ConditionFields::ConditionFields(const Theme &theme, const RuleSources &sources, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_completion(sources.reader, sources.background),
      m_figure(new QComboBox(this)),
      m_expression(new ExpressionEditor(theme, this)),
      m_target(new QComboBox(this)),
      m_comparison(new QComboBox(this)),
      m_value(new UnitField(this)),
      m_holdFor(new UnitField(this)),
      m_keepFiringFor(new UnitField(this)),
      m_severity(new QComboBox(this))
{
    m_figure->setObjectName(QStringLiteral("ruleFigure"));
    m_expression->setObjectName(QStringLiteral("ruleExpression"));
    m_target->setObjectName(QStringLiteral("ruleTarget"));
    m_comparison->setObjectName(QStringLiteral("ruleComparison"));
    m_value->setObjectName(QStringLiteral("ruleValue"));
    m_holdFor->setObjectName(QStringLiteral("ruleHoldFor"));
    m_keepFiringFor->setObjectName(QStringLiteral("ruleKeepFiringFor"));
    m_severity->setObjectName(QStringLiteral("ruleSeverity"));

    for (const auto &figure : query::figures())
        m_figure->addItem(figureTitle(figure), QString::fromUtf8(figure.name.data(), qsizetype(figure.name.size())));
    m_figure->addItem(tr("Own expression"));
    m_expression->setPlaceholderText(tr("metric{label=\"value\"} or rate(metric[30s])"));
    m_expression->setAccessibleName(tr("Expression"));
    m_expression->setSuggest([this, &clock = sources.clock](const query::CompletionPlace &place, const ExpressionEditor::Answer &answer) {
        const auto now = clock.now();
        m_completion.setRange({now - kCompletionReach, now});
        m_completion.suggest(place, answer);
    });
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    m_target->setMinimumContentsLength(24);
    m_target->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setInstances({});
    m_comparison->addItems({tr("is above"), tr("is at least"), tr("is below"), tr("is at most"), tr("has a value")});
    m_severity->addItem(tr("Info"));
    m_severity->addItem(stateIcon(State::Warning, theme), tr("Warning"));
    m_severity->addItem(stateIcon(State::Critical, theme), tr("Critical"));
    m_severity->addItem(stateIcon(State::Emergency, theme), tr("Emergency"));
    m_holdFor->setUnit(metric::Unit::Seconds);
    m_keepFiringFor->setUnit(metric::Unit::Seconds);

    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setVerticalSpacing(4);
    addRow(form, tr("&Measured"), m_figure, m_figure);
    form->addRow(QString(), m_expression);
    addError(form, RuleField::Expression, m_expression);
    addRow(form, tr("&Target"), m_target, m_target);
    addRow(form, tr("&Fires when it"), inOneRow({m_comparison, m_value}), m_comparison);
    m_value->setAccessibleName(tr("Value"));
    addError(form, RuleField::Value, m_value);
    auto *andOn = new QLabel(tr("and fires &on for"), this);
    andOn->setBuddy(m_keepFiringFor);
    addRow(form, tr("For at &least"), inOneRow({m_holdFor, andOn, m_keepFiringFor}), m_holdFor);
    m_keepFiringFor->setAccessibleName(tr("Fires on for"));
    m_keepFiringFor->setToolTip(tr("How long it still counts as firing after the condition has ended"));
    addError(form, RuleField::HoldFor, m_holdFor);
    addError(form, RuleField::KeepFiringFor, m_keepFiringFor);
    addRow(form, tr("Se&verity"), m_severity, m_severity);

    connect(m_figure, &QComboBox::activated, this, &ConditionFields::onFigureChosen);
    for (auto *combo : {m_comparison, m_severity})
        connect(combo, &QComboBox::activated, this, &ConditionFields::onEdited);
    connect(m_target, &QComboBox::editTextChanged, this, &ConditionFields::onEdited);
    connect(m_expression, &QPlainTextEdit::textChanged, this, &ConditionFields::onEdited);
    for (auto *field : {m_value, m_holdFor, m_keepFiringFor})
        connect(field, &UnitField::edited, this, &ConditionFields::onEdited);
}

QWidget *ConditionFields::inOneRow(const QList<QWidget *> &fields)
{
    auto *row = new QWidget(this);
    row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (auto *field : fields)
        layout->addWidget(field, qobject_cast<UnitField *>(field) ? 1 : 0);
    return row;
}

// The row's label is the field's buddy and accessible name.
void ConditionFields::addRow(QFormLayout *form, const QString &label, QWidget *row, QWidget *field)
{
    auto *name = new QLabel(label, this);
    name->setBuddy(field);
    form->addRow(name, row);
    field->setAccessibleName(QString(label).remove(u'&'));
}

void ConditionFields::addError(QFormLayout *form, RuleField field, QWidget *input)
{
    auto *error = new ErrorLabel(m_theme, this);
    error->setObjectName(input->objectName() + QStringLiteral("Error"));
    form->addRow(QString(), error);
    m_places.push_back({field, input, error});
}

void ConditionFields::setInstances(const QStringList &instances)
{
    const QSignalBlocker blocker(m_target);
    const auto current = m_target->currentText();
    m_target->clear();
    m_target->addItem(tr("Every target"));
    m_target->addItems(instances);
    m_target->setCurrentText(current.isEmpty() ? m_target->itemText(0) : current);
}

void ConditionFields::setRule(const AlertRule &rule)
{
    m_isFilling = true;
    const auto text = QString::fromStdString(rule.expression);
    const int figure = m_figure->findData(text);
    m_figure->setCurrentIndex(figure >= 0 ? figure : m_figure->count() - 1);
    if (m_expression->toPlainText() != text) // somebody may be typing
        m_expression->setExpression(text);
    m_expression->setVisible(figure < 0);
    m_target->setCurrentText(rule.target.empty() ? m_target->itemText(0) : QString::fromStdString(rule.target));
    m_comparison->setCurrentIndex(rule.isThreshold ? int(rule.comparison) : kHasValue);
    m_value->setUnit(query::unitOf(rule.expression));
    m_value->setValue(rule.value);
    m_holdFor->setValue(double(rule.holdFor.count()) / 1000);
    m_keepFiringFor->setValue(double(rule.keepFiringFor.count()) / 1000);
    m_severity->setCurrentIndex(int(rule.severity));
    fitValue();
    m_isFilling = false;
}

std::string ConditionFields::expression() const
{
    const auto figure = m_figure->currentData();
    return (figure.isValid() ? figure.toString() : m_expression->expression()).toStdString();
}

void ConditionFields::writeTo(AlertRule &rule) const
{
    // What is no time at all is refused like a negative one, which the check knows.
    const auto time = [](const UnitField *field) {
        const double seconds = field->value();
        return metric::Duration(std::isnan(seconds) ? -1 : std::llround(qBound(-1.0, seconds, 1e9) * 1000));
    };
    const auto target = m_target->currentText().trimmed();
    rule.expression = expression();
    rule.target = target == m_target->itemText(0) ? std::string() : target.toStdString();
    rule.isThreshold = m_comparison->currentIndex() != kHasValue;
    if (rule.isThreshold)
        rule.comparison = alerts::Comparison(m_comparison->currentIndex());
    rule.value = m_value->value();
    rule.holdFor = time(m_holdFor);
    rule.keepFiringFor = time(m_keepFiringFor);
    rule.severity = alerts::Severity(m_severity->currentIndex());
}

void ConditionFields::setEditable(bool editable)
{
    // An expression can be read and copied whoever wrote it.
    m_expression->setReadOnly(!editable);
    for (auto *field : std::initializer_list<QWidget *>{m_figure, m_comparison, m_holdFor, m_keepFiringFor, m_severity})
        field->setEnabled(editable);
    fitValue();
}

void ConditionFields::showErrors(const std::vector<alerts::FieldError> &errors)
{
    for (const auto &[field, input, error] : m_places) {
        const auto words = wordsFor(errors, field);
        error->showWords(words);
        if (auto *unitField = qobject_cast<UnitField *>(input))
            unitField->setAccessibleTexts(unitField->accessibleName(), words);
        else
            input->setAccessibleDescription(words);
    }
}

void ConditionFields::onFigureChosen()
{
    const bool own = !m_figure->currentData().isValid();
    m_expression->setVisible(own);
    if (own)
        m_expression->setFocus();
    onEdited();
}

void ConditionFields::onEdited()
{
    if (m_isFilling)
        return;
    m_value->setUnit(query::unitOf(expression()));
    fitValue();
    Q_EMIT edited();
}

// A condition that is whole has nothing to be compared with, and names its targets itself.
void ConditionFields::fitValue()
{
    const bool compares = m_comparison->currentIndex() != kHasValue;
    m_value->setEnabled(compares && m_comparison->isEnabled());
    m_target->setEnabled(compares && m_comparison->isEnabled());
}

} // namespace ui
