#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <optional>

namespace targets {

// A span that comes again every week or every day, by the clock on the wall; it may reach over midnight.
struct WeeklyWindow {
    int day = 0;             // 1 Monday to 7 Sunday, as QDate has it; 0: every day
    int from = 0, until = 0; // minutes since midnight; until <= from: on the next day

    // "Sun 02:00-04:00", "daily 23:30-00:30"; any case. Empty where it is none.
    static std::optional<WeeklyWindow> parse(QStringView text);
    QString text() const;
    bool contains(const QDateTime &local) const;

    friend bool operator==(const WeeklyWindow &, const WeeklyWindow &) = default;
};

} // namespace targets
