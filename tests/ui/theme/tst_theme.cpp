#include "tests/support/registry.h"
#include "ui/theme/state_mark.h"
#include "ui/theme/theme.h"

#include <QtGui/QImage>
#include <QtTest/QSignalSpy>

#include <set>

class TstTheme : public QObject {
    Q_OBJECT

    static QImage drawn(ui::State state, const ui::Theme &theme)
    {
        QImage image(48, 48, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        ui::paintState(painter, QRectF(0, 0, 48, 48), state, theme);
        return image;
    }

private Q_SLOTS:
    void the_users_choice_wins_and_is_told()
    {
        ui::Theme theme(ui::Theme::Choice::Light);
        QSignalSpy changed(&theme, &ui::Theme::changed);
        QVERIFY(!theme.dark());
        theme.setChoice(ui::Theme::Choice::Dark);
        QVERIFY(theme.dark());
        QCOMPARE(changed.count(), 1);
        theme.setChoice(ui::Theme::Choice::Dark);
        QCOMPARE(changed.count(), 1);
    }

    void text_can_be_read_on_its_ground_in_both()
    {
        // WCAG 2.1: 4.5 : 1 for text, 3 : 1 for shapes.
        const auto luminance = [](const QColor &color) {
            const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
            return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
        };
        const auto contrast = [&](const QColor &a, const QColor &b) {
            const double x = luminance(a), y = luminance(b);
            return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
        };
        using Color = ui::Theme::Color;
        for (const auto choice : {ui::Theme::Choice::Light, ui::Theme::Choice::Dark}) {
            const ui::Theme theme(choice);
            for (const auto ground : {Color::Panel, Color::Background, Color::Selection}) {
                QVERIFY(contrast(theme.color(Color::Text), theme.color(ground)) >= 7);
                QVERIFY2(contrast(theme.color(Color::Dim), theme.color(ground)) >= 4.0, "dim text");
            }
            for (const auto state : {Color::Ok, Color::Warning, Color::Critical, Color::Emergency, Color::Unknown})
                QVERIFY(contrast(theme.color(state), theme.color(Color::Panel)) >= 3);
            for (int i = 0; i < ui::Theme::kSeriesColors; ++i)
                QVERIFY(contrast(theme.series(i), theme.color(Color::Panel)) >= 3);
        }
    }

    void every_state_has_a_shape_of_its_own()
    {
        const ui::Theme theme(ui::Theme::Choice::Light);
        std::set<QByteArray> shapes;
        const std::array states{ui::State::Ok, ui::State::Warning, ui::State::Critical, ui::State::Emergency, ui::State::Unknown, ui::State::Paused};
        for (const auto state : states) {
            // The shape alone, without its colour.
            const auto alpha = drawn(state, theme).convertToFormat(QImage::Format_Alpha8);
            shapes.insert(QByteArray(reinterpret_cast<const char *>(alpha.constBits()), alpha.sizeInBytes()));
        }
        QCOMPARE(shapes.size(), states.size());
        QVERIFY(!ui::stateIcon(ui::State::Critical, theme).isNull());
    }
};

VEDETTE_TEST(TstTheme)
#include "tst_theme.moc"
