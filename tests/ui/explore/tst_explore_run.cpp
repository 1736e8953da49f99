#include "models/query/parser.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"
#include "ui/explore/completion_source.h"
#include "ui/explore/explore_run.h"
#include "ui/explore/series_names.h"

using namespace ui;
using namespace std::chrono_literals;

namespace {

const metric::Timestamp kStart = metric::Timestamp(1'700'000'040s);

metric::LabelsRef labels(std::initializer_list<metric::Label> list) { return std::make_shared<const metric::Labels>(list); }

QStringList names(std::initializer_list<metric::LabelsRef> series)
{
    const std::vector<metric::LabelsRef> all(series);
    const auto found = seriesNames(all);
    return QStringList(found.begin(), found.end());
}

} // namespace

class TstExploreRun : public QObject {
    Q_OBJECT

    tests::FakeReader reader;
    tests::FakeClock clock;
    query::PromqlEngine engine{reader};

    ExploreAnswer answer(std::initializer_list<const char *> expressions, std::stop_token stop = {}) const
    {
        ExploreQuestion question{{}, kStart, kStart + 10min, 60s};
        for (const char *expression : expressions)
            question.queries.push_back({std::string(1, char('A' + question.queries.size())), expression});
        return explore(engine, clock, question, stop);
    }
    QStringList known(const std::string &text) const
    {
        const auto at = text.find('|');
        const auto place = query::completionAt(text.substr(0, at) + text.substr(at + 1), std::uint32_t(at));
        QStringList list;
        for (const auto &[name, count] : knownNames(reader, place, {kStart, kStart + 1h}, {}))
            list << QStringLiteral("%1 %2").arg(QString::fromStdString(name)).arg(count);
        return list;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 120; ++i) {
            const auto cpu = std::to_string(i);
            for (int minute = 0; minute <= 10; ++minute)
                reader.add({{"__name__", "busy"}, {"cpu", cpu}, {"mode", i % 2 ? "user" : "idle"}}, kStart + minute * 1min, i + minute);
        }
        reader.add({{"__name__", "up"}, {"job", "node"}}, kStart + 9min, 1);
    }

    void an_expression_is_answered_over_the_window_and_at_its_end()
    {
        const auto got = answer({"sum by (mode) (busy)", "up"});
        QCOMPARE(got.parts.size(), std::size_t(2));
        QVERIFY(got.parts[0].lines && got.parts[0].now);
        QCOMPARE(got.parts[0].lines->size(), std::size_t(2));
        QCOMPARE(got.parts[0].lines->front().points.size(), std::size_t(11));
        QCOMPARE(std::get<query::Vector>(*got.parts[0].now).size(), std::size_t(2));
        QCOMPARE(got.parts[1].lines->front().points.size(), std::size_t(2));
        QVERIFY(got.samples > 100);
    }

    void a_hundred_lines_are_drawn_and_all_are_counted_and_listed()
    {
        const auto got = answer({"busy"});
        QCOMPARE(got.parts[0].lines->size(), kMostLines);
        QCOMPARE(got.parts[0].series, std::size_t(120));
        QCOMPARE(std::get<query::Vector>(*got.parts[0].now).size(), std::size_t(120));
    }

    void what_is_no_vector_is_shown_as_it_is()
    {
        const auto got = answer({"busy{cpu=\"1\"}[3m]", "\"text\"", "1 + 1"});
        QCOMPARE(got.parts[0].lines->front().points.size(), std::size_t(3)); // its own points
        QCOMPARE(std::get<std::string>(*got.parts[1].now), std::string("text"));
        QVERIFY(got.parts[1].lines->empty());
        QCOMPARE(std::get<double>(*got.parts[2].now), 2.0);
        QCOMPARE(got.parts[2].lines->front().points.size(), std::size_t(11));
    }

    void what_is_wrong_with_one_query_leaves_the_others()
    {
        const auto got = answer({"sum(", "busy * on(mode) busy", "up"});
        QVERIFY(!got.parts[0].lines && QString::fromStdString(got.parts[0].lines.error().message).contains(QLatin1String("parse error")));
        QVERIFY(!got.parts[1].lines && !got.parts[1].now);
        QVERIFY(got.parts[2].lines && got.parts[2].now);
    }

    void who_waits_no_more_gets_no_answer()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto got = answer({"sum(busy)"}, stop.get_token());
        QVERIFY(!got.parts[0].lines);
        QCOMPARE(got.parts[0].lines.error().code, metric::ErrorCode::Cancelled);
    }

    void the_step_gives_each_pixel_a_point_and_is_whole_seconds()
    {
        QCOMPARE(exploreStep(15min, 1100), metric::Duration(1s));
        QCOMPARE(exploreStep(1h, 1000), metric::Duration(4s));
        QCOMPARE(exploreStep(24h, 1000), metric::Duration(87s));
        QCOMPARE(exploreStep(1h, 0), metric::Duration(36s));
        QVERIFY(30 * 24h / exploreStep(30 * 24h, 1'000'000) <= 11'000);
    }

    void every_part_of_an_expression_is_counted()
    {
        const auto tree = query::parse("sum by (mode) (rate(busy{cpu=~\"1|2\"}[5m])) / 2 + busy * on(mode) busy");
        QVERIFY(tree);
        QStringList told;
        for (const auto &row : countSeries(engine, clock, items::expressionRows(**tree), kStart + 10min, {}))
            told << QStringLiteral("%1=%2").arg(QString::fromStdString(row.text),
                                                row.trouble.empty() ? QString::number(row.series) : QStringLiteral("!"));
        QCOMPARE(told.join(QLatin1String("; ")),
                 QStringLiteral("+=!; / 2=2; sum by (mode)=2; rate(…)=2; busy{cpu=~\"1|2\"}[5m]=2; * on (mode)=!; busy=120; busy=120"));
    }

    void completions_are_what_the_series_have()
    {
        QCOMPARE(known("|"), QStringList({"busy 120", "up 1"}));
        QCOMPARE(known("up{|"), QStringList({"job 1"}));
        QCOMPARE(known("busy{mode=\"|"), QStringList({"idle 60", "user 60"}));
        QCOMPARE(known("busy{cpu=\"1\",mode=\"|"), QStringList({"user 1"}));
        QCOMPARE(known("sum by (|) (busy / up)"), QStringList({"cpu 120", "job 1", "mode 2"}));
        QCOMPARE(known("nothing{|"), QStringList());
    }

    void series_are_called_by_what_tells_them_apart()
    {
        const auto user = labels({{"__name__", "cpu"}, {"job", "x"}, {"mode", "user"}});
        const auto idle = labels({{"__name__", "cpu"}, {"job", "x"}, {"mode", "idle"}});
        QCOMPARE(names({user, idle}), QStringList({"user", "idle"}));
        QCOMPARE(names({user}), QStringList({"cpu{job=\"x\",mode=\"user\"}"}));
        QCOMPARE(names({labels({})}), QStringList({""}));
        QCOMPARE(names({labels({{"job", "x"}})}), QStringList({""}));
        QCOMPARE(names({user, labels({{"__name__", "up"}, {"job", "y"}})}), QStringList({"cpu, job=x, mode=user", "up, job=y"}));
        QCOMPARE(names({labels({{"a", "1"}}), labels({})}), QStringList({"1", ""}));
        QCOMPARE(names({}), QStringList());
    }
};

VEDETTE_TEST(TstExploreRun)
#include "tst_explore_run.moc"
