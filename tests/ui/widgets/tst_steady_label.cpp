#include "tests/support/registry.h"
#include "ui/widgets/steady_label.h"

#include <QtWidgets/QHBoxLayout>

class TstSteadyLabel : public QObject {
    Q_OBJECT

    struct LayoutCounter : QWidget {
        int requests = 0;
        bool event(QEvent *event) override
        {
            requests += event->type() == QEvent::LayoutRequest;
            return QWidget::event(event);
        }
    };

private Q_SLOTS:
    void it_grows_with_its_text_and_then_stays()
    {
        ui::SteadyLabel label;
        label.setSteadyText("12 %");
        const int narrow = label.width();
        label.setSteadyText("1234.5 MiB/s");
        const int wide = label.width();
        QVERIFY(wide > narrow);
        QVERIFY(wide >= label.sizeHint().width());
        label.setSteadyText("1 %");
        QCOMPARE(label.width(), wide);
    }

    void a_text_that_fits_lays_nothing_out_anew()
    {
        LayoutCounter parent;
        auto *layout = new QHBoxLayout(&parent);
        auto *label = new ui::SteadyLabel(&parent);
        layout->addWidget(label);
        label->setSteadyText("100 %");
        parent.show();
        QCoreApplication::processEvents();
        parent.requests = 0;
        for (int i = 0; i < 10; ++i) {
            label->setSteadyText(QString::number(i) + " %");
            QCoreApplication::sendPostedEvents();
        }
        QCOMPARE(parent.requests, 0);
    }

    void what_it_says_is_text_and_never_markup()
    {
        const ui::SteadyLabel label;
        QCOMPARE(label.textFormat(), Qt::PlainText);
    }
};

VEDETTE_TEST(TstSteadyLabel)
#include "tst_steady_label.moc"
