#include "tests/support/registry.h"
#include "ui/widgets/pill.h"

#include <QtTest/QSignalSpy>

using ui::Theme;

class TstPill : public QObject {
    Q_OBJECT

    static bool holds(const QImage &image, const QColor &color)
    {
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y) == color)
                    return true;
        return false;
    }

private Q_SLOTS:
    void a_state_takes_room_and_shows_its_colour()
    {
        const Theme theme(Theme::Choice::Dark);
        ui::Pill pill(theme);
        pill.setText(QStringLiteral("1 critical"));
        const auto bare = pill.sizeHint();
        pill.resize(bare);
        QVERIFY(!holds(pill.grab().toImage(), theme.color(Theme::Color::Critical)));
        pill.setState(ui::State::Critical);
        QVERIFY(pill.sizeHint().width() > bare.width());
        QCOMPARE(pill.sizeHint().height(), bare.height());
        pill.resize(pill.sizeHint());
        QVERIFY(holds(pill.grab().toImage(), theme.color(Theme::Color::Critical)));
        pill.setState(std::nullopt);
        QCOMPARE(pill.sizeHint(), bare);
    }

    void it_is_as_high_as_its_type_needs()
    {
        const Theme theme(Theme::Choice::Light);
        ui::Pill pill(theme);
        pill.setText(QStringLiteral("1 warning"));
        auto large = pill.font();
        large.setPixelSize(40);
        pill.setFont(large);
        QVERIFY(pill.sizeHint().height() >= pill.fontMetrics().height());
    }

    void it_is_pressed_by_mouse_and_keyboard()
    {
        const Theme theme(Theme::Choice::Light);
        ui::Pill pill(theme);
        pill.setText(QStringLiteral("Health 86"));
        pill.resize(pill.sizeHint());
        pill.show();
        QSignalSpy clicked(&pill, &QAbstractButton::clicked);
        QTest::mouseClick(&pill, Qt::LeftButton);
        QTest::keyClick(&pill, Qt::Key_Space);
        QCOMPARE(clicked.count(), 2);
        QVERIFY(pill.focusPolicy() & Qt::TabFocus);
    }
};

VEDETTE_TEST(TstPill)
#include "tst_pill.moc"
