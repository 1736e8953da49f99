#include "models/targets/target_json.h"

#include "models/targets/check_kind.h"
#include "models/targets/weekly_window.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace targets {
namespace {

// Visits every field with its key, and how its value is to be; the one list that reading and writing share.
template <class TargetType, class Visit>
void visitFields(TargetType &target, const Visit &visit)
{
    visit("id", target.id, "a text that is not empty", [](const QString &id) { return !id.isEmpty(); });
    visit("name", target.name, "a text that is not empty", [](const QString &name) { return !name.isEmpty(); });
    visit("instance", target.instance, "a text that is not empty", [](const QString &instance) { return !instance.isEmpty(); });
    visit("check", target.check, "the name of a kind of check", [](const QString &check) { return checkKind(check) != nullptr; });
    visit("interval", target.interval, "a number of seconds from 1 to 86400", [](double seconds) { return seconds >= 1 && seconds <= 86400; });
    visit("retries", target.retries, "a whole number from 0 to 10", [](int retries) { return retries >= 0 && retries <= 10; });
    visit("slow_after", target.slowAfter, "a number of seconds, 0 or more", [](double seconds) { return seconds >= 0; });
    visit("upside_down", target.upsideDown, "true or false", [](bool) { return true; });
    visit("paused", target.paused, "true or false", [](bool) { return true; });
    visit("behind", target.behind, "a list of ids", [](const QStringList &) { return true; });
    visit("objective", target.objective, "a number between 0 and 1", [](double objective) { return objective > 0 && objective < 1; });
    visit("maintenance_until", target.maintenanceUntil, "a time in milliseconds since 1970", [](qint64 time) { return time >= 0; });
    visit("maintenance", target.maintenance, "a list of spans like \"Sun 02:00-04:00\"", [](const QStringList &windows) {
        return std::ranges::all_of(windows, [](const QString &window) { return WeeklyWindow::parse(window).has_value(); });
    });
}

QJsonValue toJson(const QString &text) { return text; }
QJsonValue toJson(double number) { return number; }
QJsonValue toJson(int number) { return number; }
QJsonValue toJson(qint64 number) { return number; }
QJsonValue toJson(bool flag) { return flag; }
QJsonValue toJson(const QStringList &texts) { return QJsonArray::fromStringList(texts); }

bool fromJson(const QJsonValue &json, QString &text)
{
    text = json.toString();
    return json.isString();
}
bool fromJson(const QJsonValue &json, double &number)
{
    number = json.toDouble();
    return json.isDouble();
}
bool fromJson(const QJsonValue &json, qint64 &number)
{
    number = json.toInteger(-1);
    return json.isDouble() && json.toInteger(-2) == number;
}
bool fromJson(const QJsonValue &json, int &number)
{
    number = json.toInt(-1);
    return json.isDouble() && json.toInt(-2) == number;
}
bool fromJson(const QJsonValue &json, bool &flag)
{
    flag = json.toBool();
    return json.isBool();
}
bool fromJson(const QJsonValue &json, QStringList &texts)
{
    texts.clear();
    const auto array = json.toArray();
    for (const auto &each : array)
        texts << each.toString();
    return json.isArray() && std::ranges::all_of(array, [](const QJsonValue &each) { return each.isString(); });
}

} // namespace

QJsonObject targetToJson(const Target &target, QJsonObject before)
{
    visitFields(target, [&](const char *key, const auto &value, const char *, const auto &) { before.insert(QLatin1String(key), toJson(value)); });
    QJsonObject options;
    for (auto at = target.options.begin(); at != target.options.end(); ++at)
        options.insert(at.key(), at.value());
    before.insert(QStringLiteral("options"), options);
    return before;
}

std::optional<Target> targetFromJson(const QJsonObject &json, QString &wrong)
{
    Target target{};
    wrong.clear();
    visitFields(target, [&](const char *key, auto &value, const char *expects, const auto &isGood) {
        const auto found = json.constFind(QLatin1String(key));
        const bool good = found == json.constEnd() ? isGood(value) : fromJson(*found, value) && isGood(value);
        if (!good && wrong.isEmpty())
            wrong = QStringLiteral("%1 must be %2").arg(QLatin1String(key), QLatin1String(expects));
    });
    const auto options = json.value(QLatin1String("options"));
    if (!options.isObject() && !options.isUndefined() && wrong.isEmpty())
        wrong = QStringLiteral("options must be an object of texts");
    const auto texts = options.toObject();
    for (auto at = texts.begin(); at != texts.end(); ++at) {
        if (!at->isString() && wrong.isEmpty())
            wrong = QStringLiteral("options must be an object of texts");
        target.options.insert(at.key(), at->toString());
    }
    if (!wrong.isEmpty())
        return std::nullopt;
    target.kind = checkKind(target.check)->target;
    return target;
}

} // namespace targets
