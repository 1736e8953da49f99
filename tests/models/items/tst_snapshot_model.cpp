#include "models/items/snapshot_model.h"
#include "tests/support/registry.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

class TstSnapshotModel : public QObject {
    Q_OBJECT

    static std::shared_ptr<const metric::Table> table(std::vector<std::string> queries, std::vector<double> ages)
    {
        metric::Table made{"postgres_activity", {}, {}};
        made.columns.push_back({"query", metric::Unit::None, std::move(queries)});
        made.columns.push_back({"age_seconds", metric::Unit::Seconds, std::move(ages)});
        return std::make_shared<const metric::Table>(std::move(made));
    }
    static QString text(const items::SnapshotModel &model, int row, int column) { return model.index(row, column).data().toString(); }

private Q_SLOTS:
    void a_table_is_shown_as_it_stands()
    {
        items::SnapshotModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(model.columnCount(), 0);
        model.setTable(table({"SELECT\n  1", "VACUUM"}, {0.25, std::nan("")}));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), QString("query"));
        QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), QString("age"));
        QCOMPARE(text(model, 0, 0), QString("SELECT 1"));
        QCOMPARE(model.index(0, 0).data(Qt::ToolTipRole).toString(), QString("SELECT\n  1"));
        QCOMPARE(text(model, 0, 1), QString("250 ms"));
        QCOMPARE(text(model, 1, 1), QString(QChar(0x2013)));
        QCOMPARE(model.columnOf(u"age_seconds"), 1);
    }

    void rows_are_told_apart_by_their_texts_and_keep_their_place()
    {
        items::SnapshotModel model;
        QAbstractItemModelTester tester(&model);
        model.setTable(table({"a", "b", "a"}, {1, 2, 3}));
        QCOMPARE(model.rowCount(), 3);
        const QPersistentModelIndex kept = model.index(1, 0);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setTable(table({"b", "a"}, {5, 1}));
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), QString("b"));
        QCOMPARE(model.index(kept.row(), 1).data(items::ValueRole).toDouble(), 5.0);
        QCOMPARE(reset.count(), 0);
        model.setTable(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }
};

VEDETTE_TEST(TstSnapshotModel)
#include "tst_snapshot_model.moc"
