#include "models/settings/settings.h"
#include "tests/support/registry.h"
#include "ui/dialogs/notifications_dialog.h"
#include "ui/widgets/table_view.h"

#include <QtCore/QTemporaryDir>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QTimeEdit>

#include <memory>

using namespace ui;

class TstNotificationsDialog : public QObject {
    Q_OBJECT

    QTemporaryDir folder;
    std::unique_ptr<settings::SettingsStore> settings;
    Background background;

    static alerts::Delivery deliveryOf(std::int64_t id, alerts::DeliveryState state)
    {
        alerts::Delivery delivery;
        delivery.id = id;
        delivery.receiver = "desktop";
        delivery.what.key = "{}";
        delivery.what.labels = metric::Labels{{"alertname", "CPU"}};
        delivery.what.firing = {1, 2, 3};
        delivery.state = state;
        return delivery;
    }
    std::unique_ptr<NotificationsDialog> open()
    {
        const auto told = [] {
            return metric::Result<std::vector<alerts::Delivery>>(
                std::vector{deliveryOf(2, alerts::DeliveryState::Queued), deliveryOf(1, alerts::DeliveryState::Delivered)});
        };
        return std::make_unique<NotificationsDialog>(*settings, background, told, nullptr);
    }

private Q_SLOTS:
    void init()
    {
        settings.reset();
        QFile::remove(folder.filePath("settings.json"));
        settings = std::move(*settings::SettingsStore::open(folder.path()));
    }

    void quiet_hours_hold_at_once_and_are_found_again()
    {
        auto dialog = open();
        auto *quiet = dialog->findChild<QCheckBox *>();
        const auto times = dialog->findChildren<QTimeEdit *>();
        QCOMPARE(times.size(), 2);
        QVERIFY(!quiet->isChecked() && !times[0]->isEnabled());
        quiet->click();
        QCOMPARE(settings->value(settings::kQuietHours), QStringLiteral("22:00-07:00"));
        QVERIFY(times[0]->isEnabled());
        times[0]->setTime(QTime(23, 30));
        QCOMPARE(settings->value(settings::kQuietHours), QStringLiteral("23:30-07:00"));
        dialog = open();
        QCOMPARE(dialog->findChildren<QTimeEdit *>()[0]->time(), QTime(23, 30));
        dialog->findChild<QCheckBox *>()->click();
        QCOMPARE(settings->value(settings::kQuietHours), QString());
    }

    void a_sound_is_chosen_or_written()
    {
        auto dialog = open();
        const auto choices = dialog->findChildren<QComboBox *>();
        QCOMPARE(choices.size(), 4);
        QCOMPARE(choices[0]->currentText(), QStringLiteral("none"));
        QCOMPARE(choices[2]->currentText(), QStringLiteral("dialog-warning"));
        choices[2]->setCurrentIndex(0);
        QCOMPARE(settings->value(settings::kSounds).value("critical"), QString());
        choices[1]->setEditText("/usr/share/sounds/bell.oga");
        QCOMPARE(settings->value(settings::kSounds).value("warning"), QStringLiteral("/usr/share/sounds/bell.oga"));
        dialog = open();
        QCOMPARE(dialog->findChildren<QComboBox *>()[1]->currentText(), QStringLiteral("/usr/share/sounds/bell.oga"));
    }

    void what_was_told_is_listed()
    {
        auto dialog = open();
        auto *table = dialog->findChild<TableView *>();
        QTRY_COMPARE(table->model()->rowCount(), 2);
    }
};

VEDETTE_TEST(TstNotificationsDialog)
#include "tst_notifications_dialog.moc"
