#include "models/alerts/condition.h"
#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"
#include "tests/support/shipped_rules.h"
#include "ui/dialogs/figure_titles.h"
#include "ui/dialogs/rule_list.h"
#include "ui/dialogs/threshold_dialog.h"
#include "ui/explore/expression_editor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/unit_field.h"

#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

#include <cmath>
#include <memory>

using namespace ui;
using alerts::AlertRule;

class TstThresholdDialog : public QObject {
    Q_OBJECT

    tests::FakeReader reader;
    query::PromqlEngine engine{reader, {}, query::figureDefinitions()};
    Theme theme{Theme::Choice::Light};
    tests::FakeClock clock;
    Background background;
    RuleSources sources{engine, reader, clock, background};
    std::unique_ptr<ThresholdDialog> dialog;
    std::vector<AlertRule> added;
    std::vector<AlertRule> changed;
    std::vector<qint64> removed;
    QStringList previews;
    std::vector<std::pair<QString, bool>> switched;

    static std::vector<AlertRule> storedRules()
    {
        auto rules = tests::shippedRules();
        rules.resize(4);
        for (std::size_t i = 0; i < rules.size(); ++i)
            rules[i].id = std::int64_t(i) + 1;
        for (auto &rule : rules)
            rule.origin = alerts::RuleOrigin::Thresholds;
        return rules;
    }
    template <class Widget>
    Widget *find(const char *name)
    {
        auto *found = dialog->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void click(const char *name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    void type(QLineEdit *field, const QString &text)
    {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
    }
    void write(const QString &expression)
    {
        auto *editor = find<ExpressionEditor>("ruleExpression");
        editor->selectAll();
        editor->insertPlainText(expression);
    }
    // The rules as they are, but some of a pack and one of somebody's file.
    static std::vector<AlertRule> mixedRules()
    {
        auto rules = storedRules();
        for (std::size_t i = 0; i < 2; ++i) {
            rules[i].origin = alerts::RuleOrigin::Pack;
            rules[i].source = rules[i].group = "machine";
        }
        rules[3].origin = alerts::RuleOrigin::File;
        rules[3].source = "mine.yaml";
        return rules;
    }
    // "[x] Machines: CPU above 70 % [x], ...; ..."
    QString listed()
    {
        const auto *list = find<RuleList>("ruleList");
        const auto mark = [](const QTreeWidgetItem *item) {
            const auto state = item->checkState(0);
            return state == Qt::Checked ? QStringLiteral("x ") : state == Qt::Unchecked ? QStringLiteral("- ") : QStringLiteral("/ ");
        };
        QStringList groups;
        for (int i = 0; i < list->topLevelItemCount(); ++i) {
            const auto *group = list->topLevelItem(i);
            QStringList rules;
            for (int child = 0; child < group->childCount(); ++child)
                rules << mark(group->child(child)) + group->child(child)->text(0);
            groups << mark(group) + group->text(0) + QStringLiteral(": ") + rules.join(QStringLiteral(", "));
        }
        return groups.join(QStringLiteral("; "));
    }
    QLineEdit *valueText() { return find<UnitField>("ruleValue")->findChild<QLineEdit *>(); }
    QLineEdit *holdText() { return find<UnitField>("ruleHoldFor")->findChild<QLineEdit *>(); }
    QString error(const char *field)
    {
        auto *label = find<QLabel>((std::string(field) + "Error").c_str());
        return label->isHidden() ? QString() : label->text();
    }
    bool answer(QMessageBox::ButtonRole role)
    {
        auto *box = dialog->findChild<QMessageBox *>();
        if (!box)
            return false;
        for (auto *button : box->buttons()) {
            if (box->buttonRole(button) == role) {
                button->click();
                QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
                return true;
            }
        }
        return false;
    }

private Q_SLOTS:
    void init()
    {
        added.clear();
        changed.clear();
        removed.clear();
        previews.clear();
        switched.clear();
        dialog = std::make_unique<ThresholdDialog>(theme, sources, storedRules());
        connect(dialog.get(), &ThresholdDialog::sourceSwitched, this, [this](const QString &source, bool on) { switched.emplace_back(source, on); });
        connect(dialog.get(), &ThresholdDialog::ruleAdded, this, [this](const AlertRule &rule) { added.push_back(rule); });
        connect(dialog.get(), &ThresholdDialog::ruleChanged, this, [this](const AlertRule &rule) { changed.push_back(rule); });
        connect(dialog.get(), &ThresholdDialog::ruleRemoved, this, [this](qint64 id) { removed.push_back(id); });
        connect(dialog.get(), &ThresholdDialog::previewWanted, this,
                [this](const AlertRule &rule) { previews << QString::fromStdString(alerts::conditionOf(rule)); });
        dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog.get()));
    }
    void cleanup() { dialog.reset(); }

