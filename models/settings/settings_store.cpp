#include "models/settings/settings_store.h"

#include "models/settings/json_file.h"
#include "models/settings/settings.h"

#include <QtCore/QDir>

#include <chrono>

namespace settings {
namespace {

constexpr std::chrono::milliseconds kSaveDelay{500};
constexpr qint64 kMostBytes = 1 << 20; // a settings file is a few kilobytes; more is something else

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
    auto read = readJsonFile(path, kMostBytes);
    if (!read)
        return tl::unexpected(read.error());
    QString wrong;
    std::apply([&](const auto &...setting) { (void)((wrong = complaint(setting, read->object), !wrong.isEmpty()) || ...); }, kAll);
    if (!wrong.isEmpty()) {
        const QByteArray key = '"' + wrong.section(QLatin1Char(' '), 0, 0).toUtf8() + '"';
        return tl::unexpected(damagedFile(path, std::max(qsizetype(0), read->bytes.indexOf(key)), wrong));
    }
    return std::unique_ptr<SettingsStore>(new SettingsStore(path, read->object));
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
    if (auto written = writeJsonFile(m_path, m_values); !written)
        return written;
    m_dirty = false;
    return {};
}

} // namespace settings
