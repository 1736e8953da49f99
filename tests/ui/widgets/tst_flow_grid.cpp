#include "tests/support/registry.h"
#include "ui/widgets/flow_grid.h"

#include <QtWidgets/QWidget>

class TstFlowGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columns_follow_the_width()
    {
        // Window widths of look.md, less the target list and the margins.
        QCOMPARE(ui::FlowGrid::columnsFor(1024 - 244), 2);
        QCOMPARE(ui::FlowGrid::columnsFor(1440 - 244), 3);
        QCOMPARE(ui::FlowGrid::columnsFor(2560 - 244), 4);
        QCOMPARE(ui::FlowGrid::columnsFor(200), 1);
    }

    void cards_fill_the_width_and_never_overlap()
    {
        QWidget parent;
        auto *flow = new ui::FlowGrid(&parent);
        QList<QWidget *> cards;
        for (int i = 0; i < 7; ++i) {
            cards << new QWidget(&parent);
            flow->addWidget(cards.last());
        }
        for (const int width : {400, 783, 1177, 1600}) {
            parent.resize(width, flow->heightForWidth(width));
            flow->setGeometry(parent.rect());
            int right = 0;
            for (int i = 0; i < cards.size(); ++i) {
                right = std::max(right, cards[i]->geometry().right() + 1);
                QVERIFY(parent.rect().contains(cards[i]->geometry()));
                for (int j = 0; j < i; ++j)
                    QVERIFY(!cards[i]->geometry().intersects(cards[j]->geometry()));
            }
            QCOMPARE(right, width);
        }
    }

    void a_card_can_be_put_between_others()
    {
        QWidget parent;
        auto *flow = new ui::FlowGrid(&parent);
        auto *first = new QWidget(&parent), *last = new QWidget(&parent), *between = new QWidget(&parent);
        flow->addWidget(first);
        flow->addWidget(last);
        flow->insertWidget(1, between);
        QCOMPARE(flow->itemAt(0)->widget(), first);
        QCOMPARE(flow->itemAt(1)->widget(), between);
        QCOMPARE(flow->itemAt(2)->widget(), last);
    }
};

VEDETTE_TEST(TstFlowGrid)
#include "tst_flow_grid.moc"