    void looking_at_every_rule_changes_none()
    {
        auto *list = find<RuleList>("ruleList");
        for (int row = 0; row < list->count(); ++row)
            list->setCurrentRow(row);
        dialog->reject();
        QVERIFY(!dialog->isVisible());
        QVERIFY(added.empty() && changed.empty() && removed.empty());
    }

    void a_value_is_typed_in_the_units_people_read()
    {
        QCOMPARE(valueText()->text(), QStringLiteral("70"));
        type(valueText(), QStringLiteral("75"));
        click("saveRule");
        QCOMPARE(changed.size(), std::size_t(1));
        auto expected = storedRules()[0];
        expected.value = 0.75;
        QVERIFY(changed[0] == expected);
        QVERIFY(!find<QPushButton>("saveRule")->isEnabled());
    }

    void nonsense_is_refused_at_its_field_and_cannot_be_saved()
    {
        type(valueText(), QStringLiteral("lots"));
        QVERIFY(error("ruleValue").contains(QStringLiteral("not a number")));
        QVERIFY(valueText()->accessibleDescription().contains(QStringLiteral("not a number")));
        QVERIFY(!find<QPushButton>("saveRule")->isEnabled());
        QTest::keyClick(dialog.get(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(changed.empty());
        type(valueText(), QStringLiteral("150"));
        QVERIFY(error("ruleValue").contains(QStringLiteral("more than")));
        type(valueText(), QStringLiteral("100"));
        QVERIFY(error("ruleValue").contains(QStringLiteral("No value")));
        type(valueText(), QStringLiteral("-5"));
        QVERIFY(error("ruleValue").contains(QStringLiteral("below zero")));
        type(valueText(), QStringLiteral("75"));
        QVERIFY(error("ruleValue").isEmpty());
        type(find<QLineEdit>("ruleName"), QStringLiteral(" "));
        QVERIFY(!error("ruleName").isEmpty());
        type(find<QLineEdit>("ruleName"), QStringLiteral("x"));
        type(holdText(), QStringLiteral("-1"));
        QVERIFY(!error("ruleHoldFor").isEmpty());
        type(holdText(), QString::fromLatin1("soon"));
        QVERIFY(!error("ruleHoldFor").isEmpty());
        type(holdText(), QStringLiteral("0"));
        QVERIFY(find<QPushButton>("saveRule")->isEnabled());
    }

    void an_expression_of_ones_own_is_checked()
    {
        auto *figure = find<QComboBox>("ruleFigure");
        QVERIFY(find<ExpressionEditor>("ruleExpression")->isHidden());
        figure->setCurrentIndex(figure->count() - 1);
        Q_EMIT figure->activated(figure->count() - 1);
        write(QStringLiteral("sum(node_load1"));
        QVERIFY(error("ruleExpression").contains(QStringLiteral("evaluated")));
        write(QStringLiteral("sum(node_load1)"));
        QVERIFY(error("ruleExpression").isEmpty());
        write(QStringLiteral("rate(node_forks_total[1m])"));
        QVERIFY(error("ruleExpression").isEmpty());
        type(valueText(), QStringLiteral("500"));
        click("saveRule");
        QCOMPARE(changed.at(0).value, 500.0); // no longer per cent
        QCOMPARE(changed.at(0).expression, std::string("rate(node_forks_total[1m])"));
    }

    void a_rule_is_added_given_its_id_and_edited_on()
    {
        QTest::keyClick(dialog.get(), Qt::Key_N, Qt::ControlModifier);
        auto *name = find<QLineEdit>("ruleName");
        QVERIFY(name->hasFocus() && name->hasSelectedText());
        QTest::keyClicks(name, QStringLiteral("Mine"));
        QVERIFY(added.empty());
        QTest::keyClick(dialog.get(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(added.size(), std::size_t(1));
        QCOMPARE(added[0].name, std::string("Mine"));
        QCOMPARE(added[0].id, std::int64_t(0));
        QVERIFY(!find<QPushButton>("saveRule")->isEnabled());
        auto rules = storedRules();
        rules.push_back(added[0]);
        rules.back().id = 9;
        dialog->setRules(rules);
        QCOMPARE(find<RuleList>("ruleList")->count(), 5);
        type(name, QStringLiteral("Mine too"));
        click("saveRule");
        QCOMPARE(added.size(), std::size_t(1));
        QCOMPARE(changed.at(0).id, std::int64_t(9));
        QCOMPARE(changed.at(0).name, std::string("Mine too"));
    }

    void duplicate_begins_with_the_same_fields()
    {
        find<RuleList>("ruleList")->setCurrentRow(1);
        click("duplicateRule");
        click("saveRule");
        auto expected = storedRules()[1];
        expected.id = 0;
        expected.name += " (copy)";
        QVERIFY(added.at(0) == expected);
    }

    void the_tick_switches_a_rule_off_at_once_and_saves_nothing_else()
    {
        type(valueText(), QStringLiteral("75")); // stays unsaved
        auto *list = find<RuleList>("ruleList");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(changed.size(), std::size_t(1));
        auto expected = storedRules()[0];
        expected.enabled = false;
        QVERIFY(changed[0] == expected);
        QVERIFY(list->item(0)->data(0, Qt::AccessibleTextRole).toString().contains(QStringLiteral("switched off")));
        click("saveRule");
        QVERIFY(!changed.at(1).enabled && changed.at(1).value == 0.75);
    }

    void a_shipped_rule_keeps_its_name_and_a_files_rule_is_not_changed()
    {
        auto rules = storedRules();
        rules[0].origin = alerts::RuleOrigin::Pack;
        rules[1].origin = alerts::RuleOrigin::File;
        rules[1].source = "mine.yaml";
        dialog->setRules(rules);
        auto *list = find<RuleList>("ruleList");
        list->setCurrentRow(1);
        QVERIFY(!find<QLineEdit>("ruleName")->isEnabled());
        QVERIFY(!find<QPushButton>("removeRule")->isEnabled());
        QVERIFY(list->item(1)->toolTip(0).contains(QStringLiteral("mine.yaml")));
        list->setCurrentRow(0);
        QVERIFY(find<QLineEdit>("ruleName")->isReadOnly());
        type(valueText(), QStringLiteral("75"));
        click("saveRule");
        QCOMPARE(changed.size(), std::size_t(1));
    }

    void rules_stand_by_their_pack_or_file_with_a_tick_for_the_whole()
    {
        auto rules = mixedRules();
        rules[1].enabled = false;
        dialog->setRules(rules);
        const auto name = [&](std::size_t i) { return QString::fromStdString(rules[i].name); };
        QCOMPARE(listed(), QStringLiteral("/ Machines: x %1, - %2; x Set here: x %3; x mine.yaml: x %4").arg(name(0), name(1), name(2), name(3)));
        auto *list = find<RuleList>("ruleList");
        list->setFocus();
        list->setCurrentItem(list->topLevelItem(0));
        QCOMPARE(list->currentRow(), 0); // what is chosen stays
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(switched, (std::vector<std::pair<QString, bool>>{{QStringLiteral("machine"), true}}));
        QVERIFY(listed().startsWith(QStringLiteral("x Machines: x %1, x %2;").arg(name(0), name(1))));
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(switched.back(), (std::pair<QString, bool>(QStringLiteral("machine"), false)));
        QVERIFY(listed().startsWith(QStringLiteral("- Machines: - %1, - %2;").arg(name(0), name(1))));
        QVERIFY(changed.empty());
        list->item(1)->setCheckState(0, Qt::Checked);
        QVERIFY(listed().startsWith(QStringLiteral("/ Machines: - %1, x %2;").arg(name(0), name(1))));
        QCOMPARE(changed.size(), std::size_t(1));
        QVERIFY(changed[0].enabled && changed[0].id == rules[1].id);
    }

    void a_new_rule_stands_with_those_that_were_set_here()
    {
        dialog->setRules(mixedRules());
        click("addRule");
        QVERIFY2(listed().contains(QStringLiteral("New threshold (not saved); x mine.yaml")), qPrintable(listed()));
        QVERIFY(find<QLineEdit>("ruleName")->isEnabled());
    }

    void back_to_the_shipped_one_removes_what_was_changed()
    {
        auto rules = mixedRules();
        dialog->setRules(rules);
        auto *back = find<QPushButton>("resetRule");
        QVERIFY(back->isHidden() && !find<QPushButton>("removeRule")->isEnabled());
        type(valueText(), QStringLiteral("75"));
        click("saveRule");
        rules[0].value = 0.75;
        rules[0].isOverride = true;
        dialog->setRules(rules);
        QVERIFY(listed().contains(QStringLiteral("(changed)")));
        type(valueText(), QStringLiteral("76")); // not saved, and not kept
        QVERIFY(back->isVisible());
        back->click();
        QVERIFY(removed.empty());
        QVERIFY(answer(QMessageBox::DestructiveRole));
        QCOMPARE(removed, std::vector<qint64>{rules[0].id});
        QCOMPARE(find<RuleList>("ruleList")->count(), 4);
        dialog->setRules(mixedRules());
        QCOMPARE(valueText()->text(), QStringLiteral("70"));
        QVERIFY(!listed().contains(QStringLiteral("changed")) && back->isHidden());
    }

    void a_rule_may_only_be_tried_until_it_is_switched_on_for_real()
    {
        auto *trial = find<QCheckBox>("ruleTrial");
        auto *tell = find<QPushButton>("tellRule");
        QVERIFY(!trial->isChecked() && tell->isHidden());
        trial->click();
        click("saveRule");
        QVERIFY(changed.at(0).onTrial);
        auto rules = storedRules();
        rules[0].onTrial = true;
        dialog->setRules(rules);
        QVERIFY(listed().contains(QStringLiteral("(on trial)")));
        type(valueText(), QStringLiteral("75")); // stays unsaved
        QVERIFY(tell->isVisible());
        tell->click();
        auto expected = storedRules()[0];
        QVERIFY(changed.at(1) == expected);
        QVERIFY(tell->isHidden() && !trial->isChecked());
        QCOMPARE(valueText()->text(), QStringLiteral("75"));
        QVERIFY(!listed().contains(QStringLiteral("on trial")));
    }

    void a_files_rule_may_be_tried_and_not_changed()
    {
        dialog->setRules(mixedRules());
        find<RuleList>("ruleList")->setCurrentRow(3);
        QVERIFY(!find<QLineEdit>("ruleName")->isEnabled() && !find<QComboBox>("ruleSeverity")->isEnabled());
        find<QCheckBox>("ruleTrial")->click();
        click("saveRule");
        QVERIFY(changed.at(0).onTrial && changed.at(0).origin == alerts::RuleOrigin::File);
    }

    void a_name_that_is_taken_gets_a_number()
    {
        const auto taken = QString::fromStdString(storedRules()[1].name);
        click("addRule");
        type(find<QLineEdit>("ruleName"), taken);
        click("saveRule");
        QCOMPARE(QString::fromStdString(added.at(0).name), taken + QStringLiteral(" 2"));
        QCOMPARE(find<QLineEdit>("ruleName")->text(), taken + QStringLiteral(" 2"));
    }

    void delete_asks_first()
    {
        find<RuleList>("ruleList")->setFocus();
        QTest::keyClick(find<RuleList>("ruleList"), Qt::Key_Delete);
        QVERIFY(removed.empty());
        QVERIFY(answer(QMessageBox::RejectRole));
        QVERIFY(removed.empty());
        click("removeRule");
        QVERIFY(answer(QMessageBox::DestructiveRole));
        QCOMPARE(removed.at(0), qint64(1));
        QCOMPARE(find<RuleList>("ruleList")->count(), 3);
    }

    void edits_stay_with_their_rule_until_closing_asks()
    {
        type(valueText(), QStringLiteral("75"));
        auto *list = find<RuleList>("ruleList");
        list->setCurrentRow(1);
        type(valueText(), QStringLiteral("95"));
        list->setCurrentRow(0);
        QCOMPARE(valueText()->text(), QStringLiteral("75"));
        QVERIFY(list->item(0)->text(0).contains(QStringLiteral("not saved")));
        dialog->setRules(storedRules()); // a snapshot arrives meanwhile
        QCOMPARE(valueText()->text(), QStringLiteral("75"));
        dialog->reject();
        QVERIFY(dialog->isVisible());
        QVERIFY(answer(QMessageBox::RejectRole)); // cancel
        QVERIFY(dialog->isVisible());
        dialog->reject();
        QVERIFY(answer(QMessageBox::AcceptRole));
        QVERIFY(!dialog->isVisible());
        QCOMPARE(changed.size(), std::size_t(2));
    }

    void a_snapshot_leaves_half_typed_values_and_the_choice_alone()
    {
        auto *list = find<RuleList>("ruleList");
        list->setCurrentRow(1);
        type(valueText(), QStringLiteral("-"));
        const auto *item = list->item(1);
        dialog->setRules(storedRules());
        QCOMPARE(list->item(1), item);
        QCOMPARE(valueText()->text(), QStringLiteral("-"));
        QCOMPARE(list->currentRow(), 1);
        click("addRule");
        click("addRule"); // alike in every field
        type(valueText(), QStringLiteral("ab"));
        dialog->setRules(storedRules());
        QCOMPARE(valueText()->text(), QStringLiteral("ab"));
        QCOMPARE(list->currentRow(), 5);
        click("discardRule");
        QCOMPARE(list->currentRow(), 4);
        click("addRule");
        dialog->setRules(storedRules());
        QCOMPARE(list->currentRow(), 5);
    }

    void closing_with_nonsense_does_not_save_it()
    {
        type(valueText(), QStringLiteral("150"));
        find<RuleList>("ruleList")->setCurrentRow(2);
        dialog->reject();
        QVERIFY(answer(QMessageBox::AcceptRole));
        QVERIFY(dialog->isVisible() && changed.empty());
        QCOMPARE(find<RuleList>("ruleList")->currentRow(), 0);
        QVERIFY(!error("ruleValue").isEmpty());
        click("discardRule");
        QCOMPARE(valueText()->text(), QStringLiteral("70"));
    }

    void the_preview_follows_what_is_typed()
    {
        auto *preview = new QWidget;
        dialog->setPreviewWidget(preview);
        QCOMPARE(previews.last(), QStringLiteral("instance:node_cpu_utilisation:ratio > 0.7"));
        type(valueText(), QStringLiteral("55"));
        QCOMPARE(previews.last(), QStringLiteral("instance:node_cpu_utilisation:ratio > 0.55"));
        find<QComboBox>("ruleTarget")->setEditText(QStringLiteral("anvil"));
        QCOMPARE(previews.last(), QStringLiteral("instance:node_cpu_utilisation:ratio{instance=\"anvil\"} > 0.55"));
        const auto count = previews.size();
        type(holdText(), QStringLiteral("7")); // how long it waits makes another rule, too
        QCOMPARE(previews.size(), count + 1);
        QVERIFY(preview->isVisible());
    }

    void every_figure_and_default_fits_its_unit()
    {
        UnitField field;
        for (const auto &rule : tests::shippedRules()) {
            field.setUnit(query::unitOf(rule.expression));
            field.setValue(rule.value);
            QCOMPARE(field.value(), rule.value);
        }
        for (const auto &figure : query::figures())
            QVERIFY(!figureTitle(figure).isEmpty());
        field.setUnit(metric::Unit::Bytes);
        field.setValue(1.5 * 1024 * 1024 * 1024);
        QCOMPARE(field.findChild<QLineEdit *>()->text(), QStringLiteral("1.5"));
        field.setUnit(metric::Unit::Seconds);
        field.setValue(0.25);
        QCOMPARE(field.findChild<QLineEdit *>()->text(), QStringLiteral("250"));
        field.setValue(0);
        QCOMPARE(field.value(), 0.0);
    }

    void every_field_has_a_name_for_those_who_do_not_see_it()
    {
        for (auto *edit : dialog->findChildren<QLineEdit *>()) {
            if (!qobject_cast<QComboBox *>(edit->parentWidget()))
                QVERIFY2(!edit->accessibleName().isEmpty(), qPrintable(edit->objectName()));
        }
        for (auto *combo : dialog->findChildren<QComboBox *>())
            QVERIFY2(!combo->accessibleName().isEmpty(), qPrintable(combo->objectName()));
    }
};

VEDETTE_TEST(TstThresholdDialog)
#include "tst_threshold_dialog.moc"
