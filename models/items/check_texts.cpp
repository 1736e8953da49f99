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

// What models/health/check_state.cpp and score.cpp say.
constexpr const char *kSentences[] = {
    QT_TRANSLATE_NOOP("items", "not asked yet"),
    QT_TRANSLATE_NOOP("items", "it could not be asked"),
    QT_TRANSLATE_NOOP("items", "it was not asked for more than %1"),
    QT_TRANSLATE_NOOP("items", "it is being asked again"),
    QT_TRANSLATE_NOOP("items", "it answers, and should not"),
    QT_TRANSLATE_NOOP("items", "it answers, and should not: %1"),
    QT_TRANSLATE_NOOP("items", "it does not answer, as it should: %1"),
    QT_TRANSLATE_NOOP("items", "answers slowly: most of the last answers took longer than %1"),
    QT_TRANSLATE_NOOP("items", "behind %1, which is down"),
    QT_TRANSLATE_NOOP("items", "this machine is offline"),
};
constexpr const char *kSummaries[] = {
    QT_TRANSLATE_NOOP("items", "%1 is down"),
    QT_TRANSLATE_NOOP("items", "%1 answers slowly"),
    QT_TRANSLATE_NOOP("items", "%1 is unknown"),
    QT_TRANSLATE_NOOP("items", "%1 is down, and %2 more"),
    QT_TRANSLATE_NOOP("items", "%1 answers slowly, and %2 more"),
    QT_TRANSLATE_NOOP("items", "%1 is unknown, and %2 more"),
    QT_TRANSLATE_NOOP("items", "this machine is offline"),
};

// What stands in a sentence at the places %1, %2 of a pattern; empty: it is none of that pattern.
std::optional<QStringList> placesIn(std::string_view sentence, std::string_view pattern)
{
    QStringList places;
    while (true) {
        const auto place = pattern.find('%');
        const auto literal = pattern.substr(0, place);
        if (!sentence.starts_with(literal))
            return {};
        sentence.remove_prefix(literal.size());
        if (place == std::string_view::npos)
            return sentence.empty() ? std::optional(places) : std::nullopt;
        pattern.remove_prefix(place + 2);
        const auto end = pattern.empty() ? sentence.size() : sentence.rfind(pattern.substr(0, pattern.find('%')));
        if (end == std::string_view::npos)
            return {};
        places << utf8Text(sentence.substr(0, end));
        sentence.remove_prefix(end);
    }
}

QString inOurWords(std::string_view sentence, std::span<const char *const> patterns)
{
    for (const auto *pattern : patterns) {
        const auto places = placesIn(sentence, pattern);
        if (!places)
            continue;
        const auto text = translated(pattern);
        return places->isEmpty() ? text : places->size() == 1 ? text.arg(places->at(0)) : text.arg(places->at(0), places->at(1));
    }
    return utf8Text(sentence);
}

constexpr const char *kSpanTexts[] = {QT_TRANSLATE_NOOP("items", "24 h"), QT_TRANSLATE_NOOP("items", "7 d"), QT_TRANSLATE_NOOP("items", "30 d"),
                                      QT_TRANSLATE_NOOP("items", "90 d")};
static_assert(std::size(kSpanTexts) == health::kSpans.size());

QString momentText(metric::Timestamp time)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()), QStringLiteral("d MMM HH:mm"));
}

} // namespace

QString utf8Text(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

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

QString messageText(std::string_view message) { return inOurWords(message, kSentences); }
QString summaryText(std::string_view summary) { return inOurWords(summary, kSummaries); }

QString causeText(metric::Reason reason, std::string_view message)
{
    auto text = messageText(message);
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
