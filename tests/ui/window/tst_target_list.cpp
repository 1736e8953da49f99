#include "tests/support/registry.h"
#include "ui/window/target_list.h"
#include "ui/window/target_panel.h"

#include <QtGui/QContextMenuEvent>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>

using targets::Kind;
using targets::Target;

class TstTargetList : public QObject {
    Q_OBJECT

    ui::Theme theme{ui::Theme::Choice::Light};
    std::unique_ptr<items::TargetModel> model;
    std::unique_ptr<ui::TargetPanel> panel;

    ui::TargetList &list() const { return panel->list(); }
    void fill(bool paused)
    {
        Target shop{QStringLiteral("7"), Kind::Service, QStringLiteral("https://shop.example.org/"), QStringLiteral("shop")};
        shop.check = QStringLiteral("http");
        shop.paused = paused;
        model->setRows({items::targetRow({QStringLiteral("local"), Kind::ThisMachine, QStringLiteral("anvil"), QStringLiteral("anvil")}),
                        items::targetRow(shop)});
    }
    QMenu *menu() const
    {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {});
        QApplication::sendEvent(&panel->list(), &event);
        return list().findChild<QMenu *>(QStringLiteral("targetMenu"));
    }
    QStringList offered() const
    {
        auto *shown = menu();
        QStringList texts;
        for (const auto *action : shown->actions()) {
            if (action->isVisible() && !action->isSeparator())
                texts << action->text().remove(u'&');
        }
        delete shown;
        return texts;
    }

private Q_SLOTS:
    void init()
    {
        model = std::make_unique<items::TargetModel>();
        panel = std::make_unique<ui::TargetPanel>(theme, *model);
        fill(false);
        panel->show();
        panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(panel.get()));
        list().setFocus();
    }
    void cleanup() { panel.reset(); }

    void what_somebody_added_can_be_changed_and_this_machine_cannot()
    {
        list().setCurrentIndex(model->index(0, 0));
        QCOMPARE(offered(), QStringList{"Add…"});
        list().setCurrentIndex(model->index(1, 0));
        QCOMPARE(offered(), (QStringList{"Edit…", "Check now", "Pause", "Duplicate…", "Remove", "Add…"}));
        fill(true);
        QVERIFY(offered().contains(QStringLiteral("Resume")));
    }

    void each_wish_is_told_with_its_target()
    {
        QSignalSpy edit(&list(), &ui::TargetList::editRequested), check(&list(), &ui::TargetList::checkRequested),
            pause(&list(), &ui::TargetList::pauseRequested), duplicate(&list(), &ui::TargetList::duplicateRequested),
            remove(&list(), &ui::TargetList::removeRequested);
        const auto press = [this] {
            QTest::keyClick(&list(), Qt::Key_F2);
            QTest::keyClick(&list(), Qt::Key_F5);
            QTest::keyClick(&list(), Qt::Key_P, Qt::ControlModifier);
            QTest::keyClick(&list(), Qt::Key_D, Qt::ControlModifier);
            QTest::keyClick(&list(), Qt::Key_Delete);
        };
        list().setCurrentIndex(model->index(0, 0));
        press();
        QVERIFY(edit.isEmpty() && check.isEmpty() && pause.isEmpty() && duplicate.isEmpty() && remove.isEmpty());
        list().setCurrentIndex(model->index(1, 0));
        press();
        for (const auto *spy : {&edit, &check, &pause, &duplicate, &remove}) {
            QCOMPARE(spy->count(), 1);
            QCOMPARE(spy->first().first().toString(), QStringLiteral("7"));
        }
        QCOMPARE(pause.first().at(1).toBool(), true);
        fill(true);
        QTest::keyClick(&list(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(pause.last().at(1).toBool(), false);
    }

    void the_row_of_the_page_that_is_shown_is_marked_and_this_chooses_nothing()
    {
        QSignalSpy chosen(&list(), &ui::TargetList::targetChosen);
        list().mark(QStringLiteral("7"));
        QCOMPARE(list().currentIndex().row(), 1);
        list().mark(QStringLiteral("local"));
        QCOMPARE(list().currentIndex().row(), 0);
        QVERIFY(chosen.isEmpty());
        list().mark(QStringLiteral("8"));
        QCOMPARE(list().currentIndex().row(), 0); // not there yet
        auto rows = model->rows();
        rows.push_back(items::targetRow({QStringLiteral("8"), Kind::Application, QStringLiteral("x"), QStringLiteral("x")}));
        model->setRows(rows);
        QCOMPARE(list().currentIndex().row(), 2);
        QVERIFY(chosen.isEmpty());
    }

    void a_row_that_is_removed_elsewhere_chooses_nothing()
    {
        QSignalSpy chosen(&list(), &ui::TargetList::targetChosen);
        list().mark(QStringLiteral("7"));
        panel->findChild<QToolButton *>(QStringLiteral("addTarget"))->setFocus();
        model->setRows({model->rows().front()});
        QVERIFY(chosen.isEmpty());
        fill(false);
        list().mark(QStringLiteral("7"));
        list().setFocus();
        model->setRows({model->rows().front()});
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("local"));
    }

    void another_is_added_by_button_and_key()
    {
        QSignalSpy add(&list(), &ui::TargetList::addRequested);
        panel->findChild<QToolButton *>(QStringLiteral("addTarget"))->click();
        QTest::keyClick(panel.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(add.count(), 2); // a button is seen to go down first
    }
};

VEDETTE_TEST(TstTargetList)
#include "tst_target_list.moc"
