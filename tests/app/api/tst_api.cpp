#include "app/api/api.h"
#include "app/api/metrics_text.h"
#include "models/alerts/alert_service.h"
#include "models/query/promql_engine.h"
#include "tests/app/api/api_cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>

using namespace api;
using namespace tests;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kNow{1'700'000'000s};

struct Console {
    tests::FakeReader reader;
    tests::FakeClock clock{kNow};
    query::PromqlEngine engine{reader};
    QTemporaryDir folder;
    alerts::AlertService alerts{*alerts::AlertStore::open(folder.filePath(QStringLiteral("alerts.sqlite")).toStdString(), kNow),
                                alerts::RuleLibrary(folder.filePath(QStringLiteral("rules")).toStdString()),
                                {.reader = reader, .clock = clock}};
    std::vector<metric::Metadata> told{{"up", metric::MetricType::Gauge, "Whether it answered.", ""},
                                       {"sent_bytes_total", metric::MetricType::Counter, "Sent.", "bytes"}};
    Api api{{.engine = engine,
             .reader = reader,
             .clock = clock,
             .alerts = alerts,
             .metadata =
                 [this](std::string_view name) {
                     auto some = told;
                     std::erase_if(some, [&](const auto &one) { return !name.empty() && one.name != name; });
                     return metric::Result<std::vector<metric::Metadata>>(some);
                 },
             .version = "0.1.0",
             .retention = "15d",
             .interval = 1s,
             .directory = "/data"}};

    Console()
    {
        for (int i = 0; i <= 600; i += 15) {
            reader.add({{"__name__", "up"}, {"job", "node"}, {"instance", "a"}}, kNow - 600s + 1s * i, 1);
            reader.add({{"__name__", "up"}, {"job", "vedette"}, {"instance", "b"}}, kNow - 600s + 1s * i, 0.5);
            reader.add({{"__name__", "sent_bytes_total"}, {"job", "vedette"}, {"instance", "b"}}, kNow - 600s + 1s * i, 10.0 * i);
        }
        reader.add({{"__name__", "http.status"}, {"instance", "a"}, {"service.name", "x\"y"}}, kNow, 200);
        reader.add({{"__name__", "old"}, {"instance", "a"}}, kNow - 48h, 1);
    }

    Response ask(std::string path, std::string_view form = {}, std::string method = "GET")
    {
        Request request{.method = std::move(method), .path = std::move(path)};
        readForm(form, request.parameters);
        return api.answer(request);
    }
};

QString text(const std::string &bytes) { return QString::fromStdString(bytes); }

} // namespace

class TstApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_are_those_of_prometheus_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("form");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("body");
        for (const auto &one : kApiCases)
            QTest::newRow(one.name) << QStringLiteral("/api/v1/%1").arg(one.path) << QString::fromUtf8(one.form) << one.status
                                    << QString::fromUtf8(one.body);
    }
    void answers_are_those_of_prometheus()
    {
        QFETCH(QString, path);
        QFETCH(QString, form);
        QFETCH(int, status);
        QFETCH(QString, body);
        Console console;
        for (const auto *method : {"GET", "POST"}) {
            const auto answer = console.ask(path.toStdString(), form.toStdString(), method);
            if (answer.status == 405)
                continue;
            QCOMPARE(answer.status, status);
            if (!body.isEmpty())
                QCOMPARE(text(answer.body), body);
            QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(answer.body)).isNull());
        }
    }

    void an_expression_that_is_none_is_bad_data_with_its_place()
    {
        Console console;
        for (const auto *path : {"/api/v1/query", "/api/v1/format_query", "/api/v1/parse_query"}) {
            for (const auto *expression : {"query=up%20up", "query=", ""}) {
                const auto answer = console.ask(path, expression);
                QCOMPARE(answer.status, 400);
                QVERIFY2(text(answer.body).startsWith(kBadQuery), answer.body.c_str());
                QVERIFY(text(answer.body).contains("parse error: "));
            }
        }
        QVERIFY(text(console.ask("/api/v1/query", "query=up%20up").body).contains("1:4: parse error: "));
    }

    void infos_stand_beside_the_answer()
    {
        Console console;
        const auto answer = console.ask("/api/v1/query", "query=rate(up[5m])");
        QVERIFY2(text(answer.body).contains(kInfos), answer.body.c_str());
    }

    void grafana_is_told_a_version_it_knows_and_no_features()
    {
        Console console;
        const auto answer = console.ask("/api/v1/status/buildinfo").body;
        QVERIFY(text(answer).contains(kVersion));
        QVERIFY(!text(answer).contains("features"));
        for (const auto *path : {"/api/v1/status/runtimeinfo", "/api/v1/status/tsdb", "/api/v1/status/flags"}) {
            const auto status = console.ask(path);
            QCOMPARE(status.status, 200);
            QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(status.body)).isNull());
        }
        QVERIFY(text(console.ask("/api/v1/status/tsdb").body).contains(kTopMetric));
        for (const auto *path : {"/-/healthy", "/-/ready"}) {
            QCOMPARE(console.ask(path, {}, "HEAD").status, 200);
            QVERIFY(console.ask(path).body.starts_with("Vedette is "));
        }
    }

    void metrics_are_the_consoles_own_and_federate_says_all_with_times()
    {
        Console console;
        QCOMPARE(text(console.ask("/metrics").body),
                 QStringLiteral("# TYPE sent_bytes_total counter\nsent_bytes_total 6000\n# TYPE up gauge\nup 0.5\n"));
        QCOMPARE(text(console.ask("/federate", "match[]=up&match[]={instance=\"a\"}").body),
                 QStringLiteral(
                     "# TYPE http_status untyped\nhttp_status{instance=\"a\",service_name=\"x\\\"y\"} 200 1700000000000\n"
                     "# TYPE up gauge\nup{instance=\"a\",job=\"node\"} 1 1700000000000\nup{instance=\"b\",job=\"vedette\"} 0.5 1700000000000\n"));
        QCOMPARE(text(console.ask("/federate").body), QString());
        QCOMPARE(console.ask("/federate", "match[]={").status, 400);
        Request request{.method = "GET", .path = "/metrics", .accept = "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;q=0.5"};
        const auto open = console.api.answer(request);
        QVERIFY(open.contentType.starts_with("application/openmetrics-text"));
        QVERIFY2(open.body.ends_with("# EOF\n") && text(open.body).contains("# TYPE sent_bytes counter\n"), open.body.c_str());
    }
};

VEDETTE_TEST(TstApi)
#include "tst_api.moc"
