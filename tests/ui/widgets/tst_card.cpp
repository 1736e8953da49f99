#include "tests/support/registry.h"
#include "ui/widgets/card.h"

#include <QtGui/QTextDocument>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>

using ui::Theme;

class TstCard : public QObject {
    Q_OBJECT

    static QColor at(const QWidget &widget, const QImage &image, double x, double y)
    {
        return image.pixelColor(int(widget.width() * x), int(widget.height() * y));
    }

private Q_SLOTS:
    void the_value_stands_at_the_right_in_the_largest_type()
    {
        const Theme theme(Theme::Choice::Light);
        ui::Card card(theme);
        card.setTitle(QStringLiteral("Processor"));
        card.setSubject(QStringLiteral("16 cores"));
        card.setValue(QStringLiteral("38 %"));
        card.resize(card.sizeHint());
        card.grab(); // lays out
        QMap<QString, QLabel *> labels;
        for (auto *label : card.findChildren<QLabel *>())
            labels[label->text()] = label;
        const auto *title = labels.value(QStringLiteral("Processor")), *subject = labels.value(QStringLiteral("16 cores")),
                   *value = labels.value(QStringLiteral("38 %"));
        QVERIFY(title && subject && value);
        QVERIFY(title->x() < subject->x() && subject->x() < value->x());
        QCOMPARE(value->geometry().right(), value->parentWidget()->width() - 1);
        QVERIFY(value->fontMetrics().height() > title->fontMetrics().height());
        QVERIFY(subject->fontMetrics().height() <= title->fontMetrics().height());
        QCOMPARE(card.accessibleName(), QStringLiteral("Processor"));
        QCOMPARE(card.accessibleDescription(), QStringLiteral("38 %"));
    }

    void a_long_subject_yields_to_the_name_and_the_value()
    {
        const Theme theme(Theme::Choice::Light);
        ui::Card card(theme);
        card.setTitle(QStringLiteral("Disk"));
        card.setSubject(QString(400, QLatin1Char('x')));
        card.setValue(QStringLiteral("184 MB/s"));
        card.resize(card.minimumSizeHint());
        card.grab();
        QCOMPARE(card.width(), card.minimumSizeHint().width());
        for (const auto *label : card.findChildren<QLabel *>()) {
            QVERIFY(card.rect().contains(QRect(label->mapTo(&card, QPoint()), label->size())));
            if (label->text().size() < 400)
                QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
    }

    void names_from_outside_are_text_and_never_markup()
    {
        const Theme theme(Theme::Choice::Light);
        ui::Card card(theme);
        const auto hostile = QStringLiteral("<img src='file:///etc/passwd'><b>x</b>");
        QVERIFY(Qt::mightBeRichText(hostile));
        card.setTitle(hostile);
        card.setSubject(hostile);
        card.setValue(hostile);
        for (const auto *label : card.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void the_panel_follows_light_and_dark_and_its_corners_are_round()
    {
        Theme theme(Theme::Choice::Light);
        ui::Card card(theme);
        card.resize(card.sizeHint());
        for (const auto choice : {Theme::Choice::Light, Theme::Choice::Dark}) {
            theme.setChoice(choice);
            QImage image(card.size(), QImage::Format_ARGB32);
            image.fill(Qt::magenta);
            card.render(&image, QPoint(), QRegion(), QWidget::DrawChildren);
            QCOMPARE(at(card, image, 0.5, 0.5), theme.color(Theme::Color::Panel));
            QCOMPARE(image.pixelColor(card.width() / 2, 0), theme.color(Theme::Color::Line));
            QCOMPARE(image.pixelColor(0, 0), QColor(Qt::magenta));
        }
    }
};

VEDETTE_TEST(TstCard)
#include "tst_card.moc"
