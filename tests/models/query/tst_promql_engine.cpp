#include "models/query/function.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <QtTest/QTest>

#include <atomic>
#include <cmath>
#include <random>
#include <thread>

using namespace std::chrono_literals;
using metric::ErrorCode;
using metric::Labels;
using metric::Point;
using metric::Timestamp;
using query::EngineOptions;
using query::PromqlEngine;

namespace {

const Timestamp kStart{1'700'000'000s};

tests::FakeReader twoCounters()
{
    tests::FakeReader reader;
    for (int i = 0; i <= 360; ++i) {
        reader.add({{metric::kMetricName, "a_total"}, {"h", "1"}}, kStart + i * 10s, i * 2);
        reader.add({{metric::kMetricName, "a_total"}, {"h", "2"}}, kStart + i * 10s, i * 3);
    }
    return reader;
}

// Tells one series after the other without end, as long as somebody listens.
class EndlessReader : public series::Reader {
public:
    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher>, series::TimeRange, series::SelectHints) const override
    {
        return metric::fail(ErrorCode::Unavailable, "there is no end to it");
    }
    metric::Result<void> visit(std::span<const series::Matcher>, series::TimeRange range, series::SelectHints,
                               const SeriesVisitor &visitor) const override
    {
        for (int i = 0;; ++i) {
            const auto labels = std::make_shared<const Labels>(Labels{{metric::kMetricName, "x"}, {"i", std::to_string(i)}});
            const Point point{range.to, 1};
            started = true;
            if (!visitor(labels, {&point, 1}))
                return {};
        }
    }
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view, std::string_view, Timestamp, metric::Duration) const override
    {
        return metric::fail(ErrorCode::NotFound, "none");
    }
    mutable std::atomic<bool> started = false;
};

} // namespace

class TstPromqlEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_answer_has_the_type_of_its_expression()
    {
        const auto reader = twoCounters();
        const PromqlEngine engine(reader);
        const auto typeOf = [&](const char *expression, metric::Duration step = 0s) {
            const auto answer = engine.answer({expression, kStart + 10min, kStart + 10min + step, step});
            return answer ? int(answer->value.index()) : -1;
        };
        QCOMPARE(typeOf("1 + 1"), 0);
        QCOMPARE(typeOf("\"text\""), 1);
        QCOMPARE(typeOf("a_total"), 2);
        QCOMPARE(typeOf("a_total[1m]"), 3);
        QCOMPARE(typeOf("1 + 1", 10s), 3);
        QCOMPARE(typeOf("a_total", 10s), 3);
        const auto text = engine.answer({"\"text\"", kStart, kStart + 1min, 10s});
        QVERIFY(!text && text.error().code == ErrorCode::InvalidArgument);
        QCOMPARE(text.error().message, std::string("invalid expression type \"string\" for range query, must be Scalar or instant Vector"));
        const auto matrix = engine.answer({"a_total[1m]", kStart, kStart + 1min, 10s});
        QVERIFY(!matrix && matrix.error().code == ErrorCode::InvalidArgument);
    }

    void every_function_computes_or_says_why_not()
    {
        const auto reader = twoCounters();
        const PromqlEngine engine(reader);
        for (const auto &function : query::functions()) {
            if (!function.nativeHistogramsOnly)
                continue;
            std::string arguments;
            for (const auto type : function.arguments)
                arguments += std::string(arguments.empty() ? "" : ", ") + (type == query::ValueType::Scalar ? "1" : "a_total");
            const auto answer = engine.answer({std::string(function.name) + "(" + arguments + ")", kStart + 10min, kStart + 10min});
            QVERIFY(!answer);
            QVERIFY2(answer.error().message.find("not supported: native histograms") != std::string::npos, answer.error().message.c_str());
        }
    }

    void what_is_asked_for_twice_is_read_once()
    {
        const auto reader = twoCounters();
        const PromqlEngine engine(reader);
        const auto answer = engine.answer({"rate(a_total[1m]) / rate(a_total[5m]) + a_total offset 5m", kStart + 30min, kStart + 40min, 1min});
        QVERIFY(answer);
        QCOMPARE(reader.selects, 1);
        QCOMPARE(std::get<query::Matrix>(answer->value).size(), std::size_t(2));
        (void)engine.answer({"a_total{h=\"1\"} + ignoring(h) a_total{h=\"2\"}", kStart + 30min, kStart + 30min});
        QCOMPARE(reader.selects, 3);
    }

    void too_many_points_or_samples_or_too_much_memory_is_refused()
    {
        const auto reader = twoCounters();
        const PromqlEngine engine(reader);
        QVERIFY(engine.answer({"a_total", kStart, kStart + 11'000s, 1s}));
        const auto points = engine.answer({"a_total", kStart, kStart + 11'001s, 1s});
        QVERIFY(!points && points.error().code == ErrorCode::LimitExceeded);
        QVERIFY(points.error().message.starts_with("exceeded maximum resolution of 11,000 points per timeseries"));

        EngineOptions few;
        few.maxSamples = 100;
        const PromqlEngine small(reader, few);
        QVERIFY(small.answer({"a_total", kStart, kStart + 490s, 10s}));
        const auto samples = small.answer({"a_total", kStart, kStart + 600s, 10s});
        QVERIFY(!samples && samples.error().code == ErrorCode::LimitExceeded);
        QVERIFY(samples.error().message.find("too many samples") != std::string::npos);
        const auto inner = small.answer({"max_over_time(a_total[1h:1s])", kStart + 1h, kStart + 1h});
        QVERIFY(!inner && inner.error().code == ErrorCode::LimitExceeded);

        EngineOptions little;
        little.maxBytes = 512;
        const auto bytes = PromqlEngine(reader, little).answer({"a_total", kStart, kStart + 600s, 10s});
        QVERIFY(!bytes && bytes.error().code == ErrorCode::LimitExceeded);
        QVERIFY(bytes.error().message.find("memory") != std::string::npos);
    }

    void operands_that_are_gone_do_not_count()
    {
        const auto reader = twoCounters();
        // Each operand holds 120 samples and comes to 60; all of them together would be 1,200.
        std::string sum = "sum({h=~\".\"})";
        for (int i = 2; i < 12; ++i)
            sum += " + sum({h=~\".{1," + std::to_string(i) + "}\"})";
        EngineOptions few;
        few.maxSamples = 320;
        const auto answer = PromqlEngine(reader, few).answer({sum, kStart + 10min, kStart + 20min - 10s, 10s});
        QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
    }

    void a_stopped_question_ends_within_50_milliseconds()
    {
        const EndlessReader reader;
        EngineOptions options;
        options.maxSamples = options.maxBytes = ~std::uint64_t(0) / 16;
        options.timeout = 10s;
        const PromqlEngine engine(reader, options);
        std::stop_source stop;
        std::chrono::steady_clock::time_point stopped;
        std::jthread stopper([&] {
            while (!reader.started)
                std::this_thread::sleep_for(1ms);
            std::this_thread::sleep_for(20ms);
            stopped = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const auto answer = engine.answer({"rate(x[5m])", kStart, kStart}, stop.get_token());
        const auto ended = std::chrono::steady_clock::now();
        stopper.join();
        QVERIFY(!answer && answer.error().code == ErrorCode::Cancelled);
        QVERIFY(ended - stopped < 50ms);
    }

    void a_question_that_takes_too_long_is_given_up()
    {
        const EndlessReader reader;
        EngineOptions options;
        options.maxSamples = options.maxBytes = ~std::uint64_t(0) / 16;
        const PromqlEngine engine(reader, options);
        query::Question question{"count(x)", kStart, kStart};
        question.timeout = 30ms;
        const auto answer = engine.answer(question);
        QVERIFY(!answer && answer.error().code == ErrorCode::Timeout);
        QVERIFY(answer.error().message.find("0.03 s") != std::string::npos);
    }

    void end_is_the_end_of_the_question_on_the_grid_or_not()
    {
        const auto reader = twoCounters();
        const PromqlEngine engine(reader);
        const auto answer = engine.answer({"a_total{h=\"1\"} @ end()", kStart + 10min, kStart + 10min + 50s, 20s});
        QVERIFY(answer);
        QCOMPARE(std::get<query::Matrix>(answer->value).at(0).points.back().value, 2.0 * 65);
    }

    void names_go_at_once_or_at_the_end()
    {
        const auto reader = twoCounters();
        const char *expression = R"-(label_replace(rate(a_total{h="1"}[1m]), "was", "$1", "__name__", "(.*)"))-";
        EngineOptions late;
        late.delayedNameRemoval = true;
        const auto at = [&](const EngineOptions &options) {
            auto vector = std::get<query::Vector>(PromqlEngine(reader, options).answer({expression, kStart + 10min, kStart + 10min})->value);
            return vector.at(0).labels->toString();
        };
        QCOMPARE(at({}), std::string(R"({h="1"})"));
        QCOMPARE(at(late), std::string(R"({h="1",was="a_total"})"));
    }

    // Sliding windows keep what overlaps: the same as each window for itself.
    void sliding_windows_are_the_same_as_each_window_alone_data()
    {
        QTest::addColumn<QString>("expression");
        for (const char *function : {"sum", "avg", "min", "max", "count", "stddev", "mad", "last", "present"})
            QTest::newRow(function) << QString::fromLatin1("%1_over_time(x[%2])").arg(QLatin1String(function));
        for (const char *function : {"rate", "increase", "delta", "irate", "idelta", "changes", "resets", "deriv"})
            QTest::newRow(function) << QString::fromLatin1("%1(x[%2])").arg(QLatin1String(function));
        QTest::newRow("quantile") << QString::fromLatin1("quantile_over_time(0.3, x[%2])");
    }
    void sliding_windows_are_the_same_as_each_window_alone()
    {
        QFETCH(QString, expression);
        const auto seed = std::random_device{}();
        std::printf("seed %u\n", seed);
        std::mt19937_64 random(seed);
        tests::FakeReader reader;
        const double special[] = {std::nan(""), INFINITY, -INFINITY, metric::staleMarker(), 0, 1e17, -1e17};
        auto time = kStart;
        for (int i = 0; i < 600; ++i) {
            time += std::chrono::milliseconds(200 + random() % (i % 97 == 0 ? 400'000 : 4000));
            reader.add({{metric::kMetricName, "x"}}, time, random() % 12 == 0 ? special[random() % 7] : double(random() % 1000) / 8);
        }
        const PromqlEngine engine(reader);
        for (const char *length : {"3s", "45s", "10m"}) {
            auto text = QString(expression).replace(QStringLiteral("%2"), QString::fromLatin1(length)).toStdString();
            const auto range = engine.answer({text, kStart, time, 7s});
            QVERIFY2(range, text.c_str());
            const auto &matrix = std::get<query::Matrix>(range->value);
            std::size_t next = 0;
            for (auto moment = kStart; moment <= time; moment += 7s) {
                const auto alone = engine.answer({text, moment, moment});
                QVERIFY(alone);
                const auto &vector = std::get<query::Vector>(alone->value);
                const bool isThere = !matrix.empty() && next < matrix[0].points.size() && matrix[0].points[next].time == moment;
                QCOMPARE(isThere, !vector.empty());
                if (!isThere)
                    continue;
                const double a = matrix[0].points[next++].value;
                const double b = vector[0].value;
                const bool same = a == b || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
                QVERIFY2(same, QByteArray::number(a, 'g', 17) + " is not " + QByteArray::number(b, 'g', 17) + " in " + text.c_str());
            }
        }
    }
};

VEDETTE_TEST(TstPromqlEngine)
#include "tst_promql_engine.moc"
