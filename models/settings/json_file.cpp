#include "models/settings/json_file.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QSaveFile>

namespace settings {

metric::Error damagedFile(const QString &path, qsizetype byte, const QString &why)
{
    return {metric::ErrorCode::Malformed,
            QStringLiteral("%1 is damaged at byte %2 (%3): mend it or move it away").arg(path).arg(byte).arg(why).toStdString()};
}

metric::Result<JsonFile> readJsonFile(const QString &path, qint64 mostBytes)
{
    QFile file(path);
    if (!file.exists())
        return JsonFile{};
    if (!file.open(QIODevice::ReadOnly)) {
        return metric::fail(metric::ErrorCode::PermissionDenied,
                            QStringLiteral("cannot read %1 (%2): make it readable or move it away").arg(path, file.errorString()).toStdString());
    }
    JsonFile read;
    read.bytes = file.read(mostBytes + 1);
    if (read.bytes.size() > mostBytes)
        return tl::unexpected(damagedFile(path, mostBytes, QStringLiteral("larger than %1 MiB").arg(mostBytes >> 20)));
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(read.bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return tl::unexpected(damagedFile(path, std::min(qsizetype(error.offset), read.bytes.size()), error.errorString()));
    if (!document.isObject())
        return tl::unexpected(damagedFile(path, 0, QStringLiteral("not an object")));
    read.object = document.object();
    return read;
}

metric::Result<void> writeJsonFile(const QString &path, const QJsonObject &object)
{
    const auto failed = [&](const QString &why) {
        return metric::fail(metric::ErrorCode::Io, QStringLiteral("cannot write %1 (%2)").arg(path, why).toStdString());
    };
    if (!QDir().mkpath(QFileInfo(path).path()))
        return failed(QStringLiteral("cannot make its folder"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    file.write(QJsonDocument(object).toJson());
    if (!file.commit())
        return failed(file.errorString());
    return {};
}

} // namespace settings
