// Random expressions asked of our engine and of Debian's Prometheus 2.42 over the same data: both must answer the same.
// VEDETTE_SEED asks another thousand.
#include "models/query/promql_engine.h"
#include "tests/conformance/differential_data.h"
#include "tests/conformance/promql_generator.h"
#include "tests/conformance/reference_prometheus.h"
#include "tests/support/registry.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

namespace fs = std::filesystem;
using metric::Result;
using query::Value;

namespace {

constexpr int kExpressions = 1000;
constexpr std::uint64_t kSeed = 20240711;
constexpr double kRelative = 1e-9;

bool isSame(double a, double b)
{
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return true;
    return std::abs(a - b) <= kRelative * std::max(std::abs(a), std::abs(b));
}

// Both forms of vectors as one, by labels: a moment's value is a point at time zero.
using Rows = std::map<std::string, std::vector<metric::Point>>;

Rows rowsOf(const Value &value)
{
    Rows rows;
    if (const auto *vector = std::get_if<query::Vector>(&value)) {
        for (const auto &sample : *vector)
            rows[sample.labels->toString()].push_back({{}, sample.value});
    } else if (const auto *matrix = std::get_if<query::Matrix>(&value)) {
        for (const auto &series : *matrix)
            rows[series.labels->toString()] = series.points;
    }
    return rows;
}

std::string textOf(const metric::Point &point) { return fmt::format("{}@{}", point.value, point.time.time_since_epoch().count()); }

std::string difference(const Rows &expected, const Rows &told)
{
    for (const auto &[labels, points] : expected) {
        const auto found = told.find(labels);
        if (found == told.end())
            return fmt::format("{} {} is missing ({} points)", labels, textOf(points.front()), points.size());
        const auto &other = found->second;
        for (std::size_t i = 0; i < std::max(points.size(), other.size()); ++i) {
            if (i >= points.size() || i >= other.size() || points[i].time != other[i].time || !isSame(points[i].value, other[i].value))
                return fmt::format("{}: expected {}, got {}", labels, i < points.size() ? textOf(points[i]) : "no point",
                                   i < other.size() ? textOf(other[i]) : "no point");
        }
    }
    for (const auto &[labels, points] : told) {
        if (!expected.contains(labels))
            return fmt::format("{} {} is too many ({} points)", labels, textOf(points.front()), points.size());
    }
    return {};
}

std::string difference(const Value &expected, const Value &told, bool isOrdered)
{
    if (expected.index() != told.index())
        return "another type";
    if (const auto *scalar = std::get_if<double>(&expected))
        return isSame(*scalar, std::get<double>(told)) ? "" : fmt::format("expected {}, got {}", *scalar, std::get<double>(told));
    auto wrong = difference(rowsOf(expected), rowsOf(told));
    if (wrong.empty() && isOrdered && std::holds_alternative<query::Vector>(expected)) {
        // Equal values may come in either order.
        const auto same = [](const auto &a, const auto &b) { return isSame(a.value, b.value); };
        if (!std::ranges::equal(std::get<query::Vector>(expected), std::get<query::Vector>(told), same))
            wrong = "another order";
    }
    return wrong;
}

bool isNothing(const Value &value)
{
    return std::visit(
        [](const auto &held) {
            if constexpr (requires { held.empty(); })
                return held.empty();
            else
                return false;
        },
        value);
}

// 3.0 gave a function another name.
std::string asOldPrometheusSays(std::string expression)
{
    constexpr std::string_view kNew = "double_exponential_smoothing";
    for (std::size_t at = 0; (at = expression.find(kNew, at)) != std::string::npos;)
        expression.replace(at, kNew.size(), "holt_winters");
    return expression;
}

} // namespace

