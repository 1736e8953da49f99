#pragma once

#include <QtCore/QString>

#include <optional>

namespace settings {

// From one minute of the day to another, which may be on the next day: "22:00-07:00". Minutes from 0 to 1439.
struct DayRange {
    int from = 0;
    int until = 0; // not included; the same as `from` is a whole day

    static std::optional<DayRange> parse(const QString &text);
    QString toString() const;
    friend bool operator==(const DayRange &, const DayRange &) = default;
};

} // namespace settings
