#pragma once

#include "models/metric/result.h"
#include "models/targets/target.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QObject>

#include <memory>

namespace targets {

// What the user watches beside this machine: targets.json in the configuration directory, written whole and atomically with every
// change. What stands there that this version does not know is kept. Lives in the main thread.
class TargetStore : public QObject {
    Q_OBJECT

public:
    // A file that is not there is no error. Malformed (file, byte, what to do) for one that is damaged; it is left as it is.
    static metric::Result<std::unique_ptr<TargetStore>> open(const QString &directory);

    const QString &path() const { return m_path; }
    const QList<Target> &all() const { return m_targets; } // in the order in which they were added
    const Target *find(QStringView id) const;              // null: there is none; until the next change

    // Adds it, or puts it in the place of the one of that id. Where it cannot be written, nothing changes: Io.
    // REQUIRES: an id; a check that there is.
    metric::Result<void> put(const Target &target);
    metric::Result<void> put(const QList<Target> &targets);
    // Also from what others are behind. One that is not there is no error.
    metric::Result<void> remove(QStringView id);

Q_SIGNALS:
    void changed();

private:
    explicit TargetStore(QString path) : m_path(std::move(path)) {}
    metric::Result<void> save(const QList<Target> &targets);

    QString m_path;
    QJsonObject m_file; // as it stands there, for what we do not know
    QList<Target> m_targets;
};

} // namespace targets
