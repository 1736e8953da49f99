#include "ui/dialogs/rule_editor.h"

#include "models/query/figure.h"
#include "ui/dialogs/figure_titles.h"
#include "ui/theme/state_mark.h"
#include "ui/theme/theme.h"
#include "ui/widgets/unit_field.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

#include <algorithm>
#include <cmath>

namespace ui {

using alerts::AlertRule;
using alerts::FieldError;
using alerts::RuleField;
using Problem = FieldError::Problem;

// After the comparisons: the expression is the condition, and answers where it holds.
static constexpr int kHasValue = 4;

// The annotation that is shown under those names, or the first of them where there is none.
static void setText(alerts::NamedTexts &annotations, std::span<const std::string_view> names, std::string text)
{
    const auto shown = alerts::firstText(annotations, names);
    if (text == shown)
        return;
    const auto found = std::ranges::find_if(
        annotations, [&](const auto &each) { return std::ranges::find(names, each.first) != names.end() && each.second == shown; });
    if (found == annotations.end())
        annotations.emplace_back(names.front(), std::move(text));
    else if (text.empty())
        annotations.erase(found);
    else
        found->second = std::move(text);
}

RuleEditor::RuleEditor(const Theme &theme, const query::Engine &engine, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_engine(engine),
      m_name(new QLineEdit(this)),
      m_figure(new QComboBox(this)),
      m_expression(new QLineEdit(this)),
      m_target(new QComboBox(this)),
      m_comparison(new QComboBox(this)),
      m_value(new UnitField(this)),
      m_holdFor(new UnitField(this)),
      m_severity(new QComboBox(this)),
      m_meaning(new QPlainTextEdit(this)),
      m_action(new QPlainTextEdit(this))
{
    m_name->setObjectName(QStringLiteral("ruleName"));
    m_figure->setObjectName(QStringLiteral("ruleFigure"));
    m_expression->setObjectName(QStringLiteral("ruleExpression"));
    m_target->setObjectName(QStringLiteral("ruleTarget"));
    m_comparison->setObjectName(QStringLiteral("ruleComparison"));
    m_value->setObjectName(QStringLiteral("ruleValue"));
    m_holdFor->setObjectName(QStringLiteral("ruleHoldFor"));
    m_severity->setObjectName(QStringLiteral("ruleSeverity"));

    for (const auto &figure : query::figures())
        m_figure->addItem(figureTitle(figure), QString::fromUtf8(figure.name.data(), qsizetype(figure.name.size())));
    m_figure->addItem(tr("Own expression"));
    m_expression->setPlaceholderText(tr("metric{label=\"value\"} or rate(metric[30s])"));
    m_expression->setAccessibleName(tr("Expression"));
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
    for (auto *text : {m_meaning, m_action}) {
        text->setTabChangesFocus(true);
        text->setFixedHeight(fontMetrics().lineSpacing() * 2 + 14);
    }

    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setVerticalSpacing(4);
    m_nameError = addRow(form, tr("&Name"), m_name);
    addRow(form, tr("&Measured"), m_figure);
    m_expressionError = addRow(form, QString(), m_expression);
    addRow(form, tr("&Target"), m_target);
    addRow(form, tr("&Fires when it"), m_comparison);
    m_valueError = addRow(form, tr("&Value"), m_value);
    m_holdForError = addRow(form, tr("For at &least"), m_holdFor);
    addRow(form, tr("Se&verity"), m_severity);
    addRow(form, tr("What it mea&ns"), m_meaning);
    addRow(form, tr("What to d&o"), m_action);

    connect(m_figure, &QComboBox::activated, this, &RuleEditor::onFigureChosen);
    for (auto *combo : {m_comparison, m_severity})
        connect(combo, &QComboBox::activated, this, &RuleEditor::onEdited);
    connect(m_target, &QComboBox::editTextChanged, this, &RuleEditor::onEdited);
    for (auto *line : {m_name, m_expression})
        connect(line, &QLineEdit::textEdited, this, &RuleEditor::onEdited);
    for (auto *field : {m_value, m_holdFor})
        connect(field, &UnitField::edited, this, &RuleEditor::onEdited);
    for (auto *text : {m_meaning, m_action})
        connect(text, &QPlainTextEdit::textChanged, this, &RuleEditor::onEdited);
}

// The row's label is the field's buddy and accessible name; below it is the place for what is wrong.
QLabel *RuleEditor::addRow(QFormLayout *form, const QString &label, QWidget *field)
{
    form->addRow(label, field);
    if (!label.isEmpty())
        field->setAccessibleName(QString(label).remove(u'&'));
    auto *error = new QLabel(this);
    error->setObjectName(field->objectName() + QStringLiteral("Error"));
    error->setWordWrap(true);
    error->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    error->setTextFormat(Qt::PlainText);
    auto palette = error->palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Theme::Color::Critical));
    error->setPalette(palette);
    error->hide();
    form->addRow(QString(), error);
    return error;
}

void RuleEditor::setInstances(const QStringList &instances)
{
    const QSignalBlocker blocker(m_target);
    const auto current = m_target->currentText();
    m_target->clear();
    m_target->addItem(tr("Every target"));
    m_target->addItems(instances);
    m_target->setCurrentText(current.isEmpty() ? m_target->itemText(0) : current);
}

