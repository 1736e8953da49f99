// An HTTP server that answers as the test wants it, in the test's thread. It keeps the bodies of all requests.
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QStringList>
#include <QtCore/QTimer>
#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <functional>
#include <memory>

namespace tests {

class HttpPeer {
public:
    using Answer = std::function<void(QTcpSocket &)>;

    explicit HttpPeer(Answer answer) : m_answer(std::move(answer))
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            auto *socket = m_server.nextPendingConnection();
            auto bytes = std::make_shared<QByteArray>();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, bytes] { read(*socket, *bytes); });
        });
    }

    QUrl address() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }
    void answerWith(Answer answer) { m_answer = std::move(answer); }
    void close() { m_server.close(); }

    const QStringList &heads() const { return m_heads; }
    const QList<QJsonArray> &bodies() const { return m_bodies; }
    // The alertnames of all alerts that came, in order.
    QStringList names() const
    {
        QStringList names;
        for (const auto &body : m_bodies) {
            for (const QJsonValue alert : body)
                names << alert[QStringLiteral("labels")][QStringLiteral("alertname")].toString();
        }
        return names;
    }

private:
    void read(QTcpSocket &socket, QByteArray &bytes)
    {
        bytes += socket.readAll();
        const auto end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const auto at = bytes.toLower().indexOf("content-length:");
        const auto length = at < 0 ? 0 : bytes.mid(at + 15, bytes.indexOf("\r\n", at) - at - 15).trimmed().toInt();
        if (bytes.size() < end + 4 + length)
            return;
        m_heads << QString::fromUtf8(bytes.left(end));
        m_bodies << QJsonDocument::fromJson(bytes.mid(end + 4, length)).array();
        bytes.clear();
        m_answer(socket);
    }

    QTcpServer m_server;
    Answer m_answer;
    QStringList m_heads;
    QList<QJsonArray> m_bodies;
};

// "200 OK" and the like, and the connection stays.
inline HttpPeer::Answer answering(const QByteArray &status, const QByteArray &body = {}, const QByteArray &header = {})
{
    return [=](QTcpSocket &socket) {
        socket.write("HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + header + "\r\n" + body);
    };
}

inline void sayNothing(QTcpSocket &) {}

inline void hangUp(QTcpSocket &socket) { socket.disconnectFromHost(); }

// Its body comes a byte at a time and does not end.
inline void drip(QTcpSocket &socket)
{
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    auto *timer = new QTimer(&socket);
    QObject::connect(timer, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
    timer->start(50);
}

// A hundred megabytes, as fast as they are read.
inline void flood(QTcpSocket &socket)
{
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
    const auto more = [&socket] {
        if (socket.bytesToWrite() == 0)
            socket.write(QByteArray(1 << 20, 'x'));
    };
    QObject::connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
    more();
}

} // namespace tests
