#include "ui/window/time_bar.h"

#include "ui/widgets/steady_label.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <array>

namespace ui {

using namespace std::chrono_literals;

struct Span {
    metric::Duration length;
    const char *text;
};
static constexpr std::array kSpans{Span{5min, QT_TRANSLATE_NOOP("ui::TimeBar", "5 m")}, Span{15min, QT_TRANSLATE_NOOP("ui::TimeBar", "15 m")},
                                   Span{1h, QT_TRANSLATE_NOOP("ui::TimeBar", "1 h")}, Span{6h, QT_TRANSLATE_NOOP("ui::TimeBar", "6 h")},
                                   Span{24h, QT_TRANSLATE_NOOP("ui::TimeBar", "24 h")}};

static QToolButton *button(QWidget *parent, const QString &text, const QString &hint)
{
    auto *made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(hint);
    made->setAccessibleName(hint);
    made->setFocusPolicy(Qt::StrongFocus);
    made->setProperty("outlined", true);
    return made;
}

TimeBar::TimeBar(const Theme &theme, QWidget *parent) : QWidget(parent), m_span(15min)
{
    setObjectName(QStringLiteral("timeBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(8);

    m_live = button(this, tr("● Live"), tr("Follow the present (Ctrl+L)"));
    m_live->setCheckable(true);
    m_live->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    connect(m_live, &QToolButton::clicked, this, [this] { Q_EMIT liveChosen(m_span); });
    layout->addWidget(m_live);

    m_spans = new QButtonGroup(this);
    m_spans->setExclusive(false); // a zoomed window has no button of its own
    for (std::size_t i = 0; i < kSpans.size(); ++i) {
        auto *span = button(this, tr(kSpans[i].text), tr("Show the last %1").arg(tr(kSpans[i].text)));
        span->setCheckable(true);
        span->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key(int(Qt::Key_1) + int(i))));
        m_spans->addButton(span, int(i));
        layout->addWidget(span);
    }
    connect(m_spans, &QButtonGroup::idClicked, this, [this](int id) { Q_EMIT liveChosen(kSpans[std::size_t(id)].length); });

    m_strip = new TimeStrip(theme, this);
    connect(m_strip, &TimeStrip::windowChosen, this, &TimeBar::fixedChosen);
    layout->addWidget(m_strip, 1);

    m_clock = new SteadyLabel(this);
    m_clock->setProperty("dim", true);
    m_clock->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_clock);
    m_back = button(this, QStringLiteral("‹"), tr("One window back (Alt+Left)"));
    m_back->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Left));
    connect(m_back, &QToolButton::clicked, this, [this] { step(-1); });
    layout->addWidget(m_back);
    m_forward = button(this, QStringLiteral("›"), tr("One window forward (Alt+Right)"));
    m_forward->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Right));
    connect(m_forward, &QToolButton::clicked, this, [this] { step(1); });
    layout->addWidget(m_forward);
    showState();
}

void TimeBar::setLive(metric::Duration span)
{
    m_span = span;
    m_end.reset();
    showState();
}

void TimeBar::setFixed(metric::Timestamp from, metric::Timestamp to)
{
    m_span = to - from;
    m_end = to;
    showState();
}

void TimeBar::setNow(metric::Timestamp now)
{
    m_now = now;
    m_strip->setWindow(end(now) - m_span, end(now), now);
    const auto shown = QDateTime::fromMSecsSinceEpoch(end(now).time_since_epoch().count());
    m_clock->setSteadyText(locale().toString(shown, QStringLiteral("ddd d MMM HH:mm:ss")));
}

void TimeBar::step(int direction)
{
    const auto to = end(m_now) + direction * m_span;
    if (to >= m_now)
        Q_EMIT liveChosen(m_span);
    else
        Q_EMIT fixedChosen(to - m_span, to);
}

void TimeBar::showState()
{
    m_live->setChecked(live());
    for (std::size_t i = 0; i < kSpans.size(); ++i)
        m_spans->button(int(i))->setChecked(kSpans[i].length == m_span);
    m_forward->setEnabled(!live());
    if (m_now != metric::Timestamp{})
        setNow(m_now);
}

} // namespace ui
