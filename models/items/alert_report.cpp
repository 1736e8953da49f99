#include "models/items/alert_report.h"

#include "models/items/alert_model.h"
#include "models/items/rule_texts.h"
#include "models/metric/format.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <algorithm>

namespace items {

using alerts::Alert;
using alerts::AlertEvent;
using alerts::AlertState;

namespace {

constexpr std::string_view kRunbook = "runbook_url";

struct Line {
    QString name;
    QString text;
    bool isAddress = false;
};
struct Section {
    QString title;
    std::vector<Line> lines;
};
struct Report {
    QString title;
    std::vector<Line> facts;
    std::vector<Section> sections; // none is empty
};

QString fromUtf8(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

QString dateText(metric::Timestamp time)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

QString eventText(const AlertEvent &event)
{
    auto text = eventKindText(event.kind);
    if (!event.author.empty())
        text += QStringLiteral(" (%1)").arg(QString::fromStdString(event.author));
    if (!event.text.empty())
        text += QStringLiteral(": ") + ruleText(event.text);
    return text;
}

Report reportOf(const Alert &alert, std::span<const AlertEvent> events, metric::Timestamp now)
{
    Report report;
    const auto target = fromUtf8(instanceOf(alert));
    report.title = ruleText(alert.rule->name) + (target.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(target));
    const auto fact = [&](const char *name, const QString &text) {
        if (!text.isEmpty())
            report.facts.push_back({translated(name), text});
    };
    const auto valueText = [&](double value) { return QString::fromStdString(metric::formatValue(value, alert.unit)); };
    const auto since = alert.state == AlertState::Pending ? alert.pendingSince : alert.firingSince;
    fact(QT_TRANSLATE_NOOP("items", "Severity"), severityText(alert.rule->severity));
    fact(QT_TRANSLATE_NOOP("items", "State"), alertStateText(alert.state));
    fact(QT_TRANSLATE_NOOP("items", "Target"), target);
    fact(QT_TRANSLATE_NOOP("items", "Value"), valueText(alert.value));
    fact(QT_TRANSLATE_NOOP("items", "Worst value"), valueText(alert.worst));
    fact(QT_TRANSLATE_NOOP("items", "Since"), dateText(since));
    const auto end = alert.state == AlertState::Resolved ? alert.resolvedAt : now;
    fact(alert.state == AlertState::Resolved ? QT_TRANSLATE_NOOP("items", "Lasted") : QT_TRANSLATE_NOOP("items", "Lasts"), durationText(end - since));
    fact(QT_TRANSLATE_NOOP("items", "Acknowledged by"), QString::fromStdString(alert.acknowledgedBy));
    fact(QT_TRANSLATE_NOOP("items", "Comment"), QString::fromStdString(alert.comment));
    fact(QT_TRANSLATE_NOOP("items", "What it means"), ruleText(alerts::meaningOf(alert)));
    fact(QT_TRANSLATE_NOOP("items", "What to do"), ruleText(alerts::actionOf(alert)));
    if (const auto runbook = runbookOf(alert))
        report.facts.push_back({translated(QT_TRANSLATE_NOOP("items", "Runbook")), runbook->toString(QUrl::FullyEncoded), true});

    Section labels{translated(QT_TRANSLATE_NOOP("items", "Labels")), {}};
    if (alert.labels) {
        for (const auto label : *alert.labels)
            labels.lines.push_back({fromUtf8(label.name), fromUtf8(label.value)});
    }
    Section annotations{translated(QT_TRANSLATE_NOOP("items", "Annotations")), {}};
    for (auto &[name, text] : otherAnnotations(alert))
        annotations.lines.push_back({std::move(name), std::move(text)});
    Section happened{translated(QT_TRANSLATE_NOOP("items", "Events")), {}};
    for (const auto &event : events)
        happened.lines.push_back({dateText(event.time), eventText(event)});
    for (auto *section : {&labels, &annotations, &happened}) {
        if (!section->lines.empty())
            report.sections.push_back(std::move(*section));
    }
    return report;
}

// Within a line: no character is markup.
QString escaped(const QString &text)
{
    QString safe;
    for (const QChar c : text.simplified()) {
        if (QStringLiteral("\\`*_[]<>#|~&@").contains(c))
            safe += u'\\';
        safe += c;
    }
    return safe;
}

} // namespace

std::optional<QUrl> runbookOf(const Alert &alert)
{
    if (!alert.annotations)
        return std::nullopt;
    const auto found = std::ranges::find(*alert.annotations, kRunbook, &alerts::Annotations::value_type::first);
    if (found == alert.annotations->end())
        return std::nullopt;
    const QUrl url(QString::fromStdString(found->second).trimmed(), QUrl::StrictMode);
    const bool isPage = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    return url.isValid() && isPage && !url.host().isEmpty() && url.userInfo().isEmpty() ? std::optional(url) : std::nullopt;
}

std::vector<std::pair<QString, QString>> otherAnnotations(const Alert &alert)
{
    std::vector<std::pair<QString, QString>> others;
    const auto meaning = alerts::meaningOf(alert), action = alerts::actionOf(alert);
    const bool hasRunbook = runbookOf(alert).has_value();
    for (const auto &[name, text] : alert.annotations ? *alert.annotations : alerts::Annotations()) {
        if (!text.empty() && text != meaning && text != action && !(name == kRunbook && hasRunbook))
            others.emplace_back(QString::fromStdString(name), ruleText(text));
    }
    return others;
}

QString alertAsText(const Alert &alert, std::span<const AlertEvent> events, metric::Timestamp now)
{
    const auto report = reportOf(alert, events, now);
    QString text = report.title.simplified() + u'\n';
    for (const auto &fact : report.facts)
        text += QStringLiteral("%1: %2\n").arg(fact.name, fact.text.simplified());
    for (const auto &section : report.sections) {
        text += QStringLiteral("\n%1\n").arg(section.title);
        for (const auto &line : section.lines)
            text += QStringLiteral("  %1: %2\n").arg(line.name.simplified(), line.text.simplified());
    }
    return text;
}

QString alertAsMarkdown(const Alert &alert, std::span<const AlertEvent> events, metric::Timestamp now)
{
    const auto report = reportOf(alert, events, now);
    QString text = QStringLiteral("## %1\n\n").arg(escaped(report.title));
    const auto add = [&](const Line &line) {
        text += QStringLiteral("- **%1:** %2\n").arg(escaped(line.name), line.isAddress ? u'<' + line.text + u'>' : escaped(line.text));
    };
    std::ranges::for_each(report.facts, add);
    for (const auto &section : report.sections) {
        text += QStringLiteral("\n### %1\n\n").arg(escaped(section.title));
        std::ranges::for_each(section.lines, add);
    }
    return text;
}

} // namespace items
