// A PostgreSQL 15 of our own, in its own directory and on its own port, run by somebody who is not root because it insists on it;
// and a probe beside it, asked round by round.
#pragma once

#include "models/metric/batch_builder.h"
#include "probes/postgres/postgres_probe.h"
#include "tests/support/fake_source.h"
#include "tests/support/server_process.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <csignal>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tests {

class PostgresServer {
public:
    static bool installed() { return !ServerProcess::find("postgres").isEmpty() && !ServerProcess::find("initdb").isEmpty(); }

    ~PostgresServer() { stop(); }

    // Makes a cluster whose superuser is "postgres", trusted on the socket; `hba` are the lines of pg_hba.conf for TCP.
    bool create(const QByteArray &configuration = {}, const QByteArray &hba = "host all all 127.0.0.1/32 scram-sha-256\n")
    {
        m_port = freePort();
        QDir().mkdir(data());
        if (::geteuid() == 0) {
            const auto *const user = ::getpwnam("postgres");
            if (user == nullptr)
                return false;
            m_user = {"--reuid=postgres", "--regid=postgres", "--clear-groups", "--"};
            ::chmod(m_server.path("").toUtf8(), 0755);
            if (::chown(data().toUtf8(), user->pw_uid, user->pw_gid) != 0)
                return false;
        }
        if (!run("initdb", {"-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "--no-instructions"}))
            return false;
        append("data/postgresql.conf", "listen_addresses = '127.0.0.1'\nport = " + QByteArray::number(m_port) + "\nunix_socket_directories = '" +
                                           data().toUtf8() + "'\nfsync = off\nmax_connections = 40\njit = off\nautovacuum = off\n" + configuration);
        m_server.write("data/pg_hba.conf", "local all all trust\n" + hba);
        return true;
    }
    bool start()
    {
        return m_server.start(m_user.isEmpty() ? "postgres" : "setpriv", asServer("postgres", {"-D", data()}), [&] {
            return run("pg_isready", {"-q", "-h", data(), "-p", QString::number(m_port)});
        });
    }
    // At once, whoever is connected.
    void stop()
    {
        if (m_server.process().state() == QProcess::Running)
            ::kill(pid_t(m_server.process().processId()), SIGINT);
        m_server.process().waitForFinished(5'000);
        m_server.stop();
    }

    std::uint16_t port() const { return m_port; }
    QString data() const { return m_server.path("data"); }
    std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    std::string socket() const { return data().toStdString() + ":" + std::to_string(m_port); }
    QByteArray log() const { return m_server.log(); }
    ServerProcess &process() { return m_server; }

    // A program of PostgreSQL's against it, as its superuser over the socket. False: it failed, with its output in the log.
    bool run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setWorkingDirectory("/");
        process.start(m_user.isEmpty() ? ServerProcess::find(program) : "setpriv", asServer(program, arguments));
        const bool done = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
        if (!done && program != "pg_isready")
            qWarning("%s: %s", qPrintable(program), process.readAll().constData());
        return done;
    }
    QStringList login(const QString &database = "postgres") const
    {
        return {"-h", data(), "-p", QString::number(m_port), "-U", "postgres", "-d", database};
    }
    // One after the other, each a transaction.
    bool sql(const QStringList &statements, const QString &database = "postgres")
    {
        auto arguments = login(database) + QStringList{"-X", "-q", "-v", "ON_ERROR_STOP=1"};
        for (const auto &statement : statements)
            arguments << "-c" << statement;
        return run("psql", arguments);
    }
    // A session that stays: what is written to it is run, line by line.
    struct End {
        void operator()(QProcess *process) const
        {
            process->kill();
            process->waitForFinished();
            delete process;
        }
    };
    using Session = std::unique_ptr<QProcess, End>;
    Session session(const QByteArray &statements, const QString &database = "postgres")
    {
        Session process(new QProcess);
        process->start(ServerProcess::find("psql"), login(database) + QStringList{"-X", "-q"});
        process->waitForStarted();
        process->write(statements + "\n");
        process->waitForBytesWritten();
        return process;
    }

private:
    QStringList asServer(const QString &program, const QStringList &arguments) const
    {
        return m_user.isEmpty() ? arguments : m_user + QStringList{ServerProcess::find(program)} + arguments;
    }
    void append(const QString &name, const QByteArray &text)
    {
        QFile file(m_server.path(name));
        if (file.open(QIODevice::Append))
            file.write(text);
    }

    ServerProcess m_server;
    std::uint16_t m_port = 0;
    QStringList m_user;
};

// Real time, and what is added to it.
class SteadyClock final : public metric::Clock {
public:
    metric::Timestamp now() const override { return std::chrono::floor<metric::Duration>(std::chrono::system_clock::now() + skipped); }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::steady_clock::now().time_since_epoch() + skipped; }
    std::chrono::nanoseconds sinceBoot() const override { return monotonic(); }
    std::chrono::seconds skipped{0};
};

// What one round told.
struct PostgresRound {
    metric::Batch batch;
    metric::Verdict verdict;
    std::chrono::milliseconds took{0};

    // Of the first series of that name with all these labels; NaN: there is none.
    double value(std::string_view name, std::initializer_list<metric::Label> labels = {}) const
    {
        for (const auto &[series, value] : batch.samples) {
            if (series->get(metric::kMetricName) == name &&
                std::ranges::all_of(labels, [&, &s = series](const auto &label) { return s->get(label.name) == label.value; }))
                return value;
        }
        return std::numeric_limits<double>::quiet_NaN();
    }
    const metric::Table *table(std::string_view name) const
    {
        const auto found = std::ranges::find_if(batch.tables, [&](const auto &table) { return table->name == name; });
        return found == batch.tables.end() ? nullptr : found->get();
    }
    // All texts there are, for what must not be among them.
    std::string everything() const
    {
        auto text = verdict.message;
        for (const auto &part : verdict.evidence ? verdict.evidence->parts : std::vector<metric::Evidence::Part>())
            text += part.title + part.text;
        for (const auto &[series, value] : batch.samples)
            text += series->toString();
        for (const auto &table : batch.tables)
            for (const auto &column : table->columns)
                if (const auto *cells = std::get_if<std::vector<std::string>>(&column.cells))
                    for (const auto &cell : *cells)
                        text += cell;
        return text;
    }
};

class PostgresWatch {
public:
    explicit PostgresWatch(probes::Options options) : m_probe(postgres::makePostgresProbe(options)) {}

    bool made() const { return m_probe.has_value(); }
    void skip(std::chrono::seconds time) { m_clock.skipped += time; }
    std::string fault() const { return m_probe ? std::string() : m_probe.error().message; }
    PostgresRound round()
    {
        PostgresRound round{{"db", m_clock.now(), {}, {}, {}}, {}};
        metric::BatchBuilder batch(round.batch, m_interner);
        FakeSource none;
        QElapsedTimer took;
        took.start();
        const auto collected = (*m_probe)->collect(none, m_clock, batch);
        round.took = std::chrono::milliseconds(took.elapsed());
        auto verdict = batch.takeVerdict();
        if (!collected || !verdict)
            qFatal("a round without a verdict");
        round.verdict = std::move(*verdict);
        return round;
    }

private:
    SteadyClock m_clock;
    metric::SeriesInterner m_interner{metric::Labels{{"instance", "db"}, {"job", "postgres"}}};
    metric::Result<std::unique_ptr<probes::Probe>> m_probe;
};

} // namespace tests
