#include "ui/tabs/alert_history.h"

#include "models/alerts/watched.h"
#include "ui/tabs/alert_analytics_view.h"
#include "ui/tabs/remembered.h"
#include "ui/widgets/card.h"
#include "ui/widgets/state_delegate.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wrap_row.h"

#include <QtCore/QDateTime>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>

namespace ui {

using namespace std::chrono_literals;
using alerts::TimeRange;

static constexpr std::array<metric::Duration, 4> kHistorySpans{24h, 7 * 24h, 30 * 24h, 90 * 24h};
// More would be slow to draw and nobody could read them.
static constexpr std::size_t kMostIncidents = 100'000;
static constexpr std::size_t kMostListed = 5'000;
static constexpr auto kRefreshEvery = 60s;
static constexpr int kGapSteps = 400; // in a range

static std::chrono::seconds wallOffset(metric::Timestamp time)
{
    return std::chrono::seconds(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()).offsetFromUtc());
}

AlertHistory::AlertHistory(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_span(kHistorySpans[0]),
      m_inquiry(context.background),
      m_gapsInquiry(context.background),
      m_alertInquiry(context.background)
{
    setObjectName(QStringLiteral("alertHistory"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto *head = new Card(context.theme, this);
    auto *inside = new QWidget(head);
    auto *rows = new QVBoxLayout(inside);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addWidget(makeBar());
    rows->addWidget(makeFigures());
    head->setBare(inside);
    head->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    head->setAccessibleName(tr("History of alerts"));
    layout->addWidget(head);

    m_pages = new QStackedWidget(this);
    m_message = new QLabel(m_pages);
    m_message->setObjectName(QStringLiteral("historyMessage"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setProperty("dim", true);
    m_pages->addWidget(m_message);
    m_pages->addWidget(makeTimeline());
    m_analytics = new AlertAnalyticsView(context, m_pages);
    m_pages->addWidget(m_analytics);
    layout->addWidget(m_pages, 1);

    m_clock.setInterval(kRefreshEvery);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (!m_fixed)
            refresh();
    });
    say(tr("The history is being read…"));
}

QWidget *AlertHistory::makeBar()
{
    auto *holder = new QWidget(this);
    auto *bar = new WrapRow;
    bar->setContentsMargins(0, 0, 0, 0);
    holder->setLayout(bar);
    const auto button = [&](const QString &text, const QString &hint, bool isCheckable) {
        auto *made = new QToolButton(holder);
        made->setText(text);
        made->setToolTip(hint);
        made->setCheckable(isCheckable);
        made->setFocusPolicy(Qt::StrongFocus);
        made->setProperty("outlined", true);
        bar->addWidget(made);
        return made;
    };
    auto *back = button(tr("‹ Alerts"), tr("Back to what fires now"), false);
    back->setObjectName(QStringLiteral("historyBack"));
    connect(back, &QToolButton::clicked, this, &AlertHistory::closed);
    const std::array texts{tr("24 h"), tr("7 d"), tr("30 d"), tr("90 d")};
    for (std::size_t i = 0; i < kHistorySpans.size(); ++i) {
        m_spans[i] = button(texts[i], tr("The last %1").arg(texts[i]), true);
        connect(m_spans[i], &QToolButton::clicked, this, [this, i] { choose(kHistorySpans[i]); });
    }
    m_spans[0]->setChecked(true);
    m_since = new QLabel(holder);
    m_since->setProperty("dim", true);
    bar->addWidget(m_since);
    bar->startRight();
    m_byTarget = button(tr("By target"), tr("A lane for each target, not for each rule"), true);
    connect(m_byTarget, &QToolButton::toggled, this,
            [this](bool byTarget) { m_timeline->setLanesBy(byTarget ? items::LanesBy::Target : items::LanesBy::Rule); });
    auto *analytics = button(tr("Analytics"), tr("The noisiest rules, and when alerts begin"), true);
    analytics->setObjectName(QStringLiteral("historyAnalytics"));
    connect(analytics, &QToolButton::toggled, this, [this](bool isOn) {
        m_showsAnalytics = isOn;
        m_byTarget->setEnabled(!isOn);
        if (m_pages->currentIndex() != Message)
            showPage();
    });
    return holder;
}

QWidget *AlertHistory::makeFigures()
{
    auto *holder = new QWidget(this);
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(12);
    const std::array names{tr("Incidents"), tr("MTTA"), tr("MTTR"), tr("Noise")};
    const std::array hints{tr("Alerts that fired at any time of the range"), tr("Mean time from the beginning to the first acknowledgement"),
                           tr("Mean time from the beginning to the end"), tr("The share that ended by itself within a minute")};
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto *column = new QVBoxLayout;
        column->setSpacing(0);
        auto *name = new QLabel(names[i], holder);
        name->setProperty("dim", true);
        name->setToolTip(hints[i]);
        auto *value = m_figures[i] = new QLabel(holder);
        auto large = value->font();
        large.setPointSizeF(large.pointSizeF() * 1.6);
        large.setWeight(QFont::DemiBold);
        value->setFont(large);
        value->setAccessibleName(names[i]);
        value->setToolTip(hints[i]);
        auto *remark = m_remarks[i] = new QLabel(holder);
        auto small = remark->font();
        small.setPointSizeF(small.pointSizeF() * 0.9);
        remark->setFont(small);
        remark->setProperty("dim", true);
        remark->setWordWrap(true);
        for (auto *label : {name, value, remark}) {
            label->setTextFormat(Qt::PlainText);
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
            column->addWidget(label);
        }
        column->addStretch(1);
        row->addLayout(column, 1);
    }
    return holder;
}

QWidget *AlertHistory::makeTimeline()
{
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("alertHistory"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    auto *card = new Card(m_context.theme, m_splitter);
    card->setTitle(tr("Timeline"));
    card->setSubject(tr("hollow: acknowledged · arrow: still firing · hatched: nobody watched"));
    m_timeline = new AlertTimeline(m_context.theme, card);
    card->setContent(m_timeline);
    m_splitter->addWidget(card);

    m_tableCard = new Card(m_context.theme, m_splitter);
    m_tableCard->setTitle(tr("Incidents"));
    m_table = new TableView(m_tableCard);
    m_table->setObjectName(QStringLiteral("incidents"));
    m_table->setAccessibleName(tr("Incidents"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new StateDelegate(m_context.theme, m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setStretchColumns({QStringLiteral("alert")});
    m_table->setExpendableColumns({QStringLiteral("acknowledged"), QStringLiteral("outcome"), QStringLiteral("target")});
    m_table->setSamples({{QStringLiteral("severity"), QStringLiteral("Emergency ▪▪")},
                         {QStringLiteral("alert"), QStringLiteral("CPU pressure above 50 %")},
                         {QStringLiteral("target"), QStringLiteral("localhost /home")},
                         {QStringLiteral("began"), QStringLiteral("30 Nov 00:00:00")},
                         {QStringLiteral("lasted"), QStringLiteral("23 h 59 min")},
                         {QStringLiteral("acknowledged"), QStringLiteral("somebody, after 23 min")},
                         {QStringLiteral("outcome"), QStringLiteral("acknowledged")}});
    restoreTable(m_context.settings, *m_table);
    m_tableCard->setContent(m_table);
    m_splitter->addWidget(m_tableCard);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    restoreSplitter(m_context.settings, *m_splitter);

    // Either follows the other.
    connect(m_timeline, &AlertTimeline::incidentChosen, this, [this](qint64 alertId) {
        m_table->setCurrentIndex(m_model.indexOf(items::RowKey{std::uint64_t(alertId), 0})); // which is the timeline's already
        chooseIncident(alertId);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        if (const auto *incident = m_model.rowAt(index); incident && incident->id != m_timeline->current()) {
            m_timeline->setCurrent(incident->id);
            chooseIncident(incident->id);
        }
    });
    return m_splitter;
}

TimeRange AlertHistory::range() const
{
    const auto now = m_context.clock.now();
    return m_fixed.value_or(TimeRange{now - m_span, now});
}

void AlertHistory::choose(metric::Duration span)
{
    m_fixed.reset();
    m_span = span;
    m_isKnown = false;
    m_since->clear();
    for (std::size_t i = 0; i < kHistorySpans.size(); ++i)
        m_spans[i]->setChecked(kHistorySpans[i] == span);
    refresh();
}

void AlertHistory::showRange(const TimeRange &range)
{
    m_fixed = range;
    m_isKnown = false;
    for (auto *button : m_spans)
        button->setChecked(false);
    m_since->setText(tr("%1 to %2").arg(items::timeText(range.from), items::timeText(range.to)));
    refresh();
}

void AlertHistory::setAlerts(const alerts::AlertSnapshotRef &snapshot)
{
    decltype(m_seen) seen;
    for (const auto &alert : snapshot->firing)
        seen.emplace_back(std::uint64_t(alert.id), alert.state);
    if (!snapshot->resolved.empty())
        seen.emplace_back(std::uint64_t(snapshot->resolved.front().id), alerts::AlertState::Resolved);
    if (seen == m_seen)
        return;
    m_seen = std::move(seen);
    if (m_fixed)
        return;
    refresh();
}

void AlertHistory::refresh()
{
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    if (!m_isKnown)
        say(tr("The history is being read…"));
    const auto asked = range();
    m_inquiry.ask(
        [&service = m_context.alerts, asked](const std::stop_token &) -> metric::Result<Past> {
            auto found = service.incidents(asked, kMostIncidents);
            if (!found)
                return tl::unexpected(found.error());
            Past past;
            past.areAll = found->areAll;
            past.analytics = alerts::analyse(found->incidents, asked, wallOffset);
            past.incidents = std::make_shared<const std::vector<alerts::Incident>>(std::move(found->incidents));
            return past;
        },
        [this, asked](const metric::Result<Past> &past) {
            if (past)
                return showPast(*past, asked);
            m_isKnown = false;
            showFigures({});
            say(tr("The history of alerts can not be read: %1").arg(QString::fromStdString(past.error().message)));
        });
}

void AlertHistory::showPast(const Past &past, const TimeRange &range)
{
    m_isKnown = true;
    showFigures(past.analytics.all);
    if (past.incidents->empty()) {
        m_gapsInquiry.forget();
        return say(tr("Nothing fired in that time. Choose a longer one to see what did before."));
    }
    m_timeline->setIncidents(past.incidents, range);
    const auto listed = std::min(past.incidents->size(), kMostListed);
    m_model.setRows({past.incidents->begin(), past.incidents->begin() + std::ptrdiff_t(listed)});
    m_tableCard->setSubject(!past.areAll                      ? tr("of more than %1, the newest %2 are listed").arg(kMostIncidents).arg(listed)
                            : listed < past.incidents->size() ? tr("of %1, the newest %2 are listed").arg(past.incidents->size()).arg(listed)
                                                              : QString());
    m_analytics->setAnalytics(past.analytics);
    showPage();
    askForGaps(range);
}

// Where no target was asked for a while nobody watched: the machine was off or asleep, or this program was not there.
void AlertHistory::askForGaps(const TimeRange &range)
{
    const auto step = std::max<metric::Duration>((range.to - range.from) / kGapSteps, 15s);
    m_gapsInquiry.ask(
        [&engine = m_context.engine, range, step](const std::stop_token &stop) { return engine.range("max(up)", range.from, range.to, step, stop); },
        [this, range, step](const metric::Result<query::Matrix> &answer) {
            if (answer)
                m_timeline->setGaps(answer->empty() ? std::vector<TimeRange>{} : alerts::unwatched(answer->front().points, range, step));
        });
}

void AlertHistory::showFigures(const alerts::AlertFigures &figures)
{
    const auto set = [this](Figure figure, const QString &value, const QString &remark) {
        m_figures[figure]->setText(value);
        m_remarks[figure]->setText(remark);
        m_remarks[figure]->setToolTip(remark);
    };
    set(IncidentCount, QString::number(figures.incidents), tr("%n still firing", nullptr, int(figures.open())));
    set(Mtta, items::meanText(figures.mtta()), tr("%n not acknowledged", nullptr, int(figures.unacknowledged())));
    set(Mttr, items::meanText(figures.mttr()), tr("of %n ended", nullptr, int(figures.ended)));
    set(Noise, figures.noiseShare() ? items::cellText(*figures.noiseShare(), metric::Unit::Ratio) : QStringLiteral("–"),
        tr("%n flapped", nullptr, int(figures.flapping)));
}

void AlertHistory::say(const QString &message)
{
    m_message->setText(message);
    m_pages->setCurrentIndex(Message);
}

void AlertHistory::showPage() { m_pages->setCurrentIndex(m_showsAnalytics ? Analytics : Timeline); }

void AlertHistory::chooseIncident(qint64 alertId)
{
    m_alertInquiry.ask([&service = m_context.alerts, alertId](const std::stop_token &) { return service.alert(alertId); },
                       [this](const metric::Result<std::optional<alerts::Alert>> &alert) {
                           if (alert && *alert)
                               Q_EMIT incidentChosen(**alert);
                       });
}

void AlertHistory::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_clock.start();
    if (m_isStale || !m_fixed)
        refresh();
}

void AlertHistory::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_clock.stop();
}

void AlertHistory::save()
{
    saveTable(m_context.settings, *m_table);
    saveSplitter(m_context.settings, *m_splitter);
    m_analytics->save();
}

} // namespace ui
