#include "models/settings/day_range.h"

#include <QtCore/QTime>

namespace settings {

static const QString kTimeFormat = QStringLiteral("HH:mm");

std::optional<DayRange> DayRange::parse(const QString &text)
{
    const auto dash = text.indexOf(u'-');
    if (dash < 0)
        return std::nullopt;
    const auto from = QTime::fromString(text.left(dash), kTimeFormat);
    const auto until = QTime::fromString(text.mid(dash + 1), kTimeFormat);
    if (!from.isValid() || !until.isValid())
        return std::nullopt;
    return DayRange{from.msecsSinceStartOfDay() / 60'000, until.msecsSinceStartOfDay() / 60'000};
}

QString DayRange::toString() const
{
    const auto time = [](int minute) { return QTime::fromMSecsSinceStartOfDay(minute * 60'000).toString(kTimeFormat); };
    return time(from) + u'-' + time(until);
}

} // namespace settings
