#include "app/zones.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

namespace app {

std::chrono::seconds utcOffsetOf(const std::string &location, metric::Timestamp time)
{
    const auto zone = location == kLocalZone ? QTimeZone::systemTimeZone() : QTimeZone(QByteArray::fromStdString(location));
    const auto moment = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return std::chrono::seconds(zone.isValid() ? zone.offsetFromUtc(moment) : 0);
}

} // namespace app
