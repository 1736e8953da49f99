#include "models/items/check_texts.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <fmt/format.h>

#include <algorithm>

namespace items {

using namespace std::chrono_literals;

namespace {

// In the order of metric::Reason.
constexpr const char *kReasonTexts[] = {
    QT_TRANSLATE_NOOP("items", "as it should be"),
    QT_TRANSLATE_NOOP("items", "dns"),
    QT_TRANSLATE_NOOP("items", "network"),
    QT_TRANSLATE_NOOP("items", "refused"),
    QT_TRANSLATE_NOOP("items", "timeout"),
    QT_TRANSLATE_NOOP("items", "closed"),
    QT_TRANSLATE_NOOP("items", "tls"),
    QT_TRANSLATE_NOOP("items", "expired"),
    QT_TRANSLATE_NOOP("items", "authentication"),
    QT_TRANSLATE_NOOP("items", "permission"),
    QT_TRANSLATE_NOOP("items", "status"),
    QT_TRANSLATE_NOOP("items", "redirects"),
    QT_TRANSLATE_NOOP("items", "header"),
    QT_TRANSLATE_NOOP("items", "body"),
    QT_TRANSLATE_NOOP("items", "size"),
    QT_TRANSLATE_NOOP("items", "protocol"),
    QT_TRANSLATE_NOOP("items", "answer"),
    QT_TRANSLATE_NOOP("items", "options"),
};
static_assert(std::size(kReasonTexts) == std::size_t(metric::Reason::Options) + 1);

constexpr const char *kSpanTexts[] = {QT_TRANSLATE_NOOP("items", "24 h"), QT_TRANSLATE_NOOP("items", "7 d"), QT_TRANSLATE_NOOP("items", "30 d"),
                                      QT_TRANSLATE_NOOP("items", "90 d")};
static_assert(std::size(kSpanTexts) == health::kSpans.size());

QString momentText(metric::Timestamp time)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()), QStringLiteral("d MMM HH:mm"));
}

} // namespace

State markOf(health::State state)
{
    switch (state) {
    case health::State::Ok: return State::Ok;
    case health::State::Degraded: return State::Warning;
    case health::State::Down: return State::Critical;
    case health::State::Unknown: return State::Unknown;
    case health::State::Paused:
    case health::State::Maintenance: return State::Paused;
    }
    return State::Unknown;
}

QString checkStateText(health::State state)
{
    switch (state) {
    case health::State::Ok: return translated(QT_TRANSLATE_NOOP("items", "OK"));
    case health::State::Degraded: return translated(QT_TRANSLATE_NOOP("items", "Degraded"));
    case health::State::Down: return translated(QT_TRANSLATE_NOOP("items", "Down"));
    case health::State::Unknown: return translated(QT_TRANSLATE_NOOP("items", "Unknown"));
    case health::State::Paused: return translated(QT_TRANSLATE_NOOP("items", "Paused"));
    case health::State::Maintenance: return translated(QT_TRANSLATE_NOOP("items", "Maintenance"));
    }
    return {};
}

int checkStateRank(health::State state)
{
    constexpr std::array kRanks{3, 1, 0, 2, 5, 4}; // as health::State
    return kRanks[std::size_t(state)];
}

QString reasonText(metric::Reason reason) { return translated(kReasonTexts[std::size_t(reason)]); }

QString causeText(metric::Reason reason, std::string_view message)
{
    auto text = QString::fromUtf8(message.data(), qsizetype(message.size()));
    if (reason == metric::Reason::None)
        return text;
    return text.isEmpty() ? reasonText(reason) : QStringLiteral("%1: %2").arg(reasonText(reason), text);
}

QString spanText(health::Span span) { return translated(kSpanTexts[std::size_t(span)]); }
metric::Duration lengthOf(health::Span span) { return health::kSpans[std::size_t(span)]; }

QString availabilityText(std::optional<double> availability)
{
    if (!availability)
        return QStringLiteral("–");
    const double percent = std::clamp(*availability, 0.0, 1.0) * 100;
    const double digits = percent > 99.9 ? 1000 : 100;
    // What was meant as 99.9 is stored a little below it.
    return QString::fromStdString(fmt::format("{} %", std::floor(percent * digits + 1e-6) / digits));
}

QString budgetText(metric::Duration budget)
{
    return budget < 1min ? QStringLiteral("0 min") : durationText(std::chrono::floor<std::chrono::minutes>(budget));
}

metric::Timestamp endOf(std::span<const health::BarPiece> bar, std::size_t piece, metric::Timestamp end)
{
    return piece + 1 < bar.size() ? bar[piece + 1].from : std::max(end, bar[piece].from);
}

QString pieceText(const health::BarPiece &piece, metric::Timestamp to)
{
    const auto &spent = piece.spent;
    QStringList lines{translated(QT_TRANSLATE_NOOP("items", "%1 to %2")).arg(momentText(piece.from), momentText(to))};
    if (const auto availability = spent.availability())
        lines << translated(QT_TRANSLATE_NOOP("items", "%1 available")).arg(availabilityText(availability));
    const std::pair<health::State, const char *> parts[] = {
        {health::State::Down, QT_TRANSLATE_NOOP("items", "down for %1")},
        {health::State::Degraded, QT_TRANSLATE_NOOP("items", "degraded for %1")},
        {health::State::Unknown, QT_TRANSLATE_NOOP("items", "unknown for %1")},
        {health::State::Paused, QT_TRANSLATE_NOOP("items", "paused for %1")},
        {health::State::Maintenance, QT_TRANSLATE_NOOP("items", "in maintenance for %1")},
    };
    auto observed = metric::Duration::zero();
    for (const auto each : spent.in)
        observed += each;
    for (const auto &[state, text] : parts) {
        if (const auto length = spent.in[std::size_t(state)]; length > metric::Duration::zero())
            lines << translated(text).arg(durationText(length));
    }
    if (observed == metric::Duration::zero())
        lines << translated(QT_TRANSLATE_NOOP("items", "not observed"));
    else if (const auto missing = (to - piece.from) - observed; missing >= 1s)
        lines << translated(QT_TRANSLATE_NOOP("items", "not observed for %1")).arg(durationText(missing));
    return lines.join(QLatin1Char('\n'));
}

} // namespace items
