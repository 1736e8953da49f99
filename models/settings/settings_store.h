#pragma once

#include "models/metric/result.h"
#include "models/settings/setting.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <memory>

namespace settings {

// settings.json in the configuration directory: read once, written whole and atomically a moment after the last change
// and on destruction. Unknown keys are kept. Lives in the gui thread (headless: the main thread).
class SettingsStore : public QObject {
    Q_OBJECT

public:
    // A file or folder that is not there is no error. Malformed (the message names file and byte, and what to do) for one
    // that is no JSON, or where a known setting has a wrong type or an impossible value; it is then left as it is.
    static metric::Result<std::unique_ptr<SettingsStore>> open(const QString &directory);
    ~SettingsStore() override;

    const QString &path() const { return m_path; }

    template <class T>
    T value(const Setting<T> &setting) const
    {
        const auto found = m_values.constFind(QLatin1String(setting.key));
        return found == m_values.constEnd() ? setting.fallback : Codec<T>::fromJson(*found).value_or(setting.fallback);
    }

    // REQUIRES: the value is valid for the setting.
    template <class T>
    void setValue(const Setting<T> &setting, const T &value)
    {
        Q_ASSERT(setting.valid(value));
        store(QString::fromLatin1(setting.key), Codec<T>::toJson(value));
    }

    // Writes now what is not yet written. The store stays as it is when that fails, and tries again with the next change.
    metric::Result<void> flush();

Q_SIGNALS:
    void changed(const QString &key);
    void saveFailed(const QString &message);

private:
    SettingsStore(QString path, QJsonObject values);
    void store(const QString &key, const QJsonValue &value);

    QString m_path;
    QJsonObject m_values;
    bool m_dirty = false;
    QTimer m_saveSoon;
};

} // namespace settings
