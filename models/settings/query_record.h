#pragma once

#include "models/settings/setting.h"

namespace settings {

// An expression that was asked, and when last (milliseconds since the epoch).
struct QueryRecord {
    QString expression;
    qint64 askedMs = 0;
    bool starred = false; // to be kept, however long ago
    friend bool operator==(const QueryRecord &, const QueryRecord &) = default;
};

template <>
struct Codec<QueryRecord> {
    static QJsonValue toJson(const QueryRecord &value);
    static std::optional<QueryRecord> fromJson(const QJsonValue &json);
};

// Newest first, each expression once.
using QueryHistory = QList<QueryRecord>;
inline constexpr qsizetype kMostQueries = 100; // beside those with a star

// With that expression as the newest; one asked before keeps its star, and the oldest without a star go.
QueryHistory remembered(QueryHistory history, const QString &expression, qint64 nowMs);
QueryHistory starred(QueryHistory history, const QString &expression, bool star);
QueryHistory forgotten(QueryHistory history, const QString &expression);

} // namespace settings
