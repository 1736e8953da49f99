#pragma once

#include "models/metric/batch.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

#include <span>
#include <vector>

namespace ui {

// The past at a glance: a thin line of the processor's load over a longer time, the shown window marked in it. A click or a
// drag moves the window there.
class TimeStrip : public QWidget {
    Q_OBJECT

public:
    explicit TimeStrip(const Theme &theme, QWidget *parent = nullptr);

    // How much past the strip shows for a window of that length.
    static metric::Duration reach(metric::Duration window);

    void setWindow(metric::Timestamp from, metric::Timestamp to, metric::Timestamp now);
    // Values from 0 to 1, ascending in time.
    void setPoints(std::vector<metric::Point> points);
    // Where alerts began.
    void setMarks(std::vector<metric::Timestamp> marks);

    QSize sizeHint() const override { return {300, 28}; }
    QSize minimumSizeHint() const override { return {80, 24}; }

Q_SIGNALS:
    void windowChosen(metric::Timestamp from, metric::Timestamp to);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    double xOf(metric::Timestamp time) const;
    void chooseAt(double x);

    const Theme &m_theme;
    metric::Timestamp m_from{}, m_to{}, m_now{};
    std::vector<metric::Point> m_points;
    std::vector<metric::Timestamp> m_marks;
};

} // namespace ui
