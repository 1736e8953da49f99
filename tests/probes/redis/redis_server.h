// A Redis server for one test, on its own port.
#pragma once

#include "probes/options.h"
#include "tests/support/server_process.h"

namespace tests {

struct RedisServer {
    ServerProcess process;
    std::uint16_t port = freePort();
    bool ready = false;

    // `plain`: it listens on `port` without encryption; otherwise the arguments say how.
    explicit RedisServer(const QStringList &arguments = {}, bool plain = true)
    {
        QStringList all{"--bind", "127.0.0.1", "--dir", process.path("."), "--save", "", "--appendonly", "no"};
        all << "--port" << (plain ? QString::number(port) : QString("0"));
        if (!plain)
            all << "--tls-port" << QString::number(port);
        ready = process.start("redis-server", all + arguments, [this] { return listens(port); });
        if (!ready)
            qWarning("%s", process.log().constData());
    }
    static bool installed() { return !ServerProcess::find("redis-server").isEmpty() && !ServerProcess::find("redis-cli").isEmpty(); }

    QByteArray tell(const QStringList &words) const
    {
        QProcess client;
        client.start("redis-cli", QStringList{"-p", QString::number(port)} + words);
        client.waitForFinished(20'000);
        return client.readAllStandardOutput().trimmed();
    }
    probes::Options options(probes::Options more = {}) const
    {
        more.emplace("address", "127.0.0.1:" + std::to_string(port));
        more.emplace("timeout", "10");
        return more;
    }
};

} // namespace tests
