#include "ui/dialogs/rule_texts.h"

#include "models/alerts/rule_conversion.h"
#include "ui/dialogs/named_text_list.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <string_view>
#include <utility>

namespace ui {

RuleTexts::RuleTexts(const Theme &theme, const RuleSources &sources, QWidget *parent)
    : QWidget(parent), m_sources(sources), m_about(new QLabel(this)), m_inquiry(sources.background)
{
    m_annotations =
        new NamedTextList(theme, {tr("Add a text"), tr("Name of the text"), tr("Text; {{ $value }} and {{ $labels.instance }} are filled in")},
                          {{"summary", tr("In one line")},
                           {"description", tr("In more words")},
                           {"meaning", tr("What it means"), true},
                           {"action", tr("What to do"), true},
                           {"runbook_url", tr("Where more is written")},
                           {"dashboard_url", tr("Where it is shown")}},
                          this);
    m_annotations->setObjectName(QStringLiteral("ruleAnnotations"));
    m_labels = new NamedTextList(theme, {tr("Add a label"), tr("Name of the label"), tr("Value of the label")}, {}, this);
    m_labels->setObjectName(QStringLiteral("ruleLabels"));
    m_about->setObjectName(QStringLiteral("textsAbout"));
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setProperty("dim", true);
    auto *labelsTitle = new QLabel(tr("Labels that it adds, by which alerts are grouped and silenced"), this);
    labelsTitle->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->addWidget(m_about);
    layout->addWidget(m_annotations);
    layout->addSpacing(6);
    layout->addWidget(labelsTitle);
    layout->addWidget(m_labels);
    layout->addStretch(1);
    for (auto *list : {m_annotations, m_labels})
        connect(list, &NamedTextList::edited, this, &RuleTexts::edited);
}

void RuleTexts::setRule(const alerts::AlertRule &rule)
{
    m_annotations->setTexts(rule.annotations);
    m_labels->setTexts(rule.labels);
}

void RuleTexts::writeTo(alerts::AlertRule &rule) const
{
    rule.annotations = m_annotations->texts();
    rule.labels = m_labels->texts();
}

void RuleTexts::setEditable(bool editable)
{
    m_annotations->setEditable(editable);
    m_labels->setEditable(editable);
}

void RuleTexts::showErrors(const std::vector<alerts::FieldError> &errors)
{
    m_annotations->showErrors(alerts::RuleField::Annotation, errors);
    m_labels->showErrors(alerts::RuleField::Label, errors);
}

void RuleTexts::say(const alerts::AlertRule &rule)
{
    m_rule = rule;
    if (isVisible())
        ask();
}

void RuleTexts::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void RuleTexts::ask()
{
    if (!m_rule)
        return;
    m_inquiry.ask([&engine = m_sources.engine, now = m_sources.clock.now(),
                   rule = alerts::ruleOf(*m_rule)](const std::stop_token &stop) { return rules::sayingOf(rule, engine, now, stop); },
                  [this](const metric::Result<std::optional<rules::RuleSaying>> &said) { show(said); });
}

void RuleTexts::show(const metric::Result<std::optional<rules::RuleSaying>> &said)
{
    const bool isKnown = said && *said;
    // What is wrong with the expression stands at its field.
    m_about->setText(isKnown ? about(**said)
                     : said  ? tr("Nothing answers to the expression now: there is nothing to fill into the texts.")
                             : QString());
    m_about->setVisible(!m_about->text().isEmpty());
    m_annotations->showSaid(isKnown ? (*said)->annotations : std::vector<rules::SaidText>());
    m_labels->showSaid(isKnown ? (*said)->labels : std::vector<rules::SaidText>());
}

QString RuleTexts::about(const rules::RuleSaying &said) const
{
    const std::string_view name[] = {metric::kMetricName};
    const auto others = said.series.without(name);
    if (others.empty())
        return said.fires ? tr("It would fire now; below each text is what it would say.")
                          : tr("It would not fire now; below each text is what it would say.");
    const auto series = QString::fromStdString(others.toString());
    return said.fires ? tr("It would fire now; below each text is what it would say of %1.").arg(series)
                      : tr("It would fire for nothing now; below each text is what it would say of %1.").arg(series);
}

} // namespace ui
