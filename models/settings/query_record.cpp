#include "models/settings/query_record.h"

#include <algorithm>

namespace settings {

QJsonValue Codec<QueryRecord>::toJson(const QueryRecord &value)
{
    QJsonObject json{{QStringLiteral("expression"), value.expression}, {QStringLiteral("asked_ms"), value.askedMs}};
    if (value.starred)
        json.insert(QStringLiteral("starred"), true);
    return json;
}

std::optional<QueryRecord> Codec<QueryRecord>::fromJson(const QJsonValue &json)
{
    const auto expression = Codec<QString>::fromJson(json[QStringLiteral("expression")]);
    const auto asked = Codec<qint64>::fromJson(json[QStringLiteral("asked_ms")]);
    if (!expression || !asked)
        return std::nullopt;
    return QueryRecord{*expression, *asked, json[QStringLiteral("starred")].toBool()};
}

QueryHistory remembered(QueryHistory history, const QString &expression, qint64 nowMs)
{
    QueryRecord record{expression, nowMs, false};
    const auto known = std::find_if(history.begin(), history.end(), [&](const QueryRecord &each) { return each.expression == expression; });
    if (known != history.end()) {
        record.starred = known->starred;
        history.erase(known);
    }
    history.prepend(record);
    qsizetype plain = 0;
    history.removeIf([&](const QueryRecord &each) { return !each.starred && ++plain > kMostQueries; });
    return history;
}

QueryHistory starred(QueryHistory history, const QString &expression, bool star)
{
    for (auto &record : history) {
        if (record.expression == expression)
            record.starred = star;
    }
    return history;
}

QueryHistory forgotten(QueryHistory history, const QString &expression)
{
    history.removeIf([&](const QueryRecord &record) { return record.expression == expression; });
    return history;
}

} // namespace settings
