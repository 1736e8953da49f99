#include "probes/scrape/scrape_targets.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>

using probes::ScrapeConfig;
using probes::TargetFiles;

namespace {

// A body by HTTP/1.0 from the loopback; empty: none.
QByteArray asked(std::uint16_t port, const QByteArray &path)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    QByteArray answer;
    if (::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0) {
        const QByteArray request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
        char buffer[16384];
        if (::write(fd, request.data(), std::size_t(request.size())) == request.size()) {
            for (ssize_t count = 0; (count = ::read(fd, buffer, sizeof buffer)) > 0;)
                answer.append(buffer, count);
        }
    }
    ::close(fd);
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

const char *const kConfig = "global:\n"
                            "  scrape_interval: 1m30s\n"
                            "scrape_configs:\n"
                            "  - job_name: plain\n"
                            "    static_configs:\n"
                            "      - targets: [localhost, 'localhost:1', '[::1]:2', '127.0.0.1:3']\n"
                            "        labels: {env: production, __meta_hint: x}\n"
                            "      - targets: ['localhost:1']\n"
                            "        labels: {env: production}\n"
                            "  - job_name: blackbox\n"
                            "    scheme: https\n"
                            "    metrics_path: /probe\n"
                            "    scrape_interval: 2h\n"
                            "    scrape_timeout: 1500ms\n"
                            "    params: {module: [http_2xx, second], q: ['a b&c=d']}\n"
                            "    static_configs:\n"
                            "      - targets: ['https://shop.example.org/?a=b', 'https://other.example.org']\n"
                            "    relabel_configs:\n"
                            "      - {source_labels: [__address__], target_label: __param_target}\n"
                            "      - {source_labels: [__param_target], target_label: instance}\n"
                            "      - {target_label: __address__, replacement: 'localhost:9115'}\n"
                            "      - {source_labels: [instance], regex: '.*other.*', action: drop}\n"
                            "  - job_name: files\n"
                            "    metrics_path: metrics?x=y\n"
                            "    file_sd_configs:\n"
                            "      - files: [targets/*.json, more.yml, absent.yml]\n"
                            "    relabel_configs:\n"
                            "      - {source_labels: [__meta_filepath], regex: '.*/([^/]*)', target_label: file}\n"
                            "      - {source_labels: [part], regex: slow, target_label: __scrape_interval__, replacement: 7m}\n"
                            "      - {source_labels: [part], regex: secure, target_label: __scheme__, replacement: https}\n"
                            "      - {regex: 'part', action: labeldrop}\n";

void writeTargets(const QString &directory)
{
    QDir(directory).mkpath("targets");
    const auto write = [&](const char *name, const char *text) {
        QFile file(directory + "/" + name);
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
    };
    write("prometheus.yml", kConfig);
    write("targets/a.json", "[{\"targets\": [\"localhost:11\", \"localhost:12\"], \"labels\": {\"part\": \"slow\"}}]");
    write("targets/b.json", "[{\"targets\": [\"localhost:13\"]}]");
    write("targets/c.json", "{\"no\": \"list\"}");
    write("more.yml", "- targets: [localhost]\n  labels: {part: secure, job: renamed}\n");
}

QString printed(const metric::Labels &labels) { return QString::fromStdString(labels.toString()); }

QString printed(const QJsonObject &labels)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (auto at = labels.begin(); at != labels.end(); ++at)
        pairs.emplace_back(at.key().toStdString(), at.value().toString().toStdString());
    std::vector<metric::Label> all;
    for (const auto &[name, value] : pairs)
        all.push_back({name, value});
    return printed(metric::Labels(std::span<const metric::Label>(all)));
}

ScrapeConfig configOf(const char *yaml) { return probes::readScrapeFile(std::string("scrape_configs:\n  - job_name: a\n") + yaml)->scrapes.front(); }

} // namespace

