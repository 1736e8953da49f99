#include "models/items/column.h"

#include "models/metric/labels.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <algorithm>
#include <optional>

namespace items {

RowKey RowKey::of(std::string_view text) { return {metric::hashBytes(text), metric::hashBytes(text, 0x5bd1e995)}; }

bool unknown(const Cell &cell)
{
    const double *number = std::get_if<double>(&cell);
    return std::holds_alternative<std::monostate>(cell) || (number && std::isnan(*number));
}

// Negative, zero or positive; empty where one of them is not ASCII, which takes Unicode's tables and five times as long.
static std::optional<int> compareAscii(std::string_view a, std::string_view b)
{
    constexpr auto kLower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? int(c - 'A' + 'a') : int(c); };
    int order = 0;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const auto charA = static_cast<unsigned char>(i < a.size() ? a[i] : 0), charB = static_cast<unsigned char>(i < b.size() ? b[i] : 0);
        if (charA >= 0x80 || charB >= 0x80)
            return std::nullopt;
        if (order == 0)
            order = kLower(charA) - kLower(charB);
    }
    return order != 0 ? order : int(a.size() > b.size()) - int(a.size() < b.size());
}

int compareCells(const Cell &a, const Cell &b)
{
    if (a.index() != b.index())
        return a.index() < b.index() ? -1 : 1;
    if (const double *number = std::get_if<double>(&a))
        return int(*number > std::get<double>(b)) - int(*number < std::get<double>(b));
    if (const auto *text = std::get_if<std::string_view>(&a)) {
        const auto &other = std::get<std::string_view>(b);
        if (const auto order = compareAscii(*text, other))
            return *order;
        return QAnyStringView::compare(QUtf8StringView(text->data(), qsizetype(text->size())), QUtf8StringView(other.data(), qsizetype(other.size())),
                                       Qt::CaseInsensitive);
    }
    return 0; // a line of numbers has no order
}

QString cellText(const Cell &cell, metric::Unit unit)
{
    if (const double *number = std::get_if<double>(&cell))
        return QString::fromStdString(metric::formatValue(*number, unit));
    if (const auto *text = std::get_if<std::string_view>(&cell))
        return QString::fromUtf8(text->data(), qsizetype(text->size()));
    return std::holds_alternative<std::monostate>(cell) ? QStringLiteral("–") : QString();
}

QVariant cellValue(const Cell &cell)
{
    if (unknown(cell))
        return {};
    if (const double *number = std::get_if<double>(&cell))
        return *number;
    if (const auto *text = std::get_if<std::string_view>(&cell))
        return QString::fromUtf8(text->data(), qsizetype(text->size()));
    const auto &line = std::get<std::span<const double>>(cell);
    return QVariant::fromValue(QList<double>(line.begin(), line.end()));
}

QString timeText(metric::Timestamp time)
{
    if (time == metric::Timestamp())
        return QStringLiteral("–");
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()), QStringLiteral("d MMM HH:mm:ss"));
}

metric::Timestamp secondsToTime(double seconds)
{
    constexpr double kFarthest = 1e11; // the year 5138, where dates stop being times
    if (!(std::abs(seconds) < kFarthest))
        return {};
    return metric::Timestamp(metric::Duration(std::int64_t(seconds * 1e3)));
}

QString durationText(metric::Duration duration) { return QString::fromStdString(metric::formatDuration(duration)); }

QString translated(const char *source) { return QCoreApplication::translate("items", source); }

} // namespace items
