#pragma once

#include "models/metric/result.h"

#include <QtCore/QObject>

#include <filesystem>
#include <memory>

class QLocalServer;

namespace app {

// One console per data directory. The lock is a flock on <data-dir>/lock, so that a crash frees it; a local socket in the
// user's runtime directory lets a second start raise the first one's window.
class InstanceLock : public QObject {
    Q_OBJECT

public:
    // Conflict where another console holds the directory.
    static metric::Result<std::unique_ptr<InstanceLock>> acquire(const std::filesystem::path &dataDir);
    ~InstanceLock() override;

    // Listens for second starts. `acceptsRaise` false (headless): they are told that there is no window.
    void listen(bool acceptsRaise);

    // What a second start does: asks the holder to show its window. Unavailable where it has none or does not answer.
    static metric::Result<void> raiseOther(const std::filesystem::path &dataDir);

Q_SIGNALS:
    void raiseRequested();

private:
    InstanceLock(std::filesystem::path dataDir, int descriptor);
    std::filesystem::path m_dataDir;
    int m_descriptor;
    QLocalServer *m_server = nullptr;
};

} // namespace app
