#include "tests/support/health_snapshots.h"
#include "tests/support/registry.h"
#include "ui/widgets/availability_bar.h"
#include "ui/widgets/availability_delegate.h"

#include <QtGui/QPainter>
#include <QtGui/QStandardItemModel>
#include <QtTest/QTest>
#include <QtWidgets/QToolTip>

using namespace std::chrono_literals;
using namespace ui;
using HealthState = health::State;

namespace {

health::BarPiece piece(int at, HealthState state, metric::Duration length = 30min)
{
    health::BarPiece made{tests::kCheckedAt + 30min * at, {}};
    made.spent.in[std::size_t(state)] = length;
    return made;
}

} // namespace

class TstAvailabilityBar : public QObject {
    Q_OBJECT

    Theme theme{Theme::Choice::Light};

    QImage painted(const std::vector<health::BarPiece> &pieces, int width = 40)
    {
        QImage image(width, 12, QImage::Format_RGB32);
        image.fill(theme.color(Theme::Color::Panel));
        QPainter painter(&image);
        paintAvailability(painter, image.rect(), pieces, theme);
        return image;
    }

private Q_SLOTS:
    void a_piece_has_the_colour_of_its_state_and_nobody_looking_is_empty()
    {
        const auto image =
            painted({piece(0, HealthState::Ok), piece(1, HealthState::Down), piece(2, HealthState::Degraded), {tests::kCheckedAt, {}}});
        const auto at = [&](int x) { return image.pixelColor(x, 5); };
        QCOMPARE(at(15), theme.color(Theme::Color::Critical));
        QCOMPARE(at(25), theme.color(Theme::Color::Warning));
        QCOMPARE(at(35), theme.color(Theme::Color::Panel));
        QCOMPARE(image.pixelColor(35, 11), theme.color(Theme::Color::Line));
        QVERIFY(at(5).green() > at(5).red() && at(5) != at(35));
        QCOMPARE(at(9), theme.color(Theme::Color::Panel)); // the gap
    }

    void maintenance_is_hatched()
    {
        const auto image = painted({piece(0, HealthState::Maintenance)});
        int dark = 0, light = 0;
        for (int x = 0; x < 39; ++x) {
            for (int y = 0; y < 12; ++y)
                ++(image.pixelColor(x, y) == theme.color(Theme::Color::Panel) ? light : dark);
        }
        QVERIFY(dark > 40 && light > 200);
    }

    void a_short_outage_is_still_seen_and_a_piece_that_was_well_otherwise_stays_green()
    {
        auto mostly = piece(0, HealthState::Ok);
        mostly.spent.in[std::size_t(HealthState::Down)] = 5s;
        const auto image = painted({mostly});
        QCOMPARE(image.pixelColor(5, 11), theme.color(Theme::Color::Critical));
        QCOMPARE(image.pixelColor(5, 8), theme.color(Theme::Color::Critical)); // a third
        QVERIFY(image.pixelColor(5, 7) != theme.color(Theme::Color::Critical));
    }

    void every_place_in_a_bar_is_in_the_piece_that_is_painted_there()
    {
        for (const int width : {40, 91, 240, 500}) {
            const QRect rect(8, 0, width, 10);
            for (const std::size_t pieces : {1, 7, 48, 90}) {
                for (int x = rect.left(); x <= rect.right(); ++x) {
                    const auto found = pieceAt(rect, x, pieces);
                    QVERIFY(found && *found < pieces);
                    QVERIFY(pieceRect(rect, *found, pieces).left() <= x);
                    if (*found + 1 < pieces)
                        QVERIFY(x < pieceRect(rect, *found + 1, pieces).left());
                }
            }
            QVERIFY(!pieceAt(rect, 7, 48) && !pieceAt(rect, rect.right() + 1, 48) && !pieceAt(rect, 9, 0));
        }
    }

    void the_arrow_keys_tell_of_piece_after_piece()
    {
        AvailabilityBar bar(theme);
        bar.setBar({piece(0, HealthState::Ok), piece(1, HealthState::Down)}, tests::kCheckedAt + 60min);
        bar.show();
        QTest::keyClick(&bar, Qt::Key_Left);
        QCOMPARE(bar.accessibleDescription(), QStringLiteral("21 Nov 13:22 to 21 Nov 13:52\n0 % available\ndown for 30 min"));
        QTest::keyClick(&bar, Qt::Key_Left);
        QTest::keyClick(&bar, Qt::Key_Left);
        QCOMPARE(bar.accessibleDescription(), QStringLiteral("21 Nov 12:52 to 21 Nov 13:22\n100 % available"));
        QTest::keyClick(&bar, Qt::Key_Right);
        QVERIFY(bar.accessibleDescription().contains(QStringLiteral("down")));
        bar.setBar({}, tests::kCheckedAt);
        QTest::keyClick(&bar, Qt::Key_Left); // and nothing falls
    }

    void a_cell_tells_of_the_piece_below_the_mouse()
    {
        const std::vector pieces{piece(0, HealthState::Ok), piece(1, HealthState::Down)};
        QStandardItemModel model(1, 1);
        AvailabilityDelegate delegate(
            theme,
            [&](const QModelIndex &) {
                return AvailabilityDelegate::Bar{pieces, tests::kCheckedAt + 60min};
            },
            this);
        QStyleOptionViewItem option;
        option.rect = QRect(0, 0, 200, 24);
        QVERIFY(delegate.textAt(option, model.index(0, 0), 60).contains(QStringLiteral("100 % available")));
        QVERIFY(delegate.textAt(option, model.index(0, 0), 150).contains(QStringLiteral("down for 30 min")));
        QVERIFY(delegate.textAt(option, model.index(0, 0), 2).isEmpty());
    }
};

VEDETTE_TEST(TstAvailabilityBar)
#include "tst_availability_bar.moc"
