#include "probes/runner/lane.h"
#include "probes/scrape/scrape_probe.h"
#include "probes/scrape/scrape_targets.h"
#include "tests/support/bad_server.h"
#include "tests/support/fake_source.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"
#include "tests/support/system_time.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

#include <fmt/format.h>

#include <cmath>

using metric::Reason;
using probes::Options;
using tests::BadServer;

namespace {

const char *const kSecret = "hunter2-secret";

std::string answerOf(std::string_view body, std::string_view type = "text/plain; version=0.0.4", std::string_view status = "200 OK")
{
    return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, type, body.size(), body);
}

// One round of a probe, as a lane has it.
struct Round {
    tests::SystemTime clock{};
    tests::FakeSource source{};
    metric::SeriesInterner interner{metric::Labels{}};
    metric::Batch batch{};
    metric::Result<void> result{};
    metric::Verdict verdict{};
    std::string request{}; // what the server was asked

    explicit Round(const std::string &answer, Options options = {})
    {
        BadServer server([&](const BadServer::Peer &peer) {
            request = peer.readUntil("\r\n\r\n");
            if (answer.empty())
                peer.hang();
            else
                peer.send(answer);
        });
        options["url"] = server.url("/metrics");
        auto probe = probes::makeScrapeProbe(options);
        if (!probe) {
            result = tl::unexpected(probe.error());
            return;
        }
        metric::BatchBuilder builder(batch, interner);
        result = (*probe)->collect(source, clock, builder);
        verdict = builder.takeVerdict().value_or(metric::Verdict{});
    }
    std::string everythingSaid() const
    {
        auto all = verdict.message + "\n" + (result ? "" : result.error().message) + "\n";
        if (verdict.evidence) {
            for (const auto &part : verdict.evidence->parts)
                all += part.title + "\n" + part.text + "\n";
        }
        return all;
    }
};

QByteArray asked(std::uint16_t port, const QByteArray &path)
{
    metric::Batch batch;
    tests::SystemTime clock;
    net::HttpRequest request;
    request.url = fmt::format("http://127.0.0.1:{}{}", port, path.toStdString());
    const auto exchange = net::HttpClient().ask(request, net::Deadline(clock, std::chrono::seconds(5)));
    return QByteArray::fromStdString(exchange.body);
}

// Sample by sample, as far as time does not change them.
QStringList printed(const metric::Batch &batch)
{
    QStringList lines;
    for (const auto &[labels, value] : batch.samples) {
        const auto name = labels->metricName();
        if (name.starts_with("vedette_"))
            continue;
        const bool isOfTheMoment = name == "scrape_duration_seconds" || name == "scrape_series_added";
        lines << QString::fromStdString(fmt::format("{} {}", labels->toString(), isOfTheMoment ? 0 : value));
    }
    lines.sort();
    return lines;
}

// What Prometheus holds of an instance at this moment.
QStringList heldBy(std::uint16_t prometheus, const QByteArray &instance)
{
    const auto query = QUrl::toPercentEncoding("{instance=\"" + instance + "\"}");
    const auto answer = QJsonDocument::fromJson(asked(prometheus, "/api/v1/query?query=" + query)).object();
    metric::Batch batch;
    for (const auto &item : answer["data"].toObject()["result"].toArray()) {
        std::vector<std::pair<std::string, std::string>> pairs;
        const auto told = item.toObject()["metric"].toObject();
        for (auto at = told.begin(); at != told.end(); ++at)
            pairs.emplace_back(at.key().toStdString(), at.value().toString().toStdString());
        std::vector<metric::Label> labels;
        for (const auto &[name, value] : pairs)
            labels.push_back({name, value});
        const auto text = item.toObject()["value"].toArray()[1].toString();
        const double value = text == "NaN" ? std::nan("") : text == "+Inf" ? INFINITY : text == "-Inf" ? -INFINITY : text.toDouble();
        batch.samples.push_back({std::make_shared<const metric::Labels>(std::span<const metric::Label>(labels)), value});
    }
    return printed(batch);
}

