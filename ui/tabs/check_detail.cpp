#include "ui/tabs/check_detail.h"

#include "models/items/check_rows.h"
#include "models/metric/format.h"
#include "models/metric/labels.h"
#include "ui/charts/chart_widget.h"
#include "ui/theme/state_mark.h"
#include "ui/widgets/availability_bar.h"
#include "ui/widgets/wrap_row.h"

#include <fmt/format.h>

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <tuple>

namespace ui {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostChanges = 20;

QLabel *detailLabel(QWidget *parent, bool isHeading = false, const QString &text = {})
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (isHeading) {
        auto font = label->font();
        font.setWeight(QFont::DemiBold);
        label->setFont(font);
    } else {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    return label;
}

// The series of that name that the check has, whatever else they are labelled with.
std::string seriesOf(std::string_view name, const health::CheckPlan &plan)
{
    return fmt::format("{}{}", name, metric::Labels{{"instance", plan.instance}, {"job", plan.job}}.toString());
}

QString changeText(const items::StateChange &change)
{
    auto text = QStringLiteral("%1  %2").arg(items::timeText(change.time),
                                             change.state ? items::checkStateText(*change.state) : CheckDetail::tr("Not observed"));
    if (const auto cause = items::causeText(change.reason, change.message); !cause.isEmpty())
        text += QStringLiteral(" · ") + cause;
    return text;
}

} // namespace

CheckDetail::CheckDetail(const Context &context, QWidget *parent)
    : Card(context.theme, parent), m_context(context), m_changesInquiry(context.background)
{
    setObjectName(QStringLiteral("checkDetail"));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_inside = new QWidget(scroll);
    auto *layout = new QVBoxLayout(m_inside);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(6);
    buildHead(*layout);
    layout->addWidget(detailLabel(m_inside, true, tr("Response time")));
    m_chart = new ChartWidget(context.theme, m_inside);
    m_chart->setObjectName(QStringLiteral("responseChart"));
    m_chart->setAccessibleName(tr("Response time"));
    m_chart->setUnit(metric::Unit::Seconds);
    m_chart->setFixedHeight(150);
    m_chart->setCrosshairHub(&context.crosshair);
    m_chart->setEmptyText(tr("No answers in this time."));
    layout->addWidget(m_chart);
    buildAvailability(*layout);
    layout->addWidget(detailLabel(m_inside, true, tr("Last changes")));
    m_changes = detailLabel(m_inside);
    m_changes->setObjectName(QStringLiteral("checkChanges"));
    layout->addWidget(m_changes);
    layout->addStretch(1);
    scroll->setWidget(m_inside);
    setContent(scroll);
    connect(&context.theme, &Theme::changed, this, [this] {
        if (m_check)
            m_mark->setPixmap(stateIcon(items::markOf(m_check->state), m_context.theme).pixmap(16, 16));
    });
    setCheck(nullptr, {}, {}, {});
}

void CheckDetail::buildHead(QVBoxLayout &layout)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    m_mark = new QLabel(m_inside);
    m_state = detailLabel(m_inside, true);
    row->addWidget(m_mark);
    row->addWidget(m_state, 1);
    const auto button = [&](const QString &text, const char *name, auto signal) {
        auto *made = new QToolButton(m_inside);
        made->setObjectName(QString::fromLatin1(name));
        made->setText(text);
        made->setFocusPolicy(Qt::StrongFocus);
        made->setProperty("outlined", true);
        connect(made, &QToolButton::clicked, this, signal);
        row->addWidget(made);
        return made;
    };
    button(tr("Evidence…"), "detailEvidence", &CheckDetail::evidenceRequested);
    auto *close = button(QStringLiteral("✕"), "detailClose", &CheckDetail::closeRequested);
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    layout.addLayout(row);
    m_why = detailLabel(m_inside);
    layout.addWidget(m_why);
    m_next = detailLabel(m_inside);
    m_next->setProperty("dim", true);
    layout.addWidget(m_next);
    m_certificate = detailLabel(m_inside);
    m_certificate->setObjectName(QStringLiteral("checkCertificate"));
    layout.addWidget(m_certificate);
}

void CheckDetail::buildAvailability(QVBoxLayout &layout)
{
    layout.addWidget(detailLabel(m_inside, true, tr("Availability")));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    for (std::size_t span = 0; span < m_bars.size(); ++span) {
        const auto text = items::spanText(health::Span(span));
        auto *name = detailLabel(m_inside, false, text);
        name->setProperty("dim", true);
        name->setWordWrap(false);
        m_bars[span] = new AvailabilityBar(m_context.theme, m_inside);
        m_bars[span]->setAccessibleName(tr("Availability of the last %1").arg(text));
        m_shares[span] = detailLabel(m_inside);
        m_shares[span]->setWordWrap(false);
        m_shares[span]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        const int row = int(span);
        grid->addWidget(name, row, 0);
        grid->addWidget(m_bars[span], row, 1);
        grid->addWidget(m_shares[span], row, 2);
    }
    grid->setColumnStretch(1, 1);
    layout.addLayout(grid);
    m_outages = detailLabel(m_inside);
    m_outages->setProperty("dim", true);
    layout.addWidget(m_outages);
}

