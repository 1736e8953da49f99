#pragma once

#include "models/metric/clock.h"
#include "ui/theme/theme.h"
#include "ui/window/time_strip.h"

#include <QtWidgets/QWidget>

#include <optional>

class QButtonGroup;
class QToolButton;

namespace ui {

class SteadyLabel;

// The one control of time: live with a span, or a fixed window in the past. Everything on all tabs follows it.
class TimeBar : public QWidget {
    Q_OBJECT

public:
    explicit TimeBar(const Theme &theme, QWidget *parent = nullptr);

    bool live() const { return !m_end.has_value(); }
    metric::Duration span() const { return m_span; }
    // The end of the window; `now` while live.
    metric::Timestamp end(metric::Timestamp now) const { return m_end.value_or(now); }

    void setLive(metric::Duration span);
    void setFixed(metric::Timestamp from, metric::Timestamp to);
    // Once per frame tick: keeps the clock and the strip's right edge.
    void setNow(metric::Timestamp now);
    TimeStrip &strip() { return *m_strip; }

Q_SIGNALS:
    void liveChosen(metric::Duration span);
    void fixedChosen(metric::Timestamp from, metric::Timestamp to);

private:
    void step(int direction);
    void showState();

    metric::Duration m_span;
    std::optional<metric::Timestamp> m_end; // none while live
    metric::Timestamp m_now{};
    QToolButton *m_live;
    QButtonGroup *m_spans;
    TimeStrip *m_strip;
    SteadyLabel *m_clock;
    QToolButton *m_back;
    QToolButton *m_forward;
};

} // namespace ui
