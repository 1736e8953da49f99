#pragma once

#include "models/settings/day_range.h"
#include "models/settings/query_record.h"

#include <tuple>

namespace settings {

template <const auto &...Words>
bool oneOf(const QString &value)
{
    return ((value == QLatin1String(Words)) || ...);
}

template <qint64 Low, qint64 High>
bool within(const qint64 &value)
{
    return value >= Low && value <= High;
}

// The words that settings are made of.
inline constexpr char kSystem[] = "system", kLight[] = "light", kDark[] = "dark";
inline constexpr char kApplication[] = "application", kHealth[] = "health", kAlerts[] = "alerts", kExplore[] = "explore";
inline constexpr char kAsk[] = "ask", kQuit[] = "quit", kKeep[] = "keep";
inline constexpr char kEnglish[] = "en", kGerman[] = "de";

// Seconds between two rounds of probes.
inline const Setting<qint64> kInterval{"probes/interval_seconds", 1, "a whole number from 1 to 3600", within<1, 3600>};
inline const Setting<qint64> kRetentionDays{"history/retention_days", 15, "a whole number from 1 to 3650", within<1, 3650>};
// The same of what is left of it: values per five minutes, per hour. A coarser one is kept as long as a finer one at least.
inline const Setting<qint64> kRetention5mDays{"history/retention_5m_days", 90, "a whole number from 1 to 3650", within<1, 3650>};
inline const Setting<qint64> kRetention1hDays{"history/retention_1h_days", 730, "a whole number from 1 to 36500", within<1, 36500>};
// Of all of it, in MiB.
inline const Setting<qint64> kMaxMegabytes{"history/max_megabytes", 4096, "a whole number from 16 to 1048576", within<16, 1048576>};
// Series that are alive, of one target and of all; what is over is refused.
inline const Setting<qint64> kSeriesPerTarget{"limits/series_per_target", 50'000, "a whole number from 100 to 10000000", within<100, 10'000'000>};
inline const Setting<qint64> kSeriesInAll{"limits/series", 1'000'000, "a whole number from 100 to 10000000", within<100, 10'000'000>};
// A sample that is older than its series' newest by more is refused.
inline const Setting<qint64> kLateSeconds{"history/late_seconds", 600, "a whole number from 0 to 86400", within<0, 86'400>};
// Where programs may ask: see README, HTTP API. Empty: nowhere.
inline const Setting<QString> kApiListen{"api/listen", {}, "a port, or ADDRESS:PORT, or nothing"};
// Where what fires is sent, as people wrote it: see README. Empty: nowhere.
// "host:port" each: asked, beside the default gateway, whether this machine's own network is there when a check fails.
inline const Setting<QList<QString>> kNetworkAnchors{"health/network_anchors", {}, "a list of addresses like \"192.0.2.1:443\""};
inline const Setting<QString> kAlertmanagers{"alertmanager/urls", {}, "addresses of Alertmanagers with spaces between them, or nothing"};
inline const Setting<QString> kTheme{"ui/theme", QString::fromLatin1(kSystem), "\"system\", \"light\" or \"dark\"", oneOf<kSystem, kLight, kDark>};
inline const Setting<QString> kLanguage{"ui/language", QString::fromLatin1(kSystem), "\"system\", \"en\" or \"de\"",
                                        oneOf<kSystem, kEnglish, kGerman>};
inline const Setting<QString> kLastTab{"ui/last_tab", QString::fromLatin1(kSystem),
                                       "\"system\", \"application\", \"health\", \"alerts\" or \"explore\"",
                                       oneOf<kSystem, kApplication, kHealth, kAlerts, kExplore>};
// How far back the charts reach, in seconds, up to 30 days.
inline const Setting<qint64> kTimeRange{"ui/time_range_seconds", 900, "a whole number from 60 to 2592000", within<60, 2592000>};
// What closing the window does where there is no tray.
inline const Setting<QString> kCloseBehaviour{"ui/close_behaviour", QString::fromLatin1(kAsk), "\"ask\", \"quit\" or \"keep\"",
                                              oneOf<kAsk, kQuit, kKeep>};
inline const Setting<QByteArray> kWindowGeometry{"ui/window_geometry", {}, "Base64"};
inline const Setting<QByteArray> kWindowState{"ui/window_state", {}, "Base64"};
// By the splitter's and the table's object name.
inline const Setting<QMap<QString, QList<qint64>>> kSplitterSizes{"ui/splitter_sizes", {}, "an object of lists of whole numbers"};
inline const Setting<QMap<QString, QByteArray>> kTableStates{"ui/table_states", {}, "an object of Base64"};
// Whether alerts are listed in groups, and by what; see items::alertGroupings().
inline const Setting<bool> kAlertsGrouped{"ui/alerts_grouped", false, "true or false"};
inline const Setting<QString> kAlertGrouping{"ui/alert_grouping", QStringLiteral("alert"), "a text"};
// What stands in the Explore page's editors, and what was asked there.
inline const Setting<QList<QString>> kExpressions{"explore/expressions", {}, "a list of texts"};
inline const Setting<QueryHistory> kQueryHistory{"explore/history", {}, "a list of objects with \"expression\" and \"asked_ms\""};
// Milliseconds since the epoch; 0: not paused.
inline const Setting<qint64> kNotificationsPausedUntil{"notifications/paused_until_ms", 0, "a whole number, not negative",
                                                       [](const qint64 &value) { return value >= 0; }};
// "22:00-07:00", every day: only emergencies are told then. Empty: never.
inline const Setting<QString> kQuietHours{"notifications/quiet_hours", {}, "a time from HH:MM-HH:MM, or nothing", [](const QString &value) {
                                              return value.isEmpty() || DayRange::parse(value).has_value();
                                          }};
// By the severity's word: a name of the desktop's sound theme, or the path of a file. None is silence.
inline const Setting<QMap<QString, QString>> kSounds{
    "notifications/sounds",
    {{QStringLiteral("critical"), QStringLiteral("dialog-warning")}, {QStringLiteral("emergency"), QStringLiteral("dialog-error")}},
    "an object of texts"};

// All of them: the store checks a file against this table, and a test walks it.
inline const auto kAll =
    std::tie(kInterval, kRetentionDays, kRetention5mDays, kRetention1hDays, kMaxMegabytes, kSeriesPerTarget, kSeriesInAll, kLateSeconds, kApiListen,
             kAlertmanagers, kNetworkAnchors, kTheme, kLanguage, kLastTab, kTimeRange, kCloseBehaviour, kWindowGeometry, kWindowState, kSplitterSizes,
             kTableStates, kAlertsGrouped, kAlertGrouping, kExpressions, kQueryHistory, kNotificationsPausedUntil, kQuietHours, kSounds);

} // namespace settings
