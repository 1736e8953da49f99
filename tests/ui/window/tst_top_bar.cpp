#include "tests/support/registry.h"
#include "ui/dialogs/close_dialog.h"
#include "ui/widgets/pill.h"
#include "ui/window/top_bar.h"
#include "ui/window/tray.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QPushButton>

class TstTopBar : public QObject {
    Q_OBJECT

    static QStringList shownPills(const QWidget &bar)
    {
        QStringList texts;
        for (const auto *pill : bar.findChildren<ui::Pill *>()) {
            if (!pill->isHidden())
                texts << pill->text();
        }
        texts.sort();
        return texts;
    }

private Q_SLOTS:
    void it_says_how_many_of_each_severity_fire_and_that_all_is_calm()
    {
        const ui::Theme theme(ui::Theme::Choice::Light);
        ui::TopBar bar(theme);
        alerts::AlertSnapshot snapshot;
        bar.setAlerts(snapshot);
        QCOMPARE(shownPills(bar), QStringList{"all calm"});
        snapshot.counts = {0, 2, 1, 0};
        bar.setAlerts(snapshot);
        QCOMPARE(shownPills(bar), (QStringList{"1 critical", "2 warning(s)"})); // the source texts: no catalogue is loaded here
        QCOMPARE(ui::countsText(snapshot), QStringLiteral("1 critical, 2 warning"));
        snapshot.counts = {3, 0, 0, 0}; // which is no warning
        bar.setAlerts(snapshot);
        QCOMPARE(shownPills(bar), QStringList{"3 info"});
    }

    void the_health_score_is_shown_with_what_lowers_it()
    {
        const ui::Theme theme(ui::Theme::Choice::Light);
        ui::TopBar bar(theme);
        bar.setHealth(86, "−8 CPU above 70 %");
        QVERIFY(shownPills(bar).contains("Health 86"));
    }

    void closing_without_a_tray_is_asked_with_both_answers()
    {
        QWidget window;
        for (const bool keep : {true, false}) {
            auto *dialog = new ui::CloseDialog(&window);
            QSignalSpy chosen(dialog, &ui::CloseDialog::chosen);
            dialog->open();
            for (auto *button : dialog->findChildren<QPushButton *>()) {
                if (button->text() == (keep ? "Keep watching" : "Quit")) {
                    button->click();
                    break;
                }
            }
            QCOMPARE(chosen.count(), 1);
            QCOMPARE(chosen.first().first().toBool(), keep);
        }
    }
};

VEDETTE_TEST(TstTopBar)
#include "tst_top_bar.moc"
