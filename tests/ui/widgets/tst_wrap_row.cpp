#include "tests/support/registry.h"
#include "ui/widgets/wrap_row.h"

#include <QtTest/QTest>
#include <QtWidgets/QWidget>

using ui::WrapRow;

class TstWrapRow : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> window;
    std::vector<QWidget *> items;

    // Two at the left, two at the right, each 100 by 20.
    void lay(int width)
    {
        window = std::make_unique<QWidget>();
        items.clear();
        auto *row = new WrapRow;
        for (int i = 0; i < 4; ++i) {
            if (i == 2)
                row->startRight();
            items.push_back(new QWidget(window.get()));
            items.back()->setFixedSize(100, 20);
            row->addWidget(items.back());
        }
        window->setLayout(row);
        window->resize(width, 200);
    }
    QString places()
    {
        window->show();
        window->layout()->activate();
        QStringList all;
        for (const auto *item : items) {
            if (!item->isHidden())
                all << QStringLiteral("%1,%2").arg(item->x()).arg(item->y());
        }
        return all.join(u' ');
    }

private Q_SLOTS:
    void a_row_that_fits_has_two_ends()
    {
        lay(600);
        QCOMPARE(places(), QStringLiteral("0,0 106,0 394,0 500,0"));
    }

    void the_right_ones_begin_a_line_where_they_do_not_fit()
    {
        lay(300);
        QCOMPARE(places(), QStringLiteral("0,0 106,0 0,26 106,26"));
    }

    void what_is_hidden_takes_no_place()
    {
        lay(600);
        items[0]->hide();
        items[2]->hide();
        QCOMPARE(places(), QStringLiteral("0,0 500,0"));
        lay(300);
        items[0]->hide();
        QCOMPARE(places(), QStringLiteral("0,0 0,26 106,26"));
        lay(180);
        items[2]->hide(); // the first at the right
        QCOMPARE(places(), QStringLiteral("0,0 0,26 0,52"));
    }
};

VEDETTE_TEST(TstWrapRow)
#include "tst_wrap_row.moc"