void CheckDetail::setCheck(Check check, const QString &kind, const QString &why, metric::Timestamp end)
{
    const auto before = std::exchange(m_check, std::move(check));
    m_inside->setVisible(m_check != nullptr);
    if (!m_check) {
        setTitle(tr("No check chosen"));
        setSubject(tr("choose one to see how it was"));
        m_changesInquiry.forget();
        return;
    }
    const auto &status = *m_check;
    setTitle(QString::fromStdString(status.plan.name));
    const auto instance = QString::fromStdString(status.plan.instance);
    setSubject(kind.isEmpty() ? instance : QStringLiteral("%1 · %2").arg(kind, instance));
    m_mark->setPixmap(stateIcon(items::markOf(status.state), m_context.theme).pixmap(16, 16));
    auto state = items::checkStateText(status.state);
    if (status.responseTime)
        state += QStringLiteral(" · ") +
                 QString::fromStdString(metric::formatValue(std::chrono::duration<double>(*status.responseTime).count(), metric::Unit::Seconds));
    m_state->setText(state);
    m_why->setText(why);
    for (std::size_t span = 0; span < m_bars.size(); ++span) {
        const auto share = items::availabilityText(status.spent[span].availability());
        m_bars[span]->setBar(status.bars[span], end);
        m_bars[span]->setAccessibleDescription(share);
        m_shares[span]->setText(share);
    }
    QStringList outages{tr("%n outage(s) in 30 days", nullptr, status.outages)};
    if (status.mttr)
        outages << tr("repaired in %1 on average").arg(items::durationText(*status.mttr));
    if (status.mtbf)
        outages << tr("%1 between them").arg(items::durationText(*status.mtbf));
    m_outages->setText(outages.join(QStringLiteral(" · ")));
    showChart();
    if (!before || std::tie(before->plan.target, before->state, before->since) != std::tie(status.plan.target, status.state, status.since)) {
        showChanges();
        showCertificate(m_context.clock.now());
    }
    tick(m_context.clock.now());
}

void CheckDetail::showChart()
{
    const auto &plan = m_check->plan;
    // Of a check whose verdicts are not confirmed by anybody yet, what its probe measured.
    const auto expression = fmt::format("max by (instance, job) ({}) or max by (instance, job) ({})",
                                        seriesOf("vedette_check_response_seconds", plan), seriesOf("probe_duration_seconds", plan));
    std::vector<ChartThreshold> thresholds;
    if (plan.slowAfter)
        thresholds.push_back({double(plan.slowAfter->count()) / 1e3, State::Warning, tr("slow")});
    m_chart->setThresholds(std::move(thresholds));
    if (expression == m_charted)
        return;
    m_charted = expression;
    m_chart->setExpressions({QString::fromStdString(expression)});
    m_chart->setSeries({});
    m_context.feed.add(m_chart, {{expression, {}, tr("response time")}});
}

void CheckDetail::showChanges()
{
    if (!m_changesOf) {
        m_changes->setText(tr("Nothing is known of the time before."));
        return;
    }
    m_changesInquiry.ask([source = m_changesOf, target = m_check->plan.target](const std::stop_token &) { return source(target); },
                         [this](metric::Result<std::vector<items::StateChange>> changes) {
                             if (!changes) {
                                 m_changes->setText(tr("They cannot be read: %1").arg(QString::fromStdString(changes.error().message)));
                                 return;
                             }
                             std::ranges::stable_sort(*changes, std::greater<>(), &items::StateChange::time);
                             QStringList lines;
                             for (std::size_t i = 0; i < std::min(kMostChanges, changes->size()); ++i)
                                 lines << changeText((*changes)[i]);
                             m_changes->setText(lines.isEmpty() ? tr("It has not changed since it is checked.") : lines.join(QLatin1Char('\n')));
                         });
}

void CheckDetail::showCertificate(metric::Timestamp now)
{
    double expiry = std::numeric_limits<double>::quiet_NaN();
    if (const auto values = m_context.engine.instant(seriesOf("probe_ssl_earliest_cert_expiry", m_check->plan), now)) {
        for (const auto &value : *values)
            expiry = std::isnan(expiry) ? value.value : std::min(expiry, value.value);
    }
    const auto end = items::secondsToTime(expiry);
    m_certificate->setVisible(end != metric::Timestamp{});
    m_certificate->setText(end > now ? tr("Certificate valid until %1 (for %2)").arg(items::timeText(end), items::durationText(end - now))
                                     : tr("Certificate expired on %1, %2 ago").arg(items::timeText(end), items::durationText(now - end)));
}

void CheckDetail::tick(metric::Timestamp now)
{
    if (!m_check || !isVisible())
        return;
    const auto &status = *m_check;
    QStringList parts;
    if (status.plan.paused)
        parts << tr("Nobody asks");
    else if (status.nextRun == metric::Timestamp{})
        parts << tr("Nobody knows when it is asked next");
    else
        parts << (status.nextRun > now ? tr("Asked next in %1").arg(items::durationText(status.nextRun - now)) : tr("Being asked"));
    if (status.plan.interval > metric::Duration::zero())
        parts << tr("every %1").arg(items::durationText(status.plan.interval));
    if (status.lastRun != metric::Timestamp{})
        parts << tr("last %1").arg(items::timeText(status.lastRun));
    m_next->setText(parts.join(QStringLiteral(" · ")));
    constexpr auto kCertificateEvery = 60s;
    if (now.time_since_epoch() % kCertificateEvery < metric::Duration(1s))
        showCertificate(now);
}

void CheckDetail::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    tick(m_context.clock.now());
}

} // namespace ui
