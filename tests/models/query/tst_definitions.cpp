#include "models/query/definitions.h"
#include "models/query/parser.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <chrono>
#include <string>

using namespace query;
using namespace std::chrono_literals;
using metric::Labels;
using metric::Timestamp;

namespace {

const Timestamp kStart{1'700'000'000s};

Timestamp at(int second) { return kStart + std::chrono::seconds(second); }

const std::vector<Definition> kDefinitions{
    {"all:x:sum", "sum by (instance, disk) (x)"},
    {"all:x:share", "all:x:sum / on (instance) group_left () sum by (instance) (all:x:sum)"},
    {"one:x:any", "limitk by (instance) (1, x)"},
    {"kinds:x", R"(label_replace(x, "kind", "red", "", "") or label_replace(y, "kind", "blue", "", ""))"},
    {"x:itself", "x:itself * 2"},
    {"not:promql", "sum("},
};

// What the reader is asked for, in the order of asking.
class AskedReader : public tests::FakeReader {
public:
    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints wanted = {}) const override
    {
        for (const auto &matcher : matchers)
            asked += matcher.name() + '=' + matcher.value() + ' ';
        asked += "| ";
        return FakeReader::select(matchers, range, wanted);
    }
    mutable std::string asked;
};

} // namespace

class TstDefinitions : public QObject {
    Q_OBJECT

    AskedReader *reader = nullptr;
    PromqlEngine *engine = nullptr;

    QString ask(const char *expression, int second = 100) const
    {
        const auto answer = engine->answer({expression, at(second), at(second)});
        if (!answer)
            return QStringLiteral("error: ") + QString::fromStdString(answer.error().message);
        QString text;
        for (const auto &sample : std::get<query::Vector>(answer->value))
            text += QString::fromStdString(sample.labels->toString()) + u' ' + QString::number(sample.value) + u'\n';
        return text;
    }

private Q_SLOTS:
    void init()
    {
        reader = new AskedReader;
        engine = new PromqlEngine(*reader, {}, kDefinitions);
        for (int t = 0; t <= 100; ++t) {
            for (const char *instance : {"a", "b"}) {
                for (const char *disk : {"1", "2"})
                    reader->add(Labels{{"__name__", "x"}, {"instance", instance}, {"disk", disk}}, at(t), t * (*disk - '0'));
            }
            reader->add(Labels{{"__name__", "y"}, {"instance", "a"}}, at(t), 7);
            reader->add(Labels{{"__name__", "x:itself"}, {"instance", "a"}}, at(t), 7);
        }
    }
    void cleanup()
    {
        delete engine;
        delete reader;
    }

    void a_name_answers_like_the_series_of_a_recording_rule()
    {
        QCOMPARE(ask("all:x:sum{instance=\"a\"}"),
                 QStringLiteral("all:x:sum{disk=\"1\",instance=\"a\"} 100\nall:x:sum{disk=\"2\",instance=\"a\"} 200\n"));
        QCOMPARE(ask("{__name__=\"all:x:sum\",instance=\"a\",disk!=\"1\"}"), QStringLiteral("all:x:sum{disk=\"2\",instance=\"a\"} 200\n"));
        QCOMPARE(ask("sum(all:x:sum)"), QStringLiteral(" 600\n"));
        QCOMPARE(ask("all:x:sum{disk=\"1\",instance=\"a\"} / 2"), QStringLiteral("{disk=\"1\",instance=\"a\"} 50\n"));
    }

    void offset_and_at_move_what_it_stands_for()
    {
        QCOMPARE(ask("sum(all:x:sum offset 50s)"), QStringLiteral(" 300\n"));
        QCOMPARE(ask("sum(all:x:sum @ 1700000010)"), QStringLiteral(" 60\n"));
        const auto range = engine->range("sum(all:x:sum @ 1700000010)", at(20), at(40), 10s);
        QVERIFY(range && range->size() == 1 && range->front().points.size() == 3 && range->front().points.back().value == 60);
        QCOMPARE(ask("timestamp(all:x:sum{disk=\"1\",instance=\"a\"} offset 40s)"),
                 QStringLiteral("{disk=\"1\",instance=\"a\"} 1.70000e+09\n").replace(QStringLiteral("1.70000e+09"), QString::number(1700000060.0)));
    }

    void a_range_of_it_is_a_subquery()
    {
        QCOMPARE(ask("max_over_time(all:x:sum{instance=\"a\",disk=\"1\"}[50s] offset 10s)"), QStringLiteral("{disk=\"1\",instance=\"a\"} 90\n"));
        QCOMPARE(ask("count_over_time(all:x:sum{instance=\"a\",disk=\"1\"}[50s])"), QStringLiteral("{disk=\"1\",instance=\"a\"} 50\n"));
        QCOMPARE(ask("count_over_time(all:x:sum{instance=\"a\",disk=\"1\"}[2h])"), QStringLiteral("{disk=\"1\",instance=\"a\"} 2\n"));
    }

    void names_may_stand_for_expressions_of_names()
    {
        QCOMPARE(ask("all:x:share{instance=\"b\",disk=\"1\"}"), QStringLiteral("all:x:share{disk=\"1\",instance=\"b\"} 0.333333\n"));
        // Within its own definition a name is a metric's.
        QCOMPARE(ask("x:itself"), QStringLiteral("x:itself{instance=\"a\"} 14\n"));
        QVERIFY(ask("not:promql").contains(QStringLiteral("parse error")));
    }

    void what_it_comes_to_shows_its_gaps_whoever_asks()
    {
        QCOMPARE(ask("count(x)", 120), QStringLiteral(" 4\n"));
        QCOMPARE(ask("count(all:x:sum)", 120), QString());
        QCOMPARE(ask("count(all:x:sum) or count(x)", 120), QStringLiteral(" 4\n"));
    }

    void other_series_are_not_read()
    {
        QVERIFY(ask("all:x:share{instance=\"a\",disk=\"1\"}").startsWith(QStringLiteral("all:x:share")));
        // The disk is of the part alone: of the whole all are needed.
        QCOMPARE(QString::fromStdString(reader->asked), QStringLiteral("__name__=x instance=a disk=1 | __name__=x instance=a | "));
        reader->asked.clear();
        QCOMPARE(ask("kinds:x{kind=\"blue\"}"), QStringLiteral("kinds:x{instance=\"a\",kind=\"blue\"} 7\n"));
        QCOMPARE(QString::fromStdString(reader->asked), QStringLiteral("__name__=x __name__= | __name__=y | "));
    }

    void any_is_one_of_those_asked_for()
    {
        QCOMPARE(ask("one:x:any{instance=\"a\"}"), QStringLiteral("one:x:any{disk=\"1\",instance=\"a\"} 100\n"));
        QCOMPARE(ask("one:x:any{instance=\"a\",disk=\"2\"}"), QStringLiteral("one:x:any{disk=\"2\",instance=\"a\"} 200\n"));
    }
};

VEDETTE_TEST(TstDefinitions)
#include "tst_definitions.moc"