const char *const kNodeProgram = "const http = require('http'), zlib = require('zlib');\n"
                                 "http.createServer((request, response) => {\n"
                                 "  const memory = process.memoryUsage();\n"
                                 "  const text = '# TYPE nodejs_heap_size_used_bytes gauge\\nnodejs_heap_size_used_bytes ' + memory.heapUsed +\n"
                                 "    '\\n# TYPE nodejs_version_info gauge\\nnodejs_version_info{version=\"' + process.version + '\"} 1\\n';\n"
                                 "  const packed = /gzip/.test(request.headers['accept-encoding']);\n"
                                 "  response.writeHead(200, Object.assign({'Content-Type': 'text/plain; version=0.0.4; charset=utf-8'}, packed ? "
                                 "{'Content-Encoding': 'gzip'} : {}));\n"
                                 "  response.end(packed ? zlib.gzipSync(text) : text);\n"
                                 "}).listen(Number(process.argv[2]), '127.0.0.1');\n";

const char *const kPromClientProgram = "const http = require('http'), client = require('prom-client');\n"
                                       "client.collectDefaultMetrics();\n"
                                       "const took = new client.Histogram({name: 'http_request_duration_seconds', help: 'How long requests took.',\n"
                                       "  labelNames: ['method', 'route', 'code']});\n"
                                       "took.observe({method: 'GET', route: '/cart', code: '200'}, 0.012);\n"
                                       "http.createServer(async (request, response) => {\n"
                                       "  response.setHeader('Content-Type', client.register.contentType);\n"
                                       "  response.end(await client.register.metrics());\n"
                                       "}).listen(Number(process.argv[2]), '127.0.0.1');\n";

} // namespace

class TstScrapeProbe : public QObject {
    Q_OBJECT

