#include "probes/linux/process_probes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_process.h"
#include "tests/support/registry.h"

using namespace std::chrono_literals;
using metric::Unit;

class TstProcessProbes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_table_has_its_columns_in_order_and_a_row_for_each_process()
    {
        tests::FakeSource source;
        tests::FakeClock clock;
        tests::putMachine(source);
        tests::FakeProcess{}.put(source);
        tests::FakeProcess kernel;
        kernel.pid = 2;
        kernel.ppid = 0;
        kernel.name = "kthreadd";
        kernel.flags = 0x208040;
        kernel.command.clear();
        kernel.put(source);

        const auto probes = probes::processProbes(std::make_shared<probes::ProcessFocus>());
        metric::Batch batch;
        batch.time = clock.now();
        metric::SeriesInterner interner{metric::Labels{}};
        metric::BatchBuilder builder(batch, interner);
        for (const auto &probe : probes) {
            QCOMPARE(probe->job(), std::string_view("process"));
            QVERIFY(probe->collect(source, clock, builder));
        }
        QCOMPARE(source.reads["/proc/100/stat"], 1); // read once for both

        QCOMPARE(batch.tables.size(), std::size_t(1));
        const auto &table = *batch.tables.front();
        QCOMPARE(table.name, std::string("processes"));
        QCOMPARE(table.time, batch.time);
        QCOMPARE(table.rows(), std::size_t(2));
        const std::vector<std::pair<std::string, Unit>> expected{
            {"pid", Unit::None},
            {"ppid", Unit::None},
            {"start_time", Unit::UnixTime},
            {"user", Unit::None},
            {"name", Unit::None},
            {"command", Unit::None},
            {"state", Unit::None},
            {"cpu_ratio", Unit::Ratio},
            {"rss_bytes", Unit::Bytes},
            {"pss_bytes", Unit::Bytes},
            {"read_rate", Unit::BytesPerSecond},
            {"write_rate", Unit::BytesPerSecond},
            {"threads", Unit::None},
            {"nice", Unit::None},
            {"unit", Unit::None},
        };
        QCOMPARE(table.columns.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(table.columns[i].name, expected[i].first);
            QCOMPARE(table.columns[i].unit, expected[i].second);
        }
        QCOMPARE(*table.numbers("pid"), (std::vector<double>{2, 100}));
        QCOMPARE(*table.numbers("nice"), (std::vector<double>{5, 5}));
        QCOMPARE(*table.texts("command"), (std::vector<std::string>{"[kthreadd]", "/bin/worker --fast"}));
        QCOMPARE(*table.texts("state"), (std::vector<std::string>{"S", "S"}));
        QCOMPARE(*table.texts("unit"), (std::vector<std::string>{"", "worker.service"}));
        QVERIFY(std::isnan(table.numbers("cpu_ratio")->front()));
        QVERIFY(!batch.samples.empty());
    }

    void the_table_comes_every_round_while_wanted_and_seldom_otherwise()
    {
        const auto focus = std::make_shared<probes::ProcessFocus>();
        const auto probes = probes::processProbes(focus);
        QCOMPARE(probes[0]->name(), std::string_view("processes"));
        QCOMPARE(probes[0]->interval(), metric::Duration(10s));
        focus->setTableWanted(true);
        QCOMPARE(probes[0]->interval(), metric::Duration(0s));
        QCOMPARE(probes[1]->interval(), metric::Duration(5s));
    }

    void a_machine_that_can_not_be_listed_is_a_failure()
    {
        tests::FakeSource source;
        tests::FakeClock clock;
        metric::Batch batch;
        metric::SeriesInterner interner{metric::Labels{}};
        metric::BatchBuilder builder(batch, interner);
        for (const auto &probe : probes::processProbes(std::make_shared<probes::ProcessFocus>()))
            QVERIFY(!probe->collect(source, clock, builder));
    }
};

VEDETTE_TEST(TstProcessProbes)
#include "tst_process_probes.moc"
