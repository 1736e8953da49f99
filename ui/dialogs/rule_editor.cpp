#include "ui/dialogs/rule_editor.h"

#include "ui/dialogs/condition_fields.h"
#include "ui/dialogs/error_label.h"
#include "ui/dialogs/rule_texts.h"
#include "ui/dialogs/rule_words.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QVBoxLayout>

namespace ui {

using alerts::AlertRule;
using alerts::RuleField;

RuleEditor::RuleEditor(const Theme &theme, const RuleSources &sources, QWidget *parent)
    : QWidget(parent),
      m_sources(sources),
      m_name(new QLineEdit(this)),
      m_nameError(new ErrorLabel(theme, this)),
      m_condition(new ConditionFields(theme, m_sources, this)),
      m_texts(new RuleTexts(theme, m_sources, this)),
      m_trial(new QCheckBox(tr("Only tr&y it: fires are noted and nobody is told"), this))
{
    m_name->setObjectName(QStringLiteral("ruleName"));
    m_nameError->setObjectName(QStringLiteral("ruleNameError"));
    m_trial->setObjectName(QStringLiteral("ruleTrial"));
    auto *nameLabel = new QLabel(tr("&Name"), this);
    nameLabel->setBuddy(m_name);
    m_name->setAccessibleName(tr("Name"));

    auto *pages = new QTabWidget(this);
    pages->setObjectName(QStringLiteral("rulePages"));
    pages->setDocumentMode(true);
    const auto addPage = [&](QWidget *page, const QString &title) {
        auto *scroll = new QScrollArea(pages);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        page->setContentsMargins(0, 6, 0, 0);
        scroll->setWidget(page);
        pages->addTab(scroll, title);
    };
    addPage(m_condition, tr("When it fires"));
    addPage(m_texts, tr("What it says"));

    auto *name = new QFormLayout;
    name->setVerticalSpacing(4);
    name->addRow(nameLabel, m_name);
    name->addRow(QString(), m_nameError);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(name);
    layout->addWidget(pages, 1);
    layout->addWidget(m_trial);

    connect(m_name, &QLineEdit::textEdited, this, &RuleEditor::onEdited);
    connect(m_condition, &ConditionFields::edited, this, &RuleEditor::onEdited);
    connect(m_texts, &RuleTexts::edited, this, &RuleEditor::onEdited);
    connect(m_trial, &QCheckBox::clicked, this, &RuleEditor::onEdited);
}

void RuleEditor::setInstances(const QStringList &instances) { m_condition->setInstances(instances); }

void RuleEditor::setRule(const AlertRule &rule)
{
    m_rule = rule;
    m_name->setText(QString::fromStdString(rule.name));
    m_name->setReadOnly(rule.origin == alerts::RuleOrigin::Pack); // by which a shipped rule is found
    m_condition->setRule(rule);
    m_texts->setRule(rule);
    m_trial->setChecked(rule.onTrial);
    check();
}

AlertRule RuleEditor::rule() const
{
    AlertRule rule = m_rule;
    rule.name = m_name->text().trimmed().toStdString();
    rule.onTrial = m_trial->isChecked();
    m_condition->writeTo(rule);
    m_texts->writeTo(rule);
    return rule;
}

void RuleEditor::setEditable(bool editable)
{
    m_name->setEnabled(editable);
    m_condition->setEditable(editable);
    m_texts->setEditable(editable);
}

void RuleEditor::onEdited()
{
    check();
    Q_EMIT edited();
}

void RuleEditor::check()
{
    const auto now = rule();
    m_errors = alerts::validate(now, m_sources.engine);
    const auto words = wordsFor(m_errors, RuleField::Name);
    m_nameError->showWords(words);
    m_name->setAccessibleDescription(words);
    m_condition->showErrors(m_errors);
    m_texts->showErrors(m_errors);
    m_texts->say(now);
}

void RuleEditor::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

} // namespace ui
