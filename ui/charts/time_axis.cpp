#include "ui/charts/time_axis.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <algorithm>

namespace ui {

using namespace std::chrono_literals;

static constexpr metric::Duration kDay = 24h;

static QDateTime localTime(metric::Timestamp time) { return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()); }

std::vector<TimeLabel> timeLabels(metric::Timestamp from, metric::Timestamp to, int most)
{
    static constexpr metric::Duration kSteps[] = {100ms, 200ms, 500ms, 1s, 2s, 5s,  10s, 15s, 30s,     1min,     2min,     5min,     10min,    15min,
                                                  30min, 1h,    2h,    3h, 6h, 12h, 24h, 48h, 7 * 24h, 14 * 24h, 30 * 24h, 90 * 24h, 365 * 24h};
    const auto span = to - from;
    auto step = *std::find_if(std::begin(kSteps), std::end(kSteps) - 1, [&](metric::Duration candidate) { return candidate * most >= span; });
    while (step * most < span)
        step *= 2;
    const metric::Duration offset = std::chrono::seconds(localTime(to).offsetFromUtc());
    const QLocale locale;
    std::vector<TimeLabel> labels;
    for (auto time = metric::onGrid(from + offset + step - 1ms, step) - offset; time <= to; time += step) {
        const auto local = localTime(time);
        const bool midnight = local.time().msecsSinceStartOfDay() == 0;
        const bool day = span > kDay && (step >= kDay || midnight);
        labels.push_back({time, day            ? locale.toString(local.date(), QStringLiteral("d MMM"))
                                : step < 1s    ? local.toString(QStringLiteral("HH:mm:ss.z"))
                                : span < 10min ? local.toString(QStringLiteral("HH:mm:ss"))
                                               : local.toString(QStringLiteral("HH:mm"))});
    }
    return labels;
}

QString momentText(metric::Timestamp time, metric::Duration span)
{
    return QLocale().toString(localTime(time), span > kDay ? QStringLiteral("d MMM HH:mm") : QStringLiteral("HH:mm:ss"));
}

} // namespace ui
