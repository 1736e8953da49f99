#include "app/instance_lock.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace app {

using metric::ErrorCode;

static constexpr int kAnswerTimeoutMs = 2000;

// A data directory's path can be longer than a socket's may be: its hash names the socket.
static QString socketPath(const std::filesystem::path &dataDir)
{
    std::error_code error;
    const auto canonical = std::filesystem::weakly_canonical(dataDir, error);
    const auto hash = QCryptographicHash::hash(QByteArray::fromStdString(canonical.string()), QCryptographicHash::Sha256).toHex().left(16);
    auto directory = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (directory.isEmpty())
        directory = QString::fromStdString(dataDir.string());
    return directory + QStringLiteral("/vedette-") + QString::fromLatin1(hash);
}

metric::Result<std::unique_ptr<InstanceLock>> InstanceLock::acquire(const std::filesystem::path &dataDir)
{
    const auto file = dataDir / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return metric::fail(ErrorCode::PermissionDenied, file.string() + ": " + std::strerror(errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        ::close(descriptor);
        if (reason != EWOULDBLOCK)
            return metric::fail(ErrorCode::Io, file.string() + " cannot be locked (" + std::strerror(reason) +
                                                   "), as on some network file systems; choose a directory on a local disk");
        return metric::fail(ErrorCode::Conflict, "another console is running on " + dataDir.string());
    }
    return std::unique_ptr<InstanceLock>(new InstanceLock(dataDir, descriptor));
}

InstanceLock::InstanceLock(std::filesystem::path dataDir, int descriptor) : m_dataDir(std::move(dataDir)), m_descriptor(descriptor) {}

InstanceLock::~InstanceLock()
{
    ::close(m_descriptor); // and with it the lock
}

void InstanceLock::listen(bool acceptsRaise)
{
    m_server = new QLocalServer(this);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    const auto path = socketPath(m_dataDir);
    // We hold the lock, so a socket that lies there belongs to a console that died.
    QLocalServer::removeServer(path);
    m_server->listen(path);
    connect(m_server, &QLocalServer::newConnection, this, [this, acceptsRaise] {
        while (auto *client = m_server->nextPendingConnection()) {
            connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
            client->write(acceptsRaise ? "raised\n" : "headless\n");
            client->disconnectFromServer();
            if (acceptsRaise)
                Q_EMIT raiseRequested();
        }
    });
}

metric::Result<void> InstanceLock::raiseOther(const std::filesystem::path &dataDir)
{
    QLocalSocket socket;
    socket.connectToServer(socketPath(dataDir));
    if (!socket.waitForConnected(kAnswerTimeoutMs))
        return metric::fail(ErrorCode::Unavailable, "it does not answer");
    QByteArray answer;
    while (!answer.endsWith('\n') && socket.waitForReadyRead(kAnswerTimeoutMs))
        answer += socket.readAll();
    if (answer == "raised\n")
        return {};
    return metric::fail(ErrorCode::Unavailable, answer == "headless\n" ? "it runs headless" : "it does not answer");
}

} // namespace app
