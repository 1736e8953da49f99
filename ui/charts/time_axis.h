#pragma once

#include "models/metric/clock.h"

#include <QtCore/QString>

#include <vector>

namespace ui {

struct TimeLabel {
    metric::Timestamp time;
    QString text;
};

// Round local times in the window, at most `most` of them: "12:50", with seconds for windows below ten minutes, with the day
// at midnight for windows above a day. REQUIRES: to > from, most > 0.
std::vector<TimeLabel> timeLabels(metric::Timestamp from, metric::Timestamp to, int most);

// One moment in the fineness of a window that wide: "12:52:07", "21 Nov 12:52".
QString momentText(metric::Timestamp time, metric::Duration span);

} // namespace ui