void RuleEditor::setRule(const AlertRule &rule)
{
    const QSignalBlocker blockers[] = {QSignalBlocker(m_target), QSignalBlocker(m_meaning), QSignalBlocker(m_action)};
    m_rule = rule;
    m_name->setText(QString::fromStdString(rule.name));
    m_name->setReadOnly(rule.origin == alerts::RuleOrigin::Pack); // by which a shipped rule is found
    const auto expressionText = QString::fromStdString(rule.expression);
    const int figure = m_figure->findData(expressionText);
    m_figure->setCurrentIndex(figure >= 0 ? figure : m_figure->count() - 1);
    m_expression->setText(expressionText);
    m_expression->setVisible(figure < 0);
    m_target->setCurrentText(rule.target.empty() ? m_target->itemText(0) : QString::fromStdString(rule.target));
    m_comparison->setCurrentIndex(rule.isThreshold ? int(rule.comparison) : kHasValue);
    m_value->setUnit(query::unitOf(rule.expression));
    m_value->setValue(rule.value);
    m_holdFor->setValue(double(rule.holdFor.count()) / 1000);
    m_severity->setCurrentIndex(int(rule.severity));
    m_meaning->setPlainText(QString::fromStdString(alerts::meaningOf(rule)));
    m_action->setPlainText(QString::fromStdString(alerts::actionOf(rule)));
    check();
}

std::string RuleEditor::expression() const
{
    const auto figure = m_figure->currentData();
    return (figure.isValid() ? figure.toString() : m_expression->text().trimmed()).toStdString();
}

AlertRule RuleEditor::rule() const
{
    AlertRule rule = m_rule;
    rule.name = m_name->text().trimmed().toStdString();
    rule.expression = expression();
    const auto target = m_target->currentText().trimmed();
    rule.target = target == m_target->itemText(0) ? std::string() : target.toStdString();
    rule.isThreshold = m_comparison->currentIndex() != kHasValue;
    if (rule.isThreshold)
        rule.comparison = alerts::Comparison(m_comparison->currentIndex());
    rule.value = m_value->value();
    // What is no time at all is refused like a negative one, which the check knows.
    const double seconds = m_holdFor->value();
    rule.holdFor = metric::Duration(std::isnan(seconds) ? -1 : std::llround(qBound(-1.0, seconds, 1e9) * 1000));
    rule.severity = alerts::Severity(m_severity->currentIndex());
    setText(rule.annotations, alerts::kMeaningNames, m_meaning->toPlainText().toStdString());
    setText(rule.annotations, alerts::kActionNames, m_action->toPlainText().toStdString());
    return rule;
}

void RuleEditor::onFigureChosen()
{
    const bool own = !m_figure->currentData().isValid();
    m_expression->setVisible(own);
    if (own)
        m_expression->setFocus();
    onEdited();
}

void RuleEditor::onEdited()
{
    m_value->setUnit(query::unitOf(expression()));
    check();
    Q_EMIT edited();
}

void RuleEditor::check()
{
    m_value->setEnabled(m_comparison->currentIndex() != kHasValue);
    m_errors = alerts::validate(rule(), m_engine);
    struct Place {
        RuleField field;
        QLabel *label;
        QWidget *input;
    };
    for (const auto &[field, label, input] :
         {Place{RuleField::Name, m_nameError, m_name}, Place{RuleField::Expression, m_expressionError, m_expression},
          Place{RuleField::Value, m_valueError, m_value}, Place{RuleField::HoldFor, m_holdForError, m_holdFor}})
    {
        QString words;
        for (const auto &error : m_errors) {
            if (error.field == field && words.isEmpty())
                words = wordsFor(error);
        }
        label->setText(words.isEmpty() ? QString() : QStringLiteral("⚠ ") + words);
        label->setVisible(!words.isEmpty());
        if (auto *unitField = qobject_cast<UnitField *>(input))
            unitField->setAccessibleTexts(unitField->accessibleName(), words);
        else
            input->setAccessibleDescription(words);
    }
}

QString RuleEditor::wordsFor(const FieldError &error) const
{
    switch (error.problem) {
    case Problem::Empty: return error.field == RuleField::Name ? tr("Give the threshold a name.") : tr("Say what is measured.");
    case Problem::TooLong: return tr("This name is too long.");
    case Problem::UnknownExpression: return tr("This can not be evaluated: %1").arg(QString::fromStdString(error.message));
    case Problem::NotANumber: return tr("This is not a number.");
    case Problem::Negative: return error.field == RuleField::HoldFor ? tr("Say how long, or 0 for at once.") : tr("This can never be below zero.");
    case Problem::AboveHighest:
        return error.field == RuleField::HoldFor ? tr("Longer than a week: it would hardly ever fire.")
                                                 : tr("This is more than can ever be measured.");
    case Problem::NeverTrue: return tr("No value can ever be beyond this threshold.");
    }
    return QString::fromStdString(error.message);
}

void RuleEditor::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

} // namespace ui
