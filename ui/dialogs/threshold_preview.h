#pragma once

#include "models/alerts/alert_rule.h"
#include "models/metric/clock.h"
#include "models/query/engine.h"
#include "models/rules/backtest.h"
#include "ui/widgets/background.h"

#include <QtWidgets/QWidget>

#include <optional>

class QLabel;

namespace ui {

class ChartWidget;
class Theme;

// A rule tried on the past while it is written: what is measured, with the line in it and marks where it would have fired; how often and how
// long, in words. Both are computed beside the gui thread, and anew when the rule or the span changes.
class ThresholdPreview : public QWidget {
    Q_OBJECT

public:
    ThresholdPreview(const Theme &theme, const metric::Clock &clock, const query::Engine &engine, Background &background, QWidget *parent);

public Q_SLOTS:
    void show(const alerts::AlertRule &rule);

private:
    void look();
    void draw(metric::Timestamp now);
    void attempt(metric::Timestamp now);
    QString wordsFor(const metric::Result<rules::Backtest> &told) const;

    const metric::Clock &m_clock;
    const query::Engine &m_engine;
    ChartWidget *m_chart;
    QLabel *m_words;
    Inquiry m_drawing;
    Inquiry m_attempt;
    std::optional<alerts::AlertRule> m_rule; // none yet
    int m_span = 0;                          // which of the buttons
};

} // namespace ui