class TstScrapeTargets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prometheus_finds_the_same_targets()
    {
        if (tests::ServerProcess::find("prometheus").isEmpty())
            QSKIP("Prometheus is not installed");
        tests::ServerProcess server;
        const auto directory = server.path("conf");
        QDir().mkpath(directory);
        writeTargets(directory);

        QStringList ours;
        QStringList ourDropped;
        const auto file = probes::readScrapeFile(kConfig);
        QVERIFY(file);
        std::vector<std::string> faults;
        for (const auto &config : file->scrapes) {
            const auto found = probes::targetsOf(config, directory.toStdString(), TargetFiles::local());
            for (const auto &target : found.targets)
                ours << QString("%1\n  %2\n  %3\n  %4 s, %5 s")
                            .arg(QString::fromStdString(target.url), printed(target.labels), printed(target.discovered))
                            .arg(std::chrono::duration<double>(target.interval).count())
                            .arg(std::chrono::duration<double>(target.timeout).count());
            for (const auto &dropped : found.dropped)
                ourDropped << printed(dropped);
            faults.insert(faults.end(), found.faults.begin(), found.faults.end());
        }
        // Of a target that is there twice, chance decides in Prometheus which of the two ways it was discovered is told.
        static const QRegularExpression chance("__meta_hint=\"[^\"]*\",");
        ours.replaceInStrings(chance, "");
        ours.sort();
        QCOMPARE(ours.size(), 9);
        QCOMPARE(faults.size(), std::size_t(1)); // c.json

        const auto port = tests::freePort();
        const auto targets = [&] { return QJsonDocument::fromJson(asked(port, "/api/v1/targets")).object()["data"].toObject(); };
        QVERIFY2(server.start("prometheus",
                              {"--config.file=" + directory + "/prometheus.yml", "--storage.tsdb.path=" + server.path("data"),
                               QString("--web.listen-address=127.0.0.1:%1").arg(port)},
                              [&] { return targets()["activeTargets"].toArray().size() >= ours.size(); }),
                 server.log().constData());
        QStringList theirs;
        const auto seconds = [](const QJsonValue &text) {
            static const QMap<QString, double> kKnown{{"1m30s", 90}, {"10s", 10}, {"2h", 7200}, {"1s500ms", 1.5}, {"7m", 420}};
            return kKnown.value(text.toString(), -1);
        };
        const auto answer = targets();
        for (const auto &value : answer["activeTargets"].toArray()) {
            const auto target = value.toObject();
            theirs << QString("%1\n  %2\n  %3\n  %4 s, %5 s")
                          .arg(target["scrapeUrl"].toString(), printed(target["labels"].toObject()), printed(target["discoveredLabels"].toObject()))
                          .arg(seconds(target["scrapeInterval"]))
                          .arg(seconds(target["scrapeTimeout"]));
        }
        theirs.replaceInStrings(chance, "");
        theirs.sort();
        for (int i = 0; i < std::min(ours.size(), theirs.size()); ++i)
            QVERIFY2(ours[i] == theirs[i], qPrintable(ours[i] + "\nbut:\n" + theirs[i]));
        QCOMPARE(ours.size(), theirs.size());
        QStringList theirDropped;
        for (const auto &value : answer["droppedTargets"].toArray())
            theirDropped << printed(value.toObject()["discoveredLabels"].toObject());
        QCOMPARE(ourDropped, theirDropped);
    }

    void what_is_no_target_is_told_by_name_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("fault");
        const auto add = [](const char *name, const char *yaml, const char *fault) { QTest::newRow(name) << QString(yaml) << QString(fault); };
        add("no address", "    static_configs: [{targets: [h]}]\n    relabel_configs: [{target_label: __address__, replacement: ''}]\n",
            "job \"a\", target \"h\": no address");
        add("a scheme that is none", "    scheme: ftp\n    static_configs: [{targets: [h]}]\n", "job \"a\", target \"h\": invalid scheme: \"ftp\"");
        add("a path in the address", "    static_configs: [{targets: [h]}]\n    relabel_configs: [{target_label: __address__, replacement: 'h/x'}]\n",
            "job \"a\", target \"h\": \"h/x:80\" is not a valid hostname");
        add("a timeout too long", "    static_configs: [{targets: [h], labels: {__scrape_timeout__: 2m}}]\n",
            "job \"a\", target \"h\": scrape timeout cannot be greater than scrape interval (\"2m\" > \"1m\")");
        add("an interval of none", "    static_configs: [{targets: [h], labels: {__scrape_interval__: 0s}}]\n",
            "job \"a\", target \"h\": __scrape_interval__ cannot be 0");
        add("too many", "    target_limit: 1\n    static_configs: [{targets: [h, i]}]\n", "target_limit exceeded (number of targets: 2, limit: 1)");
    }
    void what_is_no_target_is_told_by_name()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, fault);
        const auto found = probes::targetsOf(configOf(qPrintable(yaml)), {}, TargetFiles::local());
        QCOMPARE(found.targets.size(), std::size_t(0));
        QCOMPARE(found.faults.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(found.faults.front()), fault);
    }

    void a_target_becomes_the_options_of_a_check()
    {
        const auto config =
            configOf("    scheme: https\n    honor_labels: true\n    sample_limit: 10\n    body_size_limit: 1KB\n    follow_redirects: false\n"
                     "    basic_auth: {username: u, password_file: secret}\n    tls_config: {ca_file: ca.pem, server_name: n}\n"
                     "    static_configs: [{targets: ['h:1'], labels: {env: x}}]\n"
                     "    metric_relabel_configs: [{source_labels: [b], regex: 'x;\"y', action: drop}]\n");
        TargetFiles files;
        files.read = [](const std::string &path) -> metric::Result<std::string> {
            return path == "/etc/p/secret" ? metric::Result<std::string>("hunter2\n") : metric::fail(metric::ErrorCode::NotFound, path);
        };
        const auto found = probes::targetsOf(config, "/etc/p", files);
        const auto options = probes::scrapeOptions(config, found.targets.front(), "/etc/p", files);
        QVERIFY(options);
        QCOMPARE(*options, (probes::Options{{"url", "https://h:1/metrics"},
                                            {"job", "a"},
                                            {"labels", "env=x\ninstance=h:1\n"},
                                            {"user", "u"},
                                            {"password", "hunter2"},
                                            {"authority_file", "/etc/p/ca.pem"},
                                            {"server_name", "n"},
                                            {"follow_redirects", "false"},
                                            {"honor_labels", "true"},
                                            {"sample_limit", "10"},
                                            {"body_limit", "1024"},
                                            {"relabel", "- {action: drop, source_labels: [b], regex: \"x;\\\"y\"}\n"},
                                            {"timeout", "10"}}));
        QVERIFY(!probes::scrapeOptions(config, found.targets.front(), "/elsewhere", files));
    }
};

VEDETTE_TEST(TstScrapeTargets)
#include "tst_scrape_targets.moc"
