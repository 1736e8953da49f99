#pragma once

#include "models/metric/unit.h"
#include "ui/charts/chart_series.h"
#include "ui/theme/theme.h"

#include <QtCore/QStringList>
#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <set>

class QMenu;

namespace ui {

class ChartGestures;
class ChartLegend;
class CrosshairHub;
class ThresholdGrip;

// Lines over a window of time, with a legend that shows values, a crosshair shared between charts, thresholds and alert marks.
// Drag pans, the wheel zooms, Shift+drag selects, a double click asks for live; Space pauses, Left and Right move the crosshair;
// a threshold can be dragged.
// The chart never changes its window for good by itself: it asks, and the owner answers with setWindow().
//
// Setters only remember; one update follows per frame, and none while the chart is not visible. Qt Charts gives geometry and
// grid, and lies hidden here; the lines are painted by one item of our own in its plot area, because QLineSeries strokes every
// line anew for hit tests at each replace(). Gui thread.
class ChartWidget : public QWidget {
    Q_OBJECT

public:
    explicit ChartWidget(const Theme &theme, QWidget *parent = nullptr);
    ~ChartWidget() override;

    // The accessible name, and what a saved picture is called.
    void setTitle(const QString &title);
    void setUnit(metric::Unit unit);
    // The top of the value axis where it is known; NaN: from the values.
    void setHigh(double high);
    // Replaces all lines. While the chart is paused the newest are kept back.
    void setSeries(std::vector<ChartSeries> series);
    void setWindow(metric::Timestamp from, metric::Timestamp to);
    void setThresholds(std::vector<ChartThreshold> thresholds);
    // The values' axis reaches all thresholds, however far from the data they are.
    void setReachesThresholds(bool reaches);
    // Where alerts began: triangles on the time axis.
    void setMarks(std::vector<metric::Timestamp> marks);
    // What its lines answer: the menu offers to explore it. None: it does not.
    void setExpressions(QStringList expressions) { m_expressions = std::move(expressions); }
    const QStringList &expressions() const { return m_expressions; }
    // Shown in the middle where no series has points.
    void setEmptyText(const QString &text);
    // A last line for the tooltip at that moment, for example the top process.
    void setTooltipNote(std::function<QString(metric::Timestamp)> note);
    // Not owned; nullptr for a crosshair of its own.
    void setCrosshairHub(CrosshairHub *hub);

    const std::vector<ChartSeries> &series() const { return m_frame.series; }
    const std::vector<metric::Timestamp> &marks() const { return m_marks; }
    metric::Timestamp from() const { return m_frame.from; }
    metric::Timestamp to() const { return m_frame.to; }
    bool paused() const { return m_paused; }
    // Paused, the chart keeps its window and lines and says so.
    void setPaused(bool paused);
    bool seriesHidden(const std::string &id) const { return m_hidden.contains(id); }
    // Shows this series alone; once more shows all.
    void isolate(const std::string &id);
    void toggle(const std::string &id);
    // On the screen, not only in a shown window: a chart scrolled away wants no data.
    bool inView() const { return isVisible() && !visibleRegion().isEmpty(); }
    // Applies at once what is pending.
    void flush();
    // What is in the window, one column a series.
    QString csv() const;
    QImage image();

    QSize sizeHint() const override { return {370, 160}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    void windowRequested(metric::Timestamp from, metric::Timestamp to);
    void liveRequested();
    // Its expressions over its window are wanted where they can be changed.
    void exploreRequested();
    // A threshold was dragged to that value, or is wanted where it can be edited.
    void thresholdMoved(qint64 ruleId, double value);
    void thresholdWanted(qint64 ruleId);
    // It came into view and may want data.
    void shown();

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Backend; // all that is Qt Charts
    struct Frame {
        std::vector<ChartSeries> series;
        metric::Timestamp from{};
        metric::Timestamp to{std::chrono::seconds(1)};
    };

    void markDirty();
    // The same lines a little further on: drawn anew only once the picture would move by a pixel.
    void markMoved();
    bool movesByLessThanAPixel() const;
    void refresh();
    std::optional<metric::Timestamp> pointedAt() const; // by the crosshair, where that is in the window
    void showCursor();
    void showLegend(std::optional<metric::Timestamp> time);
    Backend &backend();
    void applyTheme();
    void connectGestures();
    void connectGrip();
    void offerThresholds(QMenu &menu, std::optional<qint64> pointedAt);
    void moveCrosshair(int steps);
    void ask(const QString &suffix, const QString &filter, std::function<bool(const QString &)> write);
    // The frame that setters write to: the one drawn, or the one kept back.
    Frame &incoming();
    bool frozen() const { return m_paused || m_dragged; }
    void thaw();
    double xAt(metric::Timestamp time) const;
    metric::Duration reach(const ChartSeries &series) const;

    const Theme &m_theme;
    std::unique_ptr<Backend> m_backend; // from the first picture on
    ChartLegend *m_legend;
    ChartGestures *m_gestures;
    ThresholdGrip *m_grip;
    CrosshairHub *m_hub = nullptr;
    CrosshairHub *m_ownHub;
    QTimer m_timer;

    Frame m_frame;               // what is drawn
    std::optional<Frame> m_held; // what came while the chart stood still
    std::vector<ChartThreshold> m_thresholds;
    bool m_reachesThresholds = false;
    std::vector<metric::Timestamp> m_marks;
    std::function<QString(metric::Timestamp)> m_note;
    std::set<std::string> m_hidden;
    QStringList m_expressions;
    QString m_emptyText;
    metric::Unit m_unit = metric::Unit::None;
    double m_high = std::numeric_limits<double>::quiet_NaN();
    bool m_paused = false;
    bool m_dragged = false;
    bool m_ringed = false; // focus came by Tab: show where it is
    bool m_keyed = false;  // the keyboard moves the crosshair
    bool m_dirty = true;
    bool m_changed = true; // more than time went on
    std::vector<std::string> m_drawnIds;
    metric::Timestamp m_drawnFrom{};
    metric::Timestamp m_drawnTo{};
};

} // namespace ui
