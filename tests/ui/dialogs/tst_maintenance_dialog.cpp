#include "tests/support/health_snapshots.h"
#include "tests/support/registry.h"
#include "ui/dialogs/maintenance_dialog.h"
#include "ui/theme/theme.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDateTimeEdit>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace std::chrono_literals;
using namespace ui;
using metric::Timestamp;
using tests::kCheckedAt;

class TstMaintenanceDialog : public QObject {
    Q_OBJECT

    Theme theme{Theme::Choice::Light};
    MaintenanceDialog *dialog = nullptr;
    std::unique_ptr<QSignalSpy> confirmed;

    template <typename T>
    T *child(const char *name = "") const
    {
        return dialog->findChild<T *>(QString::fromLatin1(name));
    }
    QPushButton *ok() const { return child<QDialogButtonBox>()->button(QDialogButtonBox::Ok); }
    QList<QWidget *> rows() const { return dialog->findChildren<QWidget *>(QStringLiteral("weeklyWindow")); }
    void setTimes(int row, QTime from, QTime to) const
    {
        const auto times = rows()[row]->findChildren<QTimeEdit *>();
        times[0]->setTime(from);
        times[1]->setTime(to);
    }
    void open(Timestamp until = {}, const QStringList &weekly = {})
    {
        delete dialog;
        dialog = new MaintenanceDialog(theme, kCheckedAt, until, weekly, nullptr);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        confirmed = std::make_unique<QSignalSpy>(dialog, &MaintenanceDialog::confirmed);
        dialog->show();
    }
    Timestamp until() const { return confirmed->value(0).value(0).value<Timestamp>(); }
    QStringList weekly() const { return confirmed->value(0).value(1).toStringList(); }

private Q_SLOTS:
    void cleanup() { delete std::exchange(dialog, nullptr); }

    void it_is_asked_for_until_a_moment_to_come()
    {
        open();
        auto *moment = child<QDateTimeEdit>("maintenanceUntil");
        QVERIFY(moment->minimumDateTime().toMSecsSinceEpoch() > kCheckedAt.time_since_epoch().count());
        QCOMPARE(ok()->text(), QStringLiteral("Begin maintenance"));
        ok()->click();
        QCOMPARE(until(), kCheckedAt + 2h);
        QCOMPARE(weekly(), QStringList());
    }

    void times_of_the_week_are_added_changed_and_removed()
    {
        open({}, {"Sun 02:00-04:00", "daily 23:30-00:30"});
        QVERIFY(!child<QCheckBox>("maintenanceNow")->isChecked() && !child<QDateTimeEdit>("maintenanceUntil")->isEnabled());
        QCOMPARE(ok()->text(), QStringLiteral("Save"));
        child<QPushButton>("addWeeklyWindow")->click();
        QCOMPARE(rows().size(), 3);
        QCOMPARE(dialog->focusWidget(), rows()[2]->findChild<QComboBox *>());
        rows()[2]->findChild<QComboBox *>()->setCurrentIndex(Qt::Wednesday);
        setTimes(2, QTime(0, 0), QTime(0, 0)); // all day
        setTimes(1, QTime(22, 15), QTime(1, 0));
        rows()[0]->findChild<QToolButton *>()->click();
        ok()->click();
        QCOMPARE(until(), Timestamp{});
        QCOMPARE(weekly(), (QStringList{"daily 22:15-01:00", "Wed 00:00-24:00"}));
        open({}, weekly());
        ok()->click();
        QCOMPARE(weekly(), (QStringList{"daily 22:15-01:00", "Wed 00:00-24:00"}));
    }

    void a_time_without_length_is_no_time()
    {
        open({}, {"Sun 02:00-04:00"});
        setTimes(0, QTime(4, 0), QTime(4, 0));
        QVERIFY(!ok()->isEnabled());
        setTimes(0, QTime(4, 0), QTime(4, 1));
        QVERIFY(ok()->isEnabled());
        setTimes(0, QTime(4, 0), QTime(4, 0));
        rows()[0]->findChild<QToolButton *>()->click();
        QVERIFY(ok()->isEnabled());
    }

    void what_is_on_is_shown_and_can_be_ended()
    {
        open(kCheckedAt + 5h, {"Sun 02:00-04:00"});
        QVERIFY(child<QCheckBox>("maintenanceNow")->isChecked());
        QCOMPARE(ok()->text(), QStringLiteral("Save"));
        ok()->click();
        QCOMPARE(until(), kCheckedAt + 5h);
        open(kCheckedAt + 5h);
        child<QCheckBox>("maintenanceNow")->click();
        ok()->click();
        QCOMPARE(until(), Timestamp{});
        open(kCheckedAt - 1h); // is over
        ok()->click();
        QCOMPARE(until(), kCheckedAt + 2h);
    }
};

VEDETTE_TEST(TstMaintenanceDialog)
#include "tst_maintenance_dialog.moc"
