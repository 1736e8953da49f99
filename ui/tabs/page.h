#pragma once

#include "models/alerts/alert_snapshot.h"
#include "models/metric/clock.h"

#include <QtWidgets/QWidget>

namespace ui {

// What the window asks of each of its tabs.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    // Once per frame tick, for the visible page only.
    virtual void tick(metric::Timestamp now) { Q_UNUSED(now) }
    virtual void setAlerts(const alerts::AlertSnapshotRef &snapshot) { Q_UNUSED(snapshot) }
    // The window of time moved; `live` follows the present.
    virtual void setTime(bool live, metric::Timestamp from, metric::Timestamp to)
    {
        Q_UNUSED(live)
        Q_UNUSED(from)
        Q_UNUSED(to)
    }
    // Layouts that are remembered: splitters and tables.
    virtual void save() {}
};

} // namespace ui
