#include "models/settings/settings_store.h"

#include "models/settings/settings.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QSaveFile>

#include <chrono>

namespace settings {
namespace {

constexpr std::chrono::milliseconds kSaveDelay{500};
constexpr qint64 kMostBytes = 1 << 20; // a settings file is a few kilobytes; more is something else

metric::Error damaged(const QString &path, qsizetype byte, const QString &why)
{
    return {metric::ErrorCode::Malformed,
            QStringLiteral("%1 is damaged at byte %2 (%3): mend it or move it away").arg(path).arg(byte).arg(why).toStdString()};
}

// Empty if the value is absent or good for the setting, else what it should be.
template <class T>
QString complaint(const Setting<T> &setting, const QJsonObject &values)
{
    const auto found = values.constFind(QLatin1String(setting.key));
    if (found == values.constEnd())
        return {};
    const auto decoded = Codec<T>::fromJson(*found);
    if (decoded && setting.valid(*decoded))
        return {};
    return QStringLiteral("%1 must be %2").arg(QLatin1String(setting.key), QString::fromUtf8(setting.expects));
}

} // namespace

metric::Result<std::unique_ptr<SettingsStore>> SettingsStore::open(const QString &directory)
{
    const QString path = QDir(directory).filePath(QStringLiteral("settings.json"));
    QFile file(path);
    QJsonObject values;
    if (file.exists()) {
        if (!file.open(QIODevice::ReadOnly)) {
            return metric::fail(metric::ErrorCode::PermissionDenied,
                                QStringLiteral("cannot read %1 (%2): make it readable or move it away").arg(path, file.errorString()).toStdString());
        }
        const QByteArray bytes = file.read(kMostBytes + 1);
        if (bytes.size() > kMostBytes)
            return tl::unexpected(damaged(path, kMostBytes, QStringLiteral("larger than 1 MiB")));
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
        if (error.error != QJsonParseError::NoError)
            return tl::unexpected(damaged(path, std::min(qsizetype(error.offset), bytes.size()), error.errorString()));
        if (!document.isObject())
            return tl::unexpected(damaged(path, 0, QStringLiteral("not an object")));
        values = document.object();
        QString wrong;
        std::apply([&](const auto &...setting) { (void)((wrong = complaint(setting, values), !wrong.isEmpty()) || ...); }, kAll);
        if (!wrong.isEmpty()) {
            const QByteArray key = '"' + wrong.section(QLatin1Char(' '), 0, 0).toUtf8() + '"';
            return tl::unexpected(damaged(path, std::max(qsizetype(0), bytes.indexOf(key)), wrong));
        }
    }
    return std::unique_ptr<SettingsStore>(new SettingsStore(path, values));
}

SettingsStore::SettingsStore(QString path, QJsonObject values) : m_path(std::move(path)), m_values(std::move(values))
{
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(kSaveDelay);
    connect(&m_saveSoon, &QTimer::timeout, this, [this] {
        if (const auto saved = flush(); !saved)
            Q_EMIT saveFailed(QString::fromStdString(saved.error().message));
    });
}

SettingsStore::~SettingsStore() { (void)flush(); }

void SettingsStore::store(const QString &key, const QJsonValue &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    m_dirty = true;
    m_saveSoon.start();
    Q_EMIT changed(key);
}

metric::Result<void> SettingsStore::flush()
{
    m_saveSoon.stop();
    if (!m_dirty)
        return {};
    const auto failed = [this](const QString &why) {
        return metric::fail(metric::ErrorCode::Io, QStringLiteral("cannot write %1 (%2)").arg(m_path, why).toStdString());
    };
    if (!QDir().mkpath(QFileInfo(m_path).path()))
        return failed(QStringLiteral("cannot make its folder"));
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    file.write(QJsonDocument(m_values).toJson());
    if (!file.commit())
        return failed(file.errorString());
    m_dirty = false;
    return {};
}

} // namespace settings
