#include "tests/support/registry.h"
#include "ui/window/time_bar.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QToolButton>

using namespace std::chrono_literals;
using metric::Timestamp;

Q_DECLARE_METATYPE(metric::Duration)
Q_DECLARE_METATYPE(metric::Timestamp)

class TstTimeBar : public QObject {
    Q_OBJECT

    const Timestamp m_now{std::chrono::seconds(1'700'000'000)};

    static QToolButton *button(const ui::TimeBar &bar, const QString &text)
    {
        for (auto *each : bar.findChildren<QToolButton *>()) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }

private Q_SLOTS:
    void a_span_is_chosen_by_its_button()
    {
        const ui::Theme theme(ui::Theme::Choice::Light);
        ui::TimeBar bar(theme);
        QSignalSpy chosen(&bar, &ui::TimeBar::liveChosen);
        button(bar, "1 h")->click();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().value<metric::Duration>(), metric::Duration(1h));
        bar.setLive(1h);
        QVERIFY(button(bar, "1 h")->isChecked());
        QVERIFY(!button(bar, "15 m")->isChecked());
        QVERIFY(button(bar, "● Live")->isChecked());
    }

    void a_step_back_leaves_live_and_steps_forward_lead_back_to_it()
    {
        const ui::Theme theme(ui::Theme::Choice::Light);
        ui::TimeBar bar(theme);
        bar.setLive(15min);
        bar.setNow(m_now);
        QSignalSpy fixed(&bar, &ui::TimeBar::fixedChosen), live(&bar, &ui::TimeBar::liveChosen);
        button(bar, "‹")->click();
        QCOMPARE(fixed.count(), 1);
        QCOMPARE(fixed.first()[1].value<Timestamp>(), m_now - 15min);
        bar.setFixed(m_now - 30min, m_now - 15min);
        QVERIFY(!bar.live());
        QCOMPARE(bar.end(m_now), m_now - 15min);
        button(bar, "›")->click();
        QCOMPARE(live.count(), 1);
    }

    void a_click_on_the_strip_goes_there_and_never_beyond_now()
    {
        const ui::Theme theme(ui::Theme::Choice::Light);
        ui::TimeStrip strip(theme);
        strip.resize(400, 28);
        strip.setWindow(m_now - 15min, m_now, m_now);
        QSignalSpy chosen(&strip, &ui::TimeStrip::windowChosen);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {100, 14});
        // The strip reaches back an hour: a quarter of its width is 45 minutes ago.
        const auto middle = chosen.last()[0].value<Timestamp>() + 450s;
        QVERIFY(std::chrono::abs(middle - (m_now - 45min)) < 20s);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {399, 14});
        QCOMPARE(chosen.last()[1].value<Timestamp>(), m_now);
    }
};

VEDETTE_TEST(TstTimeBar)
#include "tst_time_bar.moc"
