#pragma once

#include "models/items/incident_lanes.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QAbstractScrollArea>

#include <memory>
#include <vector>

namespace ui {

using IncidentsRef = std::shared_ptr<const std::vector<alerts::Incident>>; // never null

// Incidents in time: a bar from beginning to end, led by its severity's shape, hollow from when somebody took it on, with an arrow where it
// still fires. The wheel zooms at the cursor, a drag pans, a double click shows all again; a click or the arrow keys choose an incident.
// A table with the same rows belongs beside it for who cannot see it.
class AlertTimeline : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit AlertTimeline(const Theme &theme, QWidget *parent = nullptr);

    // Whoever looked closer keeps doing so while the range goes on; another one is shown whole. REQUIRES: range.from < range.to.
    void setIncidents(IncidentsRef incidents, const alerts::TimeRange &range);
    // When nobody watched.
    void setGaps(std::vector<alerts::TimeRange> gaps);
    void setLanesBy(items::LanesBy by);
    // What is shown of the range.
    alerts::TimeRange window() const { return m_window; }
    // 0: none.
    qint64 current() const { return m_current; }
    void setCurrent(qint64 alertId);

    QSize sizeHint() const override { return {600, 220}; }

Q_SIGNALS:
    void incidentChosen(qint64 alertId);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    static constexpr std::size_t kNone = std::size_t(-1);

    void arrange();
    void layOut();
    QRectF plot() const;
    double xOf(metric::Timestamp time) const;
    metric::Timestamp timeAt(double x) const;
    metric::Timestamp endOf(const alerts::Incident &incident) const; // of what still fires, the range's
    double middleOf(std::size_t incident) const;
    std::size_t incidentAt(const QPointF &position) const; // kNone where there is none
    std::size_t indexOf(qint64 alertId) const;
    void lookAt(const alerts::TimeRange &window);
    void zoom(double factor, metric::Timestamp around);
    void choose(std::size_t incident);
    void reveal(std::size_t incident);
    std::size_t nearest(int lane, metric::Timestamp time) const;
    QString hintAt(const QPointF &position) const;
    void paintLane(QPainter &painter, int lane) const;
    void paintBar(QPainter &painter, const alerts::Incident &incident, double middle, bool hasMark) const;

    const Theme &m_theme;
    IncidentsRef m_incidents = std::make_shared<const std::vector<alerts::Incident>>();
    std::vector<alerts::TimeRange> m_gaps;
    alerts::TimeRange m_range{};
    alerts::TimeRange m_window{};
    items::LanesBy m_by = items::LanesBy::Rule;
    items::IncidentLanes m_lanes;
    std::vector<std::vector<std::size_t>> m_inLane; // by their beginning
    std::vector<int> m_tops;                        // of the lanes, and the end of the last
    qint64 m_current = 0;
    QPointF m_pressedAt;
    QPointF m_draggedTo;
    bool m_isDragging = false;
};

} // namespace ui
