#include "ui/tabs/alert_detail.h"

#include "models/items/rule_texts.h"
#include "models/metric/format.h"
#include "ui/charts/chart_widget.h"
#include "ui/tabs/alert_chart.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QDateTime>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <tuple>

namespace ui {

static QLabel *paragraph(QWidget *parent, bool heading)
{
    auto *label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    if (heading) {
        auto font = label->font();
        font.setWeight(QFont::DemiBold);
        label->setFont(font);
    } else {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    return label;
}

AlertDetail::AlertDetail(const Context &context, QWidget *parent)
    : Card(context.theme, parent), m_context(context), m_eventsInquiry(context.background), m_chartInquiry(context.background)
{
    setObjectName(QStringLiteral("alertDetail"));
    m_inside = new QWidget(this);
    auto *layout = new QVBoxLayout(m_inside);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_state = paragraph(m_inside, false);
    m_state->setProperty("dim", true);
    layout->addWidget(m_state);
    m_chart = new ChartWidget(context.theme, m_inside);
    m_chart->setCrosshairHub(&context.crosshair);
    m_chart->setMinimumHeight(150);
    m_chart->setAccessibleName(tr("The value around the alert's beginning"));
    connect(m_chart, &ChartWidget::exploreRequested, this, [this] { Q_EMIT exploreRequested(m_chart); });
    m_chart->setEmptyText(tr("The history holds no values of that time."));
    layout->addWidget(m_chart, 2);
    auto *meaningHead = paragraph(m_inside, true);
    meaningHead->setText(tr("What it means"));
    m_meaning = paragraph(m_inside, false);
    auto *actionHead = paragraph(m_inside, true);
    actionHead->setText(tr("What to do"));
    m_action = paragraph(m_inside, false);
    for (auto *label : {meaningHead, m_meaning, actionHead, m_action})
        layout->addWidget(label);
    auto *eventsHead = paragraph(m_inside, true);
    eventsHead->setText(tr("Events"));
    layout->addWidget(eventsHead);
    m_eventTable = new TableView(m_inside);
    m_eventTable->setObjectName(QStringLiteral("alertEvents"));
    m_eventTable->setAccessibleName(tr("Events"));
    m_eventTable->setModel(&m_events);
    m_eventTable->setStretchColumns({QStringLiteral("text")});
    m_eventTable->setSamples({{QStringLiteral("time"), QStringLiteral("30 Nov 00:00:00")},
                              {QStringLiteral("event"), QStringLiteral("acknowledged")},
                              {QStringLiteral("author"), QStringLiteral("vedette")},
                              {QStringLiteral("text"), QStringLiteral("back within")}});
    m_eventTable->setEmptyText(tr("Nothing has happened to it yet."));
    layout->addWidget(m_eventTable, 2);
    setContent(m_inside);
    setAlert(std::nullopt);
}

void AlertDetail::setAlert(const std::optional<alerts::Alert> &alert)
{
    // Whatever else is an event of it.
    const auto eventful = [](const alerts::Alert &each) {
        return std::tuple(each.id, each.state, each.snoozedUntil, each.comment, each.silencedBy.empty(), each.inhibitedBy.empty());
    };
    const bool another = !alert || !m_alert || eventful(*alert) != eventful(*m_alert);
    m_alert = alert;
    m_inside->setVisible(alert.has_value());
    if (!alert) {
        setTitle(tr("No alert chosen"));
        setSubject(tr("choose one at the left to see what it means"));
        m_eventsInquiry.forget();
        m_chartInquiry.forget();
        return;
    }
    setTitle(items::ruleText(alert->rule->name));
    const auto instance = alert->labels ? alert->labels->get("instance") : std::string_view();
    setSubject(QString::fromUtf8(instance.data(), qsizetype(instance.size())));

    const auto begun = alert->state == alerts::AlertState::Pending ? alert->pendingSince : alert->firingSince;
    QStringList parts{
        items::severityText(alert->rule->severity), items::alertStateText(alert->state),
        tr("since %1").arg(locale().toString(QDateTime::fromMSecsSinceEpoch(begun.time_since_epoch().count()), QStringLiteral("d MMM HH:mm:ss"))),
        tr("now %1, worst %2")
            .arg(QString::fromStdString(metric::formatValue(alert->value, alert->unit)),
                 QString::fromStdString(metric::formatValue(alert->worst, alert->unit)))};
    if (alert->state == alerts::AlertState::Resolved)
        parts << tr("lasted %1").arg(QString::fromStdString(metric::formatDuration(alert->resolvedAt - alert->firingSince)));
    if (!alert->acknowledgedBy.empty()) {
        auto by = tr("acknowledged by %1").arg(QString::fromStdString(alert->acknowledgedBy));
        if (!alert->comment.empty())
            by += QStringLiteral(": “%1”").arg(QString::fromStdString(alert->comment));
        parts << by;
    }
    m_state->setText(parts.join(QStringLiteral(" · ")));
    const auto meaning = alerts::meaningOf(*alert), action = alerts::actionOf(*alert);
    m_meaning->setText(meaning.empty() ? tr("The rule does not say.") : items::ruleText(meaning));
    m_action->setText(action.empty() ? tr("The rule does not say.") : items::ruleText(action));
    if (another)
        showPast(*alert);
}

// Of the alert before nothing stays: its events under another title would be a lie.
void AlertDetail::showPast(const alerts::Alert &alert)
{
    m_events.setRows({});
    m_eventsInquiry.ask([&alerts = m_context.alerts, id = alert.id](std::stop_token) { return alerts.events(id); },
                        [this](metric::Result<std::vector<alerts::AlertEvent>> events) {
                            if (events)
                                m_events.setRows(std::move(*events));
                        });
    showAlertChart(m_context, alert, *m_chart, m_chartInquiry);
}

} // namespace ui