    // Null: it did not start.
    std::unique_ptr<probes::Probe> probeOf(const Options &options)
    {
        auto probe = probes::makeScrapeProbe(options);
        return probe ? std::move(*probe) : nullptr;
    }
    void readNode(const char *program, const QStringList &names)
    {
        tests::ServerProcess node;
        node.write("app.js", program);
        const auto port = tests::freePort();
        QVERIFY2(node.start("node", {node.path("app.js"), QString::number(port)}, [&] { return tests::listens(port); }), node.log().constData());
        const auto batch = roundOf(port, {{"job", "shop"}});
        const auto lines = printed(*batch);
        QVERIFY2(batch->outcomes.front().success, batch->outcomes.front().reason.c_str());
        for (const auto &name : names)
            QVERIFY2(!lines.filter(name).isEmpty(), qPrintable(name));
        QVERIFY(batch->metadata && !batch->metadata->empty());
    }
    // One round through a lane.
    metric::BatchRef roundOf(std::uint16_t port, Options options)
    {
        tests::SystemTime clock;
        metric::BatchRef batch;
        const auto instance = fmt::format("127.0.0.1:{}", port);
        options.try_emplace("url", fmt::format("http://{}/metrics", instance));
        options.try_emplace("labels", "instance=" + instance);
        probes::TargetPlan plan{"id", instance, std::chrono::seconds(5), std::make_unique<tests::FakeSource>(), {}};
        plan.probes.push_back(probeOf(options));
        probes::Lane lane(
            clock, [&](metric::BatchRef made) { batch = std::move(made); }, std::move(plan));
        QElapsedTimer waited;
        waited.start();
        while (!batch && waited.elapsed() < 20'000) {
            lane.collectNow();
            if (const auto wait = lane.poll(); !batch)
                QThread::usleep(static_cast<unsigned long>(wait.count() / 1000 + 1));
        }
        return batch;
    }

private Q_SLOTS:
    void it_asks_as_prometheus_does()
    {
        const Round round(answerOf("a 1\n"), {{"params", "module=http 2xx\ntarget=a&b"}, {"user", "me"}, {"password", "p"}, {"timeout", "2.5"}});
        QVERIFY2(round.result, round.everythingSaid().c_str());
        const QString request = QString::fromStdString(round.request);
        QVERIFY2(request.startsWith("GET /metrics?module=http+2xx&target=a%26b HTTP/1.1\r\n"), qPrintable(request));
        QVERIFY(request.contains("\r\nAccept: application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                                 "text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\n"));
        QVERIFY(request.contains("\r\nX-Prometheus-Scrape-Timeout-Seconds: 2.5\r\n"));
        QVERIFY(request.contains("\r\nAuthorization: Basic bWU6cA==\r\n"));
        QVERIFY(request.contains("\r\nAccept-Encoding: "));
        QVERIFY(round.verdict.good());
        QCOMPARE(round.verdict.message, std::string("1 samples"));
        QVERIFY(round.verdict.responseTime.count() > 0);
    }

    void the_header_decides_on_the_format()
    {
        // Strictly read, it lacks its end.
        QVERIFY(Round(answerOf("a 1\n", "text/plain")).result);
        QVERIFY(!Round(answerOf("a 1\n", "application/openmetrics-text; version=1.0.0")).result);
        QVERIFY(Round(answerOf("a 1\n# EOF\n", "application/OpenMetrics-text; version=1.0.0")).result);
    }

    void what_fails_says_why_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("message");
        const auto add = [](const char *name, const std::string &answer, Reason reason, const char *message) {
            QTest::newRow(name) << QByteArray::fromStdString(answer) << int(reason) << QString(message);
        };
        add("an error of the server", answerOf("oops", "text/plain", "503 Service Unavailable"), Reason::Status, "server returned HTTP status 503");
        add("who are you", answerOf("", "text/plain", "401 Unauthorized"), Reason::Authentication, "server returned HTTP status 401");
        add("a page", answerOf("<html>\n", "text/html"), Reason::Protocol, "the answer is no text of metrics: line 1: ");
        add("cut off in a line", answerOf("a 1\nb{c=\"d\n", "text/plain"), Reason::Protocol, "the answer is no text of metrics: line 2: ");
        add("too many samples", answerOf("a 1\nb 1\nc 1\n"), Reason::Size, "sample limit exceeded: 3 samples, limit: 2");
        add("too large", answerOf(std::string(5000, '#')), Reason::Size, "");
        add("silence", "", Reason::Timeout, "");
    }
    void what_fails_says_why()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, reason);
        QFETCH(QString, message);
        const Round round(answer.toStdString(), {{"sample_limit", "2"}, {"body_limit", "4000"}, {"timeout", "0.5"}});
        QVERIFY(!round.result);
        QCOMPARE(int(round.verdict.reason), reason);
        QVERIFY2(QString::fromStdString(round.verdict.message).startsWith(message), round.verdict.message.c_str());
        QCOMPARE(round.verdict.message, round.result.error().message);
        QVERIFY(round.verdict.message.find('\n') == std::string::npos);
        QVERIFY(round.verdict.evidence);
    }

    void no_secret_is_in_what_is_said()
    {
        for (const auto *body : {"you said hunter2-secret", "hunter2-secret 1\nhunter2-secret"}) {
            for (const auto *status : {"200 OK", "403 hunter2-secret"}) {
                const Round round(answerOf(body, kSecret, status), {{"bearer", kSecret}, {"key_password", kSecret}});
                QVERIFY(!round.result);
                QVERIFY(round.request.find(kSecret) != std::string::npos);
                QVERIFY2(round.everythingSaid().find(kSecret) == std::string::npos, round.everythingSaid().c_str());
            }
        }
    }

    void options_that_are_wrong_are_told_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        const auto add = [](const char *name, const char *value, const char *message) {
            QTest::newRow(message) << QString(name) << QString(value) << QString(message);
        };
        add("url", "", "url: is missing");
        add("url", "ftp://h/", "url: expected an address that begins with http:// or https://");
        add("labels", "a", "labels: expected name=value, got \"a\"");
        add("labels", "a-b=c", "labels: \"a-b\" is not the name of a label");
        add("labels", "job=c", "labels: the job has its own option");
        add("relabel", "- action: forget", "relabel: line 1: unknown relabel action \"forget\"");
        add("sample_limit", "many", "sample_limit: expected a number from 0 to 10000000, got \"many\"");
        add("password_file", "x", "password_file: there is no such option");
    }
    void options_that_are_wrong_are_told()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, message);
        Options options{{"url", "http://h/"}};
        options[name.toStdString()] = value.toStdString();
        const auto probe = probes::makeScrapeProbe(options);
        QVERIFY(!probe);
        QCOMPARE(QString::fromStdString(probe.error().message), message);
    }

    void a_down_endpoint_is_up_0()
    {
        const auto batch = roundOf(tests::freePort(), {{"job", "app"}});
        QVERIFY(batch);
        const auto lines = printed(*batch);
        QVERIFY2(!lines.filter(QRegularExpression("^up\\{.*job=\"app\"\\} 0$")).isEmpty(), qPrintable(lines.join(u'\n')));
        QVERIFY(batch->outcomes.front().verdict && batch->outcomes.front().verdict->reason == Reason::Refused);
    }

    void prometheus_holds_the_same_of_a_node_exporter()
    {
        if (tests::ServerProcess::find("prometheus").isEmpty() || tests::ServerProcess::find("prometheus-node-exporter").isEmpty())
            QSKIP("Prometheus or its node exporter is not installed");
        tests::ServerProcess exporter;
        const auto exporterPort = tests::freePort();
        QVERIFY(exporter.start("prometheus-node-exporter", {QString("--web.listen-address=127.0.0.1:%1").arg(exporterPort)},
                               [&] { return tests::listens(exporterPort); }));
        // The same page for both, so that every value can be compared.
        const auto page = answerOf(asked(exporterPort, "/metrics").toStdString());
        QVERIFY(page.size() > 20'000);
        const BadServer server([&](const BadServer::Peer &peer) {
            peer.readUntil("\r\n\r\n");
            peer.send(page);
        });
        tests::ServerProcess prometheus;
        const auto port = tests::freePort();
        prometheus.write("targets.json",
                         QString(R"([{"targets": ["127.0.0.1:%1"], "labels": {"zone": "north", "rack": "7"}}])").arg(server.port()).toUtf8());
        const std::string config = "scrape_configs:\n- job_name: node\n  scrape_interval: 1s\n  file_sd_configs:\n  - files: [targets.json]\n"
                                   "  relabel_configs:\n  - {source_labels: [zone, rack], separator: '/', target_label: place}\n"
                                   "  metric_relabel_configs:\n  - {source_labels: [__name__], regex: 'go_.*', action: drop}\n"
                                   "  - {source_labels: [device], regex: '(.+)', target_label: part, replacement: 'x-$1'}\n";
        prometheus.write("prometheus.yml", QByteArray::fromStdString(config));
        const auto instance = QByteArray("127.0.0.1:") + QByteArray::number(server.port());
        QStringList theirs;
        QVERIFY2(prometheus.start("prometheus",
                                  {"--config.file=" + prometheus.path("prometheus.yml"), "--storage.tsdb.path=" + prometheus.path("data"),
                                   QString("--web.listen-address=127.0.0.1:%1").arg(port)},
                                  [&] { return (theirs = heldBy(port, instance)).size() > 100; }),
                 prometheus.log().constData());
        // What an import of the same file watches.
        const auto read = probes::readScrapeFile(config);
        QVERIFY(read && read->scrapes.size() == 1);
        const auto folder = prometheus.path({}).toStdString();
        const auto files = probes::TargetFiles::local();
        const auto targets = probes::targetsOf(read->scrapes[0], folder, files).targets;
        QCOMPARE(targets.size(), std::size_t(1));
        const auto options = probes::scrapeOptions(read->scrapes[0], targets[0], folder, files);
        QVERIFY(options.has_value());
        const auto batch = roundOf(server.port(), *options);
        auto ours = printed(*batch);
        ours.removeIf([](const QString &line) { return line.startsWith("node_scrape_collector_") && line.contains("collector=\"scrape\""); });
        for (int i = 0; i < std::min(ours.size(), theirs.size()); ++i)
            QCOMPARE(ours[i], theirs[i]);
        QCOMPARE(ours.size(), theirs.size());
    }

    void a_program_in_node_is_read()
    {
        if (tests::ServerProcess::find("node").isEmpty())
            QSKIP("Node.js is not installed");
        readNode(kNodeProgram, {"nodejs_heap_size_used_bytes{", "nodejs_version_info{"});
    }

    // Debian has no prom-client: NODE_PATH says where it is, where it is.
    void a_program_in_node_that_tells_by_prom_client_is_read()
    {
        if (QProcess::execute("node", {"-e", "require('prom-client')"}) != 0)
            QSKIP("Node.js or its prom-client is not installed");
        readNode(kPromClientProgram,
                 {"nodejs_eventloop_lag_p99_seconds{", "nodejs_heap_space_size_used_bytes{", "process_cpu_seconds_total{",
                  "nodejs_active_handles_total{", "nodejs_version_info{", "process_open_fds{", "http_request_duration_seconds_bucket{"});
    }
};

VEDETTE_TEST(TstScrapeProbe)
#include "tst_scrape_probe.moc"
