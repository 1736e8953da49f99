#include "app/commands/time_text.h"

#include "models/query/parser.h"

#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <fmt/format.h>

#include <cmath>

namespace app {

using metric::Timestamp;

metric::Result<Timestamp> timeOf(const std::string &text, const char *option, Timestamp now)
{
    const auto qtext = QString::fromStdString(text);
    bool ok = false;
    if (const double seconds = qtext.toDouble(&ok); ok && std::abs(seconds) < 9e12)
        return Timestamp(metric::Duration(std::llround(seconds * 1000)));
    if (text.starts_with('-')) {
        if (const auto ago = query::parseDuration(std::string_view(text).substr(1)))
            return now - *ago;
    }
    auto time = QDateTime::fromString(qtext, Qt::ISODateWithMs);
    if (!time.isValid())
        return metric::fail(metric::ErrorCode::InvalidArgument,
                            fmt::format("{} {}: not a time; give 2026-11-21T14:00:00, -1h or seconds since 1970", option, text));
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return Timestamp(metric::Duration(time.toMSecsSinceEpoch()));
}

std::string timeText(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

} // namespace app
