#include "models/items/file_system_model.h"
#include "models/items/target_model.h"
#include "models/metric/batch_builder.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace items;

class TstTargetModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_target_shows_state_trend_and_present_value()
    {
        TargetModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto row = targetRow({QStringLiteral("local"), targets::Kind::ThisMachine, QStringLiteral("anvil"), QStringLiteral("anvil")});
        row.state = State::Warning;
        row.value = 0.12;
        row.sparkline = {0.1, std::numeric_limits<double>::quiet_NaN(), 0.12};
        model.setRows({row});
        QCOMPARE(tests::printed(model), QStringLiteral("anvil |  | 12 % | This machine | Warning | \n"));
        QCOMPARE(model.index(0, 0).data(StateRole).toInt(), int(State::Warning));
        const auto line = model.index(0, model.columnOf(u"trend")).data(ValueRole).value<QList<double>>();
        QCOMPARE(line.size(), 3);
        QVERIFY(std::isnan(line[1]));
        QVERIFY(model.indexOf(TargetModel::key(QStringLiteral("local"))).isValid());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows({row});
        QCOMPARE(changed.count(), 0);
        row.sparkline.back() = 0.13;
        model.setRows({row});
        QCOMPARE(changed.count(), 1);
    }

    void file_systems_are_read_from_a_batch_as_the_thresholds_count_them()
    {
        metric::Batch batch;
        metric::SeriesInterner interner(metric::Labels{{"instance", "anvil"}});
        metric::BatchBuilder builder(batch, interner);
        const auto add = [&](const char *name, const char *mount, double value) {
            builder.add(name, {{"device", "/dev/sda1"}, {"fstype", "ext4"}, {"mountpoint", mount}}, value);
        };
        add("node_filesystem_size_bytes", "/", 1000 * 1048576.0);
        add("node_filesystem_free_bytes", "/", 500 * 1048576.0);
        add("node_filesystem_avail_bytes", "/", 450 * 1048576.0);
        add("node_filesystem_files", "/", 200);
        add("node_filesystem_files_free", "/", 50);
        add("node_filesystem_size_bytes", "/proc", 0);
        add("node_filesystem_device_error", "/mnt/dead", 1);
        auto rows = fileSystemRows(batch);
        QCOMPARE(int(rows.size()), 2);
        rows[0].fullInSeconds = 9 * 86400 + 4 * 3600;
        FileSystemModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(rows);
        // What could not be asked is there, and unknown.
        QCOMPARE(tests::printed(model), QStringLiteral("/ | 55 % |  | 450 MiB | 9 d 4 h | 1000 MiB | 75 % | /dev/sda1 | ext4\n"
                                                       "/mnt/dead | – |  | – | – | – | – | /dev/sda1 | ext4\n"));
    }
};

VEDETTE_TEST(TstTargetModel)
#include "tst_target_model.moc"
