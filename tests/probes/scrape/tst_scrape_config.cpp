#include "probes/scrape/relabel_reader.h"
#include "probes/scrape/scrape_config.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

using namespace std::chrono_literals;

namespace {

struct Bad {
    const char *name;
    const char *yaml;
    const char *fault; // line:column message
};

const Bad kBad[] = {
    {"no YAML", "scrape_configs: [", nullptr},
    {"an unknown section", "scrapes: []\n", "1:1 field scrapes not found in the configuration"},
    {"an unknown global", "global:\n  scrape_every: 5s\n", "2:3 field scrape_every not found in the global settings"},
    {"an unknown setting", "scrape_configs:\n  - job_name: a\n    metric_path: /x\n", "3:5 field metric_path not found in a scrape config"},
    {"a job without a name", "scrape_configs:\n  - metrics_path: /x\n", "2:5 job_name is empty"},
    {"a job twice", "scrape_configs:\n  - job_name: a\n  - job_name: a\n", "3:5 found multiple scrape configs with job name \"a\""},
    {"nothing for a scrape", "scrape_configs:\n  -\n  - job_name: a\n", "3:3 empty or null scrape config section"},
    {"a timeout beyond the interval", "scrape_configs:\n  - job_name: a\n    scrape_interval: 5s\n    scrape_timeout: 6s\n",
     "2:5 scrape timeout greater than scrape interval for scrape config with job name \"a\""},
    {"a global timeout beyond the interval", "global:\n  scrape_interval: 5s\n  scrape_timeout: 6s\n",
     "3:19 global scrape timeout greater than scrape interval"},
    {"a duration that is none", "scrape_configs:\n  - job_name: a\n    scrape_interval: soon\n", "3:22 not a valid duration string: \"soon\""},
    {"a flag that is none", "scrape_configs:\n  - job_name: a\n    honor_labels: perhaps\n", "3:19 true or false is expected, not `perhaps`"},
    {"a limit that is none", "scrape_configs:\n  - job_name: a\n    sample_limit: -1\n", "3:19 a whole number from 0 is expected, not `-1`"},
    {"a size that is none", "scrape_configs:\n  - job_name: a\n    body_size_limit: 10 apples\n",
     "3:22 a size like 10MB is expected, not \"10 apples\""},
    {"a URL among the targets", "scrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: ['http://h:80']\n",
     "2:5 \"http://h:80\" is not a valid hostname"},
    {"a label that is none", "scrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: [h]\n        labels:\n          a-b: c\n",
     "6:16 \"a-b\" is not a valid label name"},
    {"two passwords", "scrape_configs:\n  - job_name: a\n    basic_auth:\n      username: u\n      password: p\n      password_file: f\n",
     "4:7 at most one of basic_auth password & password_file must be configured"},
    {"two ways to be known", "scrape_configs:\n  - job_name: a\n    basic_auth:\n      username: u\n    bearer_token: t\n",
     "2:5 at most one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file must be configured"},
    {"basic among the types", "scrape_configs:\n  - job_name: a\n    authorization:\n      type: Basic\n      credentials: x\n",
     "4:7 authorization type cannot be set to \"basic\", use \"basic_auth\" instead"},
    {"files that are none", "scrape_configs:\n  - job_name: a\n    file_sd_configs:\n      - files: ['*/x.txt']\n",
     "4:9 path name \"*/x.txt\" is not valid for file discovery"},
    {"no files", "scrape_configs:\n  - job_name: a\n    file_sd_configs:\n      - refresh_interval: 5m\n",
     "4:9 file service discovery config must contain at least one path name"},
    {"relabelling without a target", "scrape_configs:\n  - job_name: a\n    relabel_configs:\n      - source_labels: [b]\n",
     "4:9 relabel configuration for replace action requires 'target_label' value"},
};

const char *const kGood[] = {
    "global:\n  scrape_interval: 5s\nscrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: [h]\n",
    "global:\n  scrape_interval: 30s\n  scrape_timeout: 20s\n  external_labels: {a: b}\nrule_files: ['*.yml']\nscrape_configs: []\n",
    "scrape_configs:\n  - job_name: a\n    honor_labels: yes\n    honor_timestamps: false\n    body_size_limit: 10MB\n    sample_limit: 1_000\n"
    "    target_limit: 5\n    label_limit: 6\n    label_name_length_limit: 7\n    label_value_length_limit: 8\n    scheme: https\n"
    "    params: {module: [x, y]}\n    proxy_url: http://p:3128\n    follow_redirects: false\n    enable_http2: false\n"
    "    tls_config: {server_name: n, insecure_skip_verify: true}\n    authorization: {credentials: secret}\n",
    "scrape_configs:\n  - job_name: a\n    dns_sd_configs:\n      - names: [example.org]\n    file_sd_configs:\n      - files: ['targets/*.json', "
    "a.yml]\n"
    "        refresh_interval: 10m\n    relabel_configs:\n      - {source_labels: [__address__], target_label: __param_target}\n"
    "    metric_relabel_configs:\n      - {source_labels: [__name__], regex: 'go_.*', action: drop}\n",
    "scrape_configs:\n  - &base\n    job_name: a\n    scrape_interval: 7s\n  - <<: *base\n    job_name: b\n",
};

QString printed(const yaml::Fault &fault)
{
    return QString("%1:%2 %3").arg(fault.place.line).arg(fault.place.column).arg(QString::fromStdString(fault.message));
}

// Whether promtool takes it; nullopt where that is not installed.
std::optional<bool> promtoolTakes(const QString &program, const QByteArray &yaml)
{
    const QTemporaryDir directory;
    QFile file(directory.filePath("prometheus.yml"));
    if (!file.open(QIODevice::WriteOnly))
        return std::nullopt;
    file.write(yaml);
    file.close();
    QProcess process;
    process.start(program, {"check", "config", "--syntax-only", file.fileName()});
    if (!process.waitForFinished(20'000))
        return std::nullopt;
    return process.exitCode() == 0;
}

} // namespace

class TstScrapeConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < std::size(kBad); ++i)
            QTest::newRow(kBad[i].name) << int(i);
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(int, index);
        const auto file = probes::readScrapeFile(kBad[index].yaml);
        QVERIFY(!file);
        if (kBad[index].fault)
            QCOMPARE(printed(file.error().front()), QString(kBad[index].fault));
    }

    void promtool_is_of_the_same_opinion()
    {
        const auto promtool = tests::ServerProcess::find("promtool");
        if (promtool.isEmpty())
            QSKIP("promtool is not installed");
        for (const auto &bad : kBad)
            QCOMPARE(std::pair(bad.name, promtoolTakes(promtool, bad.yaml)), std::pair(bad.name, std::optional(false)));
        for (const auto *good : kGood) {
            const auto file = probes::readScrapeFile(good);
            QVERIFY2(file, file ? "" : qPrintable(printed(file.error().front())));
            QCOMPARE(std::pair(good, promtoolTakes(promtool, good)), std::pair(good, std::optional(true)));
        }
    }

    void what_is_not_written_is_as_in_prometheus()
    {
        const auto file = probes::readScrapeFile("scrape_configs:\n  - job_name: a\n  - job_name: b\n    scrape_interval: 5s\n");
        QVERIFY(file);
        const auto &a = file->scrapes[0];
        QVERIFY(a.interval == 60s && a.timeout == 10s && a.metricsPath == "/metrics" && a.scheme == "http" && !a.honorLabels &&
                a.access.followRedirects);
        QVERIFY(file->scrapes[1].interval == 5s && file->scrapes[1].timeout == 5s);
    }

    void what_is_written_is_read()
    {
        const auto file = probes::readScrapeFile(kGood[2]);
        QVERIFY(file);
        const auto &config = file->scrapes.front();
        QVERIFY(config.honorLabels && !config.honorTimestamps && !config.access.followRedirects);
        QCOMPARE(config.bodyLimit, std::uint64_t(10) << 20);
        QCOMPARE(config.limits.samples, std::uint64_t(1000));
        QCOMPARE(config.targetLimit, std::uint64_t(5));
        QCOMPARE(config.limits.labels, std::uint64_t(6));
        QCOMPARE(config.limits.labelNameLength, std::uint64_t(7));
        QCOMPARE(config.limits.labelValueLength, std::uint64_t(8));
        QCOMPARE(config.params.at("module"), (std::vector<std::string>{"x", "y"}));
        QCOMPARE(config.access.credentials, std::string("secret"));
        QCOMPARE(config.access.serverName, std::string("n"));
        QCOMPARE(config.access.proxy, std::string("http://p:3128"));
    }

    void what_is_not_done_here_is_named_and_the_rest_goes_on()
    {
        const auto file = probes::readScrapeFile(kGood[3]);
        QVERIFY(file);
        QCOMPARE(file->notes.size(), std::size_t(1));
        QCOMPARE(printed(file->notes.front()),
                 QString("3:5 dns_sd_configs: targets are not found in this way here; static_configs and file_sd_configs are read"));
        QCOMPARE(file->scrapes.front().filePatterns, (std::vector<std::string>{"targets/*.json", "a.yml"}));
        QCOMPARE(file->scrapes.front().relabel.size(), std::size_t(1));
        QCOMPARE(file->scrapes.front().metricRelabel.size(), std::size_t(1));
        QCOMPARE(probes::readScrapeFile(kGood[2])->notes.size(), std::size_t(1)); // insecure_skip_verify
    }

    void no_secret_is_in_a_fault()
    {
        const auto file =
            probes::readScrapeFile("scrape_configs:\n  - job_name: a\n    basic_auth: {username: u, password: [hunter2], passwort: hunter2}\n"
                                   "    authorization: hunter2\n    bearer_token: [hunter2]\n");
        QVERIFY(!file);
        for (const auto &fault : file.error())
            QVERIFY2(!printed(fault).contains("hunter2"), qPrintable(printed(fault)));
    }

    void files_of_targets_are_read()
    {
        for (const auto &[isJson, text] : {std::pair(true, "[{\"targets\": [\"a:1\", \"b:2\"], \"labels\": {\"env\": \"x\"}}, {\"targets\": []}]"),
                                           std::pair(false, "- targets: ['a:1', 'b:2']\n  labels:\n    env: x\n- targets: []\n")})
        {
            const auto groups = probes::readTargetGroups(text, isJson);
            QVERIFY2(groups, groups ? "" : groups.error().message.c_str());
            QCOMPARE(groups->size(), std::size_t(2));
            QCOMPARE(groups->front().addresses, (std::vector<std::string>{"a:1", "b:2"}));
            QVERIFY(groups->front().labels == (metric::Labels{{"env", "x"}}));
        }
        for (const auto *bad :
             {"", "{", "{}", "[1]", "[{\"targets\": 5}]", "[{\"targets\": [5]}]", "[{\"labels\": {\"a-b\": \"c\"}}]", "[{\"x\": 1}]"})
            QVERIFY2(!probes::readTargetGroups(bad, true), bad);
        for (const auto *bad : {"{", "a: b", "- x", "- targets: a", "- labels: {a-b: c}", "- x: 1", "-\n"})
            QVERIFY2(!probes::readTargetGroups(bad, false), bad);
    }
};

VEDETTE_TEST(TstScrapeConfig)
#include "tst_scrape_config.moc"