class TstPromqlDifferential : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto generator = qgetenv("VEDETTE_SHARED") + "/bench/gen_series.py";
        if (!tests::ReferencePrometheus::isInstalled() || !QFileInfo::exists(generator))
            QSKIP("Debian's prometheus, or the generator of series (VEDETTE_SHARED), is not here");
        const auto directory = m_directory.path().toStdString();
        const auto text = tests::differentialData(generator.toStdString(), directory);
        QVERIFY2(text, text ? "" : text.error().message.c_str());
        const auto loaded = tests::loadInto(m_reader, *text);
        QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
        const auto started = m_reference.start(directory, *text);
        QVERIFY2(started, started ? "" : started.error().message.c_str());
        query::EngineOptions options;
        options.leftClosed = true;
        m_engine = std::make_unique<query::PromqlEngine>(m_reader, options);
    }

    void a_thousand_random_expressions_are_answered_alike()
    {
        bool isGiven = false;
        const auto given = qEnvironmentVariable("VEDETTE_SEED").toULongLong(&isGiven);
        const std::uint64_t seed = isGiven ? given : kSeed;
        qInfo("VEDETTE_SEED=%llu", static_cast<unsigned long long>(seed));
        makeQuestions(seed);
        QElapsedTimer time;
        time.start();
        const auto expected = m_reference.ask(m_forReference);
        const auto reference = time.restart();
        std::string failures;
        int failed = 0;
        int errors = 0;
        int nothing = 0;
        for (std::size_t i = 0; i < m_questions.size(); ++i) {
            const auto &[expression, start, end, step] = m_questions[i];
            const auto told = m_engine->answer({expression, start, end, step});
            const auto wrong = compared(expected[i], told, m_ordered[i]);
            errors += !expected[i] && !told ? 1 : 0;
            nothing += expected[i] && isNothing(*expected[i]) ? 1 : 0;
            if (!wrong.empty()) {
                ++failed;
                failures += fmt::format("{}\n  at {} to {} step {} ms: {}\n", expression, start.time_since_epoch().count(),
                                        end.time_since_epoch().count(), step.count(), wrong);
            }
        }
        const auto summary =
            fmt::format("seed {}: {} expressions, {} questions: {} answered alike, {} of them with nothing, {} refused by both; {} ms "
                        "there, {} ms here",
                        seed, kExpressions, m_questions.size(), m_questions.size() - std::size_t(failed), nothing, errors, reference, time.elapsed());
        std::ofstream(fs::path(QCoreApplication::applicationDirPath().toStdString()) / "promql_differential.txt") << summary << "\n\n" << failures;
        qInfo("%s", summary.c_str());
        QVERIFY2(failed == 0, (fmt::format("\n{} differ\n", failed) + failures.substr(0, 8000)).c_str());
        // Otherwise little is compared.
        QVERIFY(std::size_t(errors) * 10 < m_questions.size());
        QVERIFY(std::size_t(nothing) * 3 < m_questions.size());
    }

private:
    // Each of one moment and of one range, so late that no range reaches before the data: there 2.42 extrapolates otherwise (2.51).
    void makeQuestions(std::uint64_t seed)
    {
        tests::PromqlGenerator generator(seed);
        std::mt19937_64 random(seed);
        const auto below = [&random](std::int64_t count) { return std::int64_t(random() % std::uint64_t(count)); };
        for (int i = 0; i < kExpressions; ++i) {
            const auto [text, isOrdered] = generator.next();
            const auto moment = tests::kDataBegin + std::chrono::seconds(1800 + below(1800));
            const auto start = tests::kDataBegin + std::chrono::seconds(1800 + below(900));
            const auto step = std::chrono::seconds(std::array{15, 30, 60, 77}[std::size_t(below(4))]);
            const auto end = start + std::chrono::seconds(300 + below(600));
            add({text, moment, moment}, isOrdered);
            add({text, start, end, step}, false);
        }
    }

    void add(const tests::Asked &question, bool isOrdered)
    {
        m_questions.push_back(question);
        m_forReference.push_back(question);
        m_forReference.back().expression = asOldPrometheusSays(question.expression);
        m_ordered.push_back(isOrdered);
    }

    static std::string compared(const Result<Value> &expected, const Result<query::Answer> &told, bool isOrdered)
    {
        if (!expected && expected.error().code == metric::ErrorCode::Unavailable)
            return "Prometheus: " + expected.error().message;
        if (!expected)
            return told ? "expected the error: " + expected.error().message : std::string();
        return told ? difference(*expected, told->value, isOrdered) : "failed: " + told.error().message;
    }

    QTemporaryDir m_directory;
    tests::FakeReader m_reader;
    tests::ReferencePrometheus m_reference;
    std::unique_ptr<query::PromqlEngine> m_engine;
    std::vector<tests::Asked> m_questions;
    std::vector<tests::Asked> m_forReference;
    std::vector<bool> m_ordered;
};

VEDETTE_TEST(TstPromqlDifferential)
#include "tst_promql_differential.moc"
