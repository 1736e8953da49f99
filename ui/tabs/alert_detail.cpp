#include "ui/tabs/alert_detail.h"

#include "models/items/alert_report.h"
#include "models/items/rule_texts.h"
#include "models/metric/format.h"
#include "ui/charts/chart_widget.h"
#include "ui/tabs/alert_chart.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wrap_row.h"

#include <QtCore/QDateTime>
#include <QtGui/QClipboard>
#include <QtGui/QDesktopServices>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <tuple>

namespace ui {

namespace {

constexpr std::size_t kMostProcesses = 5;
constexpr int kMostRows = 8; // of a table before it scrolls

QLabel *paragraph(QWidget *parent, bool heading, const QString &text = {})
{
    auto *label = new QLabel(text, parent);
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

QToolButton *chip(QWidget *parent, const QString &text)
{
    auto *made = new QToolButton(parent);
    made->setText(text);
    made->setFocusPolicy(Qt::StrongFocus);
    made->setProperty("outlined", true);
    return made;
}

// As high as its rows, up to a bound: the pane scrolls, not each table in it.
void fitHeight(TableView &table)
{
    const int rows = std::clamp(table.model()->rowCount(), 1, kMostRows);
    const int row = std::max(table.sizeHintForRow(0), table.fontMetrics().height() + 8);
    table.setFixedHeight(table.header()->sizeHint().height() + rows * row + 2);
}

void clear(QLayout &layout)
{
    while (auto *item = layout.takeAt(0)) {
        if (auto *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that was clicked
        }
        delete item;
    }
}

QString fromUtf8(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

// They are rendered anew in each round.
bool sameAnnotations(const alerts::Alert &a, const alerts::Alert &b)
{
    return a.annotations == b.annotations || (a.annotations && b.annotations && *a.annotations == *b.annotations);
}

metric::Timestamp onsetOf(const alerts::Alert &alert) { return alert.state == alerts::AlertState::Pending ? alert.pendingSince : alert.firingSince; }

} // namespace

AlertDetail::AlertDetail(const Context &context, QWidget *parent)
    : Card(context.theme, parent),
      m_context(context),
      m_eventsInquiry(context.background),
      m_chartInquiry(context.background),
      m_processInquiry(context.background)
{
    setObjectName(QStringLiteral("alertDetail"));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_inside = new QWidget(scroll);
    auto *layout = new QVBoxLayout(m_inside);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(6);
    buildHead(*layout);
    m_texts = new QWidget(m_inside);
    auto *texts = new QVBoxLayout(m_texts);
    texts->setContentsMargins(0, 0, 0, 0);
    texts->setSpacing(6);
    layout->addWidget(m_texts);
    layout->addWidget(paragraph(m_inside, true, tr("Labels")));
    m_labels = new QWidget(m_inside);
    m_labels->setLayout(new WrapRow);
    layout->addWidget(m_labels);
    buildPast(*layout);
    layout->addStretch(1);
    scroll->setWidget(m_inside);
    setContent(scroll);
    setAlerts({});
}

void AlertDetail::buildHead(QVBoxLayout &layout)
{
    m_state = paragraph(m_inside, false);
    m_state->setProperty("dim", true);
    layout.addWidget(m_state);
    m_chart = new ChartWidget(m_context.theme, m_inside);
    m_chart->setCrosshairHub(&m_context.crosshair);
    m_chart->setFixedHeight(170);
    m_chart->setAccessibleName(tr("The value around the alert's beginning"));
    connect(m_chart, &ChartWidget::exploreRequested, this, [this] { Q_EMIT exploreRequested(m_chart); });
    m_chart->setEmptyText(tr("The history holds no values of that time."));
    layout.addWidget(m_chart);
}

void AlertDetail::buildPast(QVBoxLayout &layout)
{
    const auto addTable = [&](const QString &title, const char *name, QAbstractItemModel &model) {
        layout.addWidget(paragraph(m_inside, true, title));
        auto *table = new TableView(m_inside);
        table->setObjectName(QString::fromLatin1(name));
        table->setAccessibleName(title);
        table->setModel(&model);
        table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // it would cover the last row
        layout.addWidget(table);
        return table;
    };
    m_processTable = addTable(tr("Busiest processes when it began"), "alertProcesses", m_processes);
    m_nobodyKnown = paragraph(m_inside, false, tr("Nothing is known of processes there at that time."));
    m_nobodyKnown->setProperty("dim", true);
    layout.addWidget(m_nobodyKnown);
    m_eventTable = addTable(tr("Events"), "alertEvents", m_events);
    m_eventTable->setStretchColumns({QStringLiteral("text")});
    m_eventTable->setSamples({{QStringLiteral("time"), QStringLiteral("30 Nov 00:00:00")},
                              {QStringLiteral("event"), QStringLiteral("acknowledged")},
                              {QStringLiteral("author"), QStringLiteral("vedette")},
                              {QStringLiteral("text"), QStringLiteral("back within")}});
    m_eventTable->setExpendableColumns({QStringLiteral("author")});
    m_eventTable->setEmptyText(tr("Nothing has happened to it yet."));
    auto *copies = new WrapRow;
    const auto addCopy = [&](const QString &text, QString (AlertDetail::*what)() const) {
        auto *button = chip(m_inside, text);
        connect(button, &QToolButton::clicked, this, [this, what] { QGuiApplication::clipboard()->setText((this->*what)()); });
        copies->addWidget(button);
    };
    addCopy(tr("Copy as text"), &AlertDetail::asText);
    addCopy(tr("Copy as Markdown"), &AlertDetail::asMarkdown);
    layout.addLayout(copies);
}

void AlertDetail::setAlerts(std::span<const std::shared_ptr<const alerts::Alert>> chosen)
{
    if (chosen.size() != 1) {
        m_alert = nullptr;
        m_inside->setVisible(false);
        setTitle(chosen.empty() ? tr("No alert chosen") : tr("%n alerts chosen", nullptr, int(chosen.size())));
        setSubject(chosen.empty() ? tr("choose one at the left to see what it means") : tr("choose one alone to see what it means"));
        for (auto *inquiry : {&m_eventsInquiry, &m_chartInquiry, &m_processInquiry})
            inquiry->forget();
        return;
    }
    const auto before = std::exchange(m_alert, chosen.front());
    if (before == m_alert)
        return;
    const auto &alert = *m_alert;
    // Whatever else is an event of it.
    const auto eventful = [](const alerts::Alert &each) {
        return std::tuple(each.id, each.labels, each.state, each.snoozedUntil, each.comment, each.dismissedAt, each.silencedBy.empty(),
                          each.inhibitedBy.empty(), each.inMaintenance);
    };
    showState(alert);
    if (!before || !sameAnnotations(*before, alert) || before->rule != alert.rule)
        showTexts(alert);
    if (!before || before->labels != alert.labels)
        showLabels(alert);
    if (!before || before->rule != alert.rule || before->labels != alert.labels || onsetOf(*before) != onsetOf(alert))
        showProcesses(alert);
    if (!before || eventful(*before) != eventful(alert))
        showPast(alert);
    m_inside->setVisible(true);
}

void AlertDetail::showState(const alerts::Alert &alert)
{
    setTitle(items::ruleText(alert.rule->name));
    setSubject(alert.labels ? fromUtf8(alert.labels->get("instance")) : QString());
    QStringList parts{
        items::severityText(alert.rule->severity), items::alertStateText(alert.state),
        tr("since %1")
            .arg(locale().toString(QDateTime::fromMSecsSinceEpoch(onsetOf(alert).time_since_epoch().count()), QStringLiteral("d MMM HH:mm:ss"))),
        tr("now %1, worst %2")
            .arg(QString::fromStdString(metric::formatValue(alert.value, alert.unit)),
                 QString::fromStdString(metric::formatValue(alert.worst, alert.unit)))};
    if (alert.state == alerts::AlertState::Resolved)
        parts << tr("lasted %1").arg(QString::fromStdString(metric::formatDuration(alert.resolvedAt - alert.firingSince)));
    if (!alert.acknowledgedBy.empty()) {
        auto by = tr("acknowledged by %1").arg(QString::fromStdString(alert.acknowledgedBy));
        if (!alert.comment.empty())
            by += QStringLiteral(": “%1”").arg(QString::fromStdString(alert.comment));
        parts << by;
    }
    m_state->setText(parts.join(QStringLiteral(" · ")));
}

void AlertDetail::showTexts(const alerts::Alert &alert)
{
    clear(*m_texts->layout());
    const auto add = [this](const QString &title, const QString &text) {
        m_texts->layout()->addWidget(paragraph(m_texts, true, title));
        auto *body = paragraph(m_texts, false, text);
        m_texts->layout()->addWidget(body);
        return body;
    };
    const auto orNothing = [](const std::string &text) { return text.empty() ? tr("The rule does not say.") : items::ruleText(text); };
    add(tr("What it means"), orNothing(alerts::meaningOf(alert)));
    const auto runbook = items::runbookOf(alert);
    const auto action = alerts::actionOf(alert);
    if (!runbook || QString::fromStdString(action).trimmed() != runbook->toString())
        add(tr("What to do"), orNothing(action));
    if (runbook) {
        // What is shown is what is opened, letter by letter.
        const auto address = runbook->toString(QUrl::FullyEncoded);
        auto *link = add(tr("Runbook"), {});
        link->setTextFormat(Qt::RichText);
        link->setText(QStringLiteral("<a href=\"%1\">%1</a>").arg(address.toHtmlEscaped()));
        link->setTextInteractionFlags(Qt::TextBrowserInteraction);
        link->setFocusPolicy(Qt::StrongFocus);
        link->setAccessibleName(address);
        connect(link, &QLabel::linkActivated, this, [url = *runbook] { QDesktopServices::openUrl(url); });
    }
    for (const auto &[name, text] : items::otherAnnotations(alert))
        add(name, text);
}

void AlertDetail::showLabels(const alerts::Alert &alert)
{
    clear(*m_labels->layout());
    if (!alert.labels)
        return;
    for (const auto label : *alert.labels) {
        constexpr qsizetype kShown = 48;
        const auto name = fromUtf8(label.name), value = fromUtf8(label.value);
        const auto text = QStringLiteral("%1 = %2").arg(name, value);
        auto shown = text.simplified();
        if (shown.size() > kShown)
            shown = shown.left(kShown) + QStringLiteral("…");
        auto *button = chip(m_labels, shown.replace(u'&', QStringLiteral("&&")));
        button->setToolTip(tr("Show only alerts with %1").arg(text).toHtmlEscaped());
        button->setAccessibleName(tr("Show only alerts with %1").arg(text));
        connect(button, &QToolButton::clicked, this, [this, name, value] { Q_EMIT labelChosen(name, value); });
        m_labels->layout()->addWidget(button);
    }
}

// Of the alert before nothing stays: its events under another title would be a lie.
void AlertDetail::showPast(const alerts::Alert &alert)
{
    m_events.setRows({});
    fitHeight(*m_eventTable);
    m_eventsInquiry.ask([&alerts = m_context.alerts, id = alert.id](std::stop_token) { return alerts.events(id); },
                        [this](metric::Result<std::vector<alerts::AlertEvent>> events) {
                            if (events)
                                m_events.setRows(std::move(*events));
                            fitHeight(*m_eventTable);
                        });
    showAlertChart(m_context, alert, *m_chart, m_chartInquiry);
}

void AlertDetail::showProcesses(const alerts::Alert &alert)
{
    const auto show = [this](std::vector<items::ProcessGroupRow> rows) {
        m_processTable->setVisible(!rows.empty());
        m_nobodyKnown->setVisible(rows.empty());
        m_processes.setRows(std::move(rows));
        fitHeight(*m_processTable);
    };
    show({});
    m_processInquiry.ask(
        [&engine = m_context.engine, instance = std::string(items::instanceOf(alert)), time = onsetOf(alert)](const std::stop_token &stop) {
            const auto cpu = engine.instant(items::processCpuExpression(instance), time, stop);
            const auto memory = engine.instant(items::processMemoryExpression(instance), time, stop);
            return items::busiestProcesses(cpu.value_or(query::Vector()), memory.value_or(query::Vector()), kMostProcesses);
        },
        show);
}

QString AlertDetail::asText() const { return m_alert ? items::alertAsText(*m_alert, m_events.rows(), m_context.clock.now()) : QString(); }

QString AlertDetail::asMarkdown() const { return m_alert ? items::alertAsMarkdown(*m_alert, m_events.rows(), m_context.clock.now()) : QString(); }

} // namespace ui
