#include "models/items/operations.h"
#include "models/query/parser.h"
#include "tests/support/registry.h"

using items::OperationFamily;
using Kind = items::OperationFamily::Kind;

class TstOperations : public QObject {
    Q_OBJECT

    static std::vector<OperationFamily> familiesOf(std::initializer_list<metric::Labels> series)
    {
        std::vector<metric::LabelsRef> references;
        for (const auto &labels : series)
            references.push_back(std::make_shared<const metric::Labels>(labels));
        return items::operationFamilies(references);
    }

private Q_SLOTS:
    void a_histogram_tells_operations_by_its_labels_and_how_they_ended()
    {
        // As express-prom-bundle and prom-client tell.
        const auto families = familiesOf(
            {{{"__name__", "http_request_duration_seconds_bucket"}, {"le", "0.1"}, {"method", "GET"}, {"route", "/orders"}, {"status_code", "200"}},
             {{"__name__", "http_request_duration_seconds_sum"}, {"method", "GET"}, {"route", "/orders"}, {"status_code", "200"}},
             {{"__name__", "http_request_duration_seconds_count"}, {"method", "GET"}, {"route", "/orders"}, {"status_code", "200"}},
             {{"__name__", "http_requests_total"}, {"code", "200"}}});
        QCOMPARE(families.size(), std::size_t(1)); // the counter counts the same
        QCOMPARE(families[0], (OperationFamily{Kind::Histogram, "http_request_duration_seconds", {"method", "route"}, "status_code", 1}));
        QCOMPARE(items::operationName(families[0], {{"method", "GET"}, {"route", "/orders"}}), std::string("GET /orders"));
        QCOMPARE(items::operationName(families[0], {}), std::string("http_request_duration_seconds"));
    }

    void a_summary_and_a_counter_of_something_else_are_told_too()
    {
        // As micrometer tells without histograms, and a program that counts its jobs.
        const auto families =
            familiesOf({{{"__name__", "http_server_requests_seconds_sum"}, {"uri", "/a"}, {"method", "GET"}, {"outcome", "SUCCESS"}},
                        {{"__name__", "http_server_requests_seconds_count"}, {"uri", "/a"}, {"method", "GET"}, {"outcome", "SUCCESS"}},
                        {{"__name__", "rpc_latency_ms"}, {"quantile", "0.5"}, {"operation", "read"}},
                        {{"__name__", "mail_jobs_total"}, {"queue", "out"}, {"result", "ok"}}});
        QCOMPARE(families.size(), std::size_t(3));
        QCOMPARE(families[0], (OperationFamily{Kind::Summary, "http_server_requests_seconds", {"method", "uri"}, "outcome", 1}));
        QCOMPARE(families[1], (OperationFamily{Kind::Summary, "rpc_latency_ms", {"operation"}, "", 1e-3}));
        QCOMPARE(families[2], (OperationFamily{Kind::Counter, "mail_jobs_total", {"queue"}, "result", 1}));
    }

    void what_runtimes_and_exporters_measure_of_themselves_is_no_operation()
    {
        QVERIFY(familiesOf({{{"__name__", "go_gc_duration_seconds"}, {"quantile", "0.5"}},
                            {{"__name__", "nodejs_gc_duration_seconds_bucket"}, {"le", "1"}},
                            {{"__name__", "prometheus_tsdb_compaction_duration_seconds_bucket"}, {"le", "1"}},
                            {{"__name__", "queue_size_bucket"}, {"le", "1"}},
                            {{"__name__", "cache_hits_total"}}})
                    .empty());
    }

    void every_question_is_promql()
    {
        const OperationFamily families[] = {{Kind::Histogram, "http_request_duration_seconds", {"method", "route"}, "code", 1},
                                            {Kind::Histogram, "http_request_duration_ms", {}, "", 1e-3},
                                            {Kind::Summary, "rpc_seconds", {"operation"}, "result", 1},
                                            {Kind::Counter, "mail_jobs_total", {"queue"}, "result", 1}};
        int asked = 0;
        for (const auto &family : families) {
            const auto q = items::questionsOf(family, std::chrono::minutes(5));
            QVERIFY(!q.rate.empty() && !q.count.empty());
            QCOMPARE(q.errors.empty(), family.outcome.empty());
            QCOMPARE(q.p95.empty(), family.kind == Kind::Counter);
            QCOMPARE(q.most.empty(), family.kind != Kind::Histogram);
            for (const auto &expression : {q.rate, q.errors, q.count, q.mean, q.least, q.most, q.p50, q.p95, q.p99}) {
                if (expression.empty())
                    continue;
                ++asked;
                const auto parsed = query::parse(expression);
                QVERIFY2(parsed, (expression + ": " + (parsed ? "" : parsed.error().message)).c_str());
            }
        }
        QVERIFY(asked > 20);
        QCOMPARE(items::questionsOf(families[0], std::chrono::minutes(5)).rate,
                 std::string("sum by (method, route) (rate(http_request_duration_seconds_count[300s]))"));
    }
};

VEDETTE_TEST(TstOperations)
#include "tst_operations.moc"
