#include "models/targets/weekly_window.h"

#include <QtCore/QRegularExpression>

#include <array>

namespace targets {

static constexpr std::array kDays{"daily", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::optional<WeeklyWindow> WeeklyWindow::parse(QStringView text)
{
    static const QRegularExpression form(QStringLiteral("^\\s*([a-z]+)\\s+(\\d\\d):(\\d\\d)\\s*-\\s*(\\d\\d):(\\d\\d)\\s*$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    WeeklyWindow window{-1, 0, 0};
    for (std::size_t day = 0; day < kDays.size(); ++day) {
        if (match.capturedView(1).compare(QLatin1String(kDays[day]), Qt::CaseInsensitive) == 0)
            window.day = int(day);
    }
    const auto number = [&](int at) { return match.capturedView(at).toInt(); };
    window.from = number(2) * 60 + number(3);
    window.until = number(4) * 60 + number(5);
    const bool good =
        window.day >= 0 && number(3) < 60 && number(5) < 60 && window.from < 24 * 60 && window.until <= 24 * 60 && window.from != window.until;
    return good ? std::optional(window) : std::nullopt;
}

QString WeeklyWindow::text() const
{
    const auto clock = [](int minutes) {
        return QStringLiteral("%1:%2").arg(minutes / 60, 2, 10, QLatin1Char('0')).arg(minutes % 60, 2, 10, QLatin1Char('0'));
    };
    return QStringLiteral("%1 %2-%3").arg(QLatin1String(kDays[std::size_t(day)]), clock(from), clock(until));
}

bool WeeklyWindow::contains(const QDateTime &local) const
{
    const int minute = local.time().hour() * 60 + local.time().minute();
    const auto isDay = [this](const QDate &date) { return day == 0 || date.dayOfWeek() == day; };
    if (from < until)
        return isDay(local.date()) && minute >= from && minute < until;
    return (isDay(local.date()) && minute >= from) || (isDay(local.date().addDays(-1)) && minute < until);
}

} // namespace targets
