#pragma once

#include "models/metric/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace settings {

// What a file holds: one JSON object, and its bytes, to tell where in it something is wrong. Both empty where there is no file.
struct JsonFile {
    QJsonObject object;
    QByteArray bytes;
};

// PermissionDenied; Malformed (see damagedFile) for what is no JSON object or larger than `mostBytes`.
metric::Result<JsonFile> readJsonFile(const QString &path, qint64 mostBytes);
// Whole and atomically; its folder is made. Io.
metric::Result<void> writeJsonFile(const QString &path, const QJsonObject &object);
// Malformed: names file and byte, and what to do.
metric::Error damagedFile(const QString &path, qsizetype byte, const QString &why);

} // namespace settings
