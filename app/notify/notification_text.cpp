#include "app/notify/notification_text.h"

#include "models/metric/format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtCore/QStringList>

#include <algorithm>
#include <span>

namespace notify {

using alerts::Alert;
using alerts::Severity;

namespace {

constexpr std::size_t kLines = 5; // a notification is read at a glance

struct Text {
    Q_DECLARE_TR_FUNCTIONS(notify::DesktopNotifier)
};

QString ofRule(const std::string &text) { return QCoreApplication::translate("rules", text.c_str()); }

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Info: return Text::tr("Info");
    case Severity::Warning: return Text::tr("Warning");
    case Severity::Critical: return Text::tr("Critical");
    case Severity::Emergency: return Text::tr("Emergency");
    }
    return {};
}

QString sinceOf(metric::Timestamp time)
{
    const auto moment = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    const bool isToday = moment.date() == QDate::currentDate();
    return QLocale().toString(moment, isToday ? QStringLiteral("HH:mm:ss") : QStringLiteral("d MMM HH:mm"));
}

// "anvil · /home · 95 %": the target first, then what else the measured series says of itself, and the value.
QStringList subjectOf(const Alert &alert)
{
    const auto isTheRules = [&](std::string_view name) {
        return std::ranges::any_of(alert.rule->labels, [&](const auto &label) { return label.first == name; });
    };
    QStringList parts;
    const auto labels = alerts::subjectOf(*alert.labels);
    for (const auto label : labels) {
        if (label.name == "job" || isTheRules(label.name))
            continue;
        const auto value = QString::fromUtf8(label.value.data(), qsizetype(label.value.size()));
        parts.insert(label.name == "instance" ? 0 : parts.size(), value);
    }
    parts << QString::fromStdString(metric::formatValue(alert.value, alert.unit));
    return parts;
}

QString lineOf(const Alert &alert, bool withName)
{
    auto parts = subjectOf(alert);
    if (withName)
        parts.prepend(ofRule(alert.rule->name));
    if (alert.state == alerts::AlertState::Resolved)
        parts << Text::tr("lasted %1").arg(QString::fromStdString(metric::formatDuration(alert.resolvedAt - alert.firingSince)));
    else
        parts << Text::tr("since %1").arg(sinceOf(alert.firingSince));
    return parts.join(QStringLiteral(" · "));
}

bool haveOneName(std::span<const Alert> alerts)
{
    return std::ranges::all_of(alerts, [&](const Alert &each) { return each.rule->name == alerts.front().rule->name; });
}

QString summaryOf(std::span<const Alert> alerts, bool isOver)
{
    const auto count = int(alerts.size());
    if (!haveOneName(alerts))
        return isOver ? Text::tr("%1 alerts are over").arg(count) : Text::tr("%1 alerts fire").arg(count);
    auto name = ofRule(alerts.front().rule->name);
    if (count > 1)
        name = Text::tr("%1: %2 times").arg(name).arg(count);
    return isOver ? Text::tr("Resolved: %1").arg(name) : name;
}

} // namespace

NotificationText textOf(const alerts::GroupMessage &message)
{
    NotificationText text;
    text.isOver = message.firing.empty();
    const std::span<const Alert> alerts = text.isOver ? message.resolved : message.firing;
    if (alerts.empty())
        return text;
    // The gravest first, then what is new.
    std::vector<Alert> sorted(alerts.begin(), alerts.end());
    const auto isFresh = [&](const Alert &alert) { return std::ranges::binary_search(message.fresh, alert.id); };
    std::ranges::stable_sort(
        sorted, [&](const Alert &a, const Alert &b) { return std::pair(a.rule->severity, isFresh(a)) > std::pair(b.rule->severity, isFresh(b)); });
    text.severity = sorted.front().rule->severity;
    text.summary = summaryOf(alerts, text.isOver);

    QStringList lines;
    const bool withName = !haveOneName(alerts);
    for (const auto &alert : std::span(sorted).first(std::min(kLines, sorted.size())))
        lines << lineOf(alert, withName);
    if (!text.isOver)
        lines[0].prepend(severityWord(text.severity) + QStringLiteral(" · "));
    if (sorted.size() > kLines)
        lines << Text::tr("and %1 more").arg(sorted.size() - kLines);
    if (text.isOver) {
        text.body = lines.join(u'\n');
        return text;
    }
    if (!message.resolved.empty())
        lines << Text::tr("over meanwhile: %1").arg(message.resolved.size());
    if (message.isRepeat)
        lines << Text::tr("It still fires.");
    if (std::ranges::any_of(sorted, [&](const Alert &alert) { return alert.returned && isFresh(alert); }))
        lines << Text::tr("It is told again because its silence ended.");
    if (std::ranges::any_of(sorted, [&](const Alert &alert) { return alert.flaps; }))
        lines << Text::tr("It comes and goes; nothing more is told until it is calm.");
    if (const auto meaning = alerts::meaningOf(sorted.front()); !withName && !meaning.empty())
        lines << ofRule(meaning);
    text.body = lines.join(u'\n');
    return text;
}

} // namespace notify
