#pragma once

#include "models/items/column.h"
#include "models/metric/batch.h"

#include <QtCore/QString>

#include <string>
#include <vector>

namespace ui {

// One line of a chart. A point that is NaN or stale, or a wide step in time, is a gap.
struct ChartSeries {
    std::string id; // stable across refreshes: what is hidden stays hidden, a colour stays a colour
    QString name;
    int color = 0; // index into Theme::series()
    bool filled = false;
    std::vector<metric::Point> points; // ascending
};

// A dashed line across the chart in its state's colour, drawn where its value is in view.
struct ChartThreshold {
    double value;
    items::State state;
    QString name;
    qint64 ruleId = 0;      // whose line it is; 0: nobody's, so nothing can be done to it
    bool isMovable = false; // it may be dragged
};

} // namespace ui
