// A real server from Debian's packages, for one test: its own directory and port of the loopback, ended with the object.
#pragma once

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>

#include <cstdint>
#include <functional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {

// Free at this moment, of the loopback.
inline std::uint16_t freePort(int type = SOCK_STREAM)
{
    const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = fd >= 0 && ::bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
                       ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    if (fd >= 0)
        ::close(fd);
    return bound ? ntohs(address.sin_port) : 0;
}

inline bool listens(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const bool connected = fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    if (fd >= 0)
        ::close(fd);
    return connected;
}

class ServerProcess {
public:
    // Also where the administrator's programs are, and those of PostgreSQL 15. Empty: not installed.
    static QString find(const QString &program)
    {
        if (const auto found = QStandardPaths::findExecutable(program); !found.isEmpty())
            return found;
        return QStandardPaths::findExecutable(program, {"/usr/sbin", "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin"});
    }

    ~ServerProcess() { stop(); }

    QString path(const QString &name) const { return m_directory.filePath(name); }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }
    // What it said so far.
    QByteArray log() const
    {
        QFile file(path("server.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    // Runs it in the foreground until `ready` or for 20 s. False: it is not ready, see log().
    bool start(const QString &program, const QStringList &arguments, const std::function<bool()> &ready)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardOutputFile(path("server.log"), QIODevice::Append);
        m_process.setWorkingDirectory(m_directory.path());
        m_process.start(find(program), arguments);
        QElapsedTimer waited;
        waited.start();
        while (waited.elapsed() < 20'000 && m_process.state() != QProcess::NotRunning) {
            if (m_process.waitForStarted(10) && ready())
                return true;
            QThread::msleep(20);
            m_process.waitForFinished(0);
        }
        return false;
    }
    void stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.terminate();
        if (!m_process.waitForFinished(5'000)) {
            m_process.kill();
            m_process.waitForFinished(5'000);
        }
    }
    QProcess &process() { return m_process; }

private:
    QTemporaryDir m_directory;
    QProcess m_process;
};

} // namespace tests
