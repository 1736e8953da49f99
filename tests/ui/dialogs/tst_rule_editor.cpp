#include "models/query/figure.h"
#include "models/query/promql_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"
#include "ui/dialogs/named_text_list.h"
#include "ui/dialogs/rule_editor.h"
#include "ui/dialogs/template_edit.h"
#include "ui/explore/completion_popup.h"
#include "ui/explore/expression_editor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/unit_field.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>

#include <memory>

using namespace ui;
using namespace std::chrono_literals;
using alerts::AlertRule;

class TstRuleEditor : public QObject {
    Q_OBJECT

    tests::FakeReader reader;
    tests::FakeClock clock;
    query::PromqlEngine engine{reader, {}, query::figureDefinitions()};
    Theme theme{Theme::Choice::Light};
    std::unique_ptr<Background> background;
    std::unique_ptr<RuleEditor> editor;

    static AlertRule rule()
    {
        AlertRule rule;
        rule.id = 7;
        rule.name = "Level";
        rule.expression = "level";
        rule.value = 10;
        rule.holdFor = 1min;
        rule.keepFiringFor = 90s;
        rule.severity = alerts::Severity::Critical;
        rule.labels = {{"team", "{{ $labels.instance }}"}, {"größe", ""}};
        rule.annotations = {
            {"summary", "at {{ $value }}"}, {"description", "two\nlines"}, {"runbook_url", "https://example.org"}, {"action", "Tür zu."}};
        return rule;
    }
    template <class Widget>
    Widget *find(const char *name)
    {
        auto *found = editor->findChild<Widget *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void showTexts() { find<QTabWidget>("rulePages")->setCurrentIndex(1); }
    NamedTextList *annotations() { return find<NamedTextList>("ruleAnnotations"); }
    TemplateEdit *text(int row) { return annotations()->findChildren<TemplateEdit *>().at(row); }
    // What each text comes to; "-" where it shows nothing.
    QStringList said(const NamedTextList *list)
    {
        QStringList texts;
        for (const auto *label : list->findChildren<QLabel *>(QStringLiteral("textSaid")))
            texts << (label->isHidden() ? QStringLiteral("-") : label->text());
        return texts;
    }
    QString about() { return find<QLabel>("textsAbout")->text(); }

private Q_SLOTS:
    void initTestCase()
    {
        reader.add({{"__name__", "level"}, {"instance", "anvil"}}, clock.now(), 20);
        reader.add({{"__name__", "level"}, {"instance", "aaa"}}, clock.now(), 1);
    }
    void init()
    {
        background = std::make_unique<Background>();
        editor = std::make_unique<RuleEditor>(theme, RuleSources{engine, reader, clock, *background});
        editor->setRule(rule());
        editor->resize(600, 500);
        editor->show();
        QVERIFY(QTest::qWaitForWindowExposed(editor.get()));
    }
    void cleanup()
    {
        editor.reset();
        background.reset();
    }

    void what_is_shown_is_what_was_given()
    {
        QVERIFY(editor->rule() == rule());
        QVERIFY(editor->isValid());
        auto plain = rule();
        plain.labels.clear();
        plain.annotations.clear();
        editor->setRule(plain);
        QVERIFY(editor->rule() == plain); // texts that are only offered are none
        auto free = rule();
        free.isThreshold = false;
        free.expression = "level > 10 and on(instance) level < 90";
        editor->setRule(free);
        QVERIFY(editor->rule() == free);
    }

    void texts_are_shown_as_they_would_be_told_of_the_first_series_that_fires()
    {
        showTexts();
        QTRY_VERIFY(about().contains(QStringLiteral("anvil")));
        QVERIFY(about().startsWith(QStringLiteral("It would fire now")));
        QCOMPARE(said(annotations()),
                 (QStringList{QStringLiteral("→ at 20"), QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-")}));
        QCOMPARE(said(find<NamedTextList>("ruleLabels")), (QStringList{QStringLiteral("→ anvil"), QStringLiteral("-")}));
        text(0)->setPlainText(QStringLiteral("now {{ $value }} of {{ $labels.instance }}"));
        QTRY_COMPARE(said(annotations()).front(), QStringLiteral("→ now 20 of anvil"));
        QCOMPARE(editor->rule().annotations[0].second, std::string("now {{ $value }} of {{ $labels.instance }}"));
    }

    void where_nothing_fires_it_says_so_and_shows_the_first_series()
    {
        auto quiet = rule();
        quiet.value = 100;
        editor->setRule(quiet);
        showTexts();
        QTRY_VERIFY(about().contains(QStringLiteral("for nothing now")) && about().contains(QStringLiteral("aaa")));
        QCOMPARE(said(annotations()).front(), QStringLiteral("→ at 1"));
        quiet.expression = "no_such_metric";
        editor->setRule(quiet);
        QTRY_VERIFY(about().startsWith(QStringLiteral("Nothing answers")));
        QCOMPARE(said(annotations()).front(), QStringLiteral("-"));
    }

    void what_is_wrong_in_a_text_stands_at_its_place()
    {
        showTexts();
        text(1)->setPlainText(QStringLiteral("fine\nnot {{ $value | nothing }}"));
        QVERIFY(!editor->isValid());
        const auto marks = text(1)->extraSelections();
        QCOMPARE(marks.size(), 1);
        QCOMPARE(marks[0].cursor.blockNumber(), 1);
        QVERIFY(text(1)->accessibleDescription().contains(QStringLiteral("nothing")));
        QVERIFY(text(0)->extraSelections().isEmpty());
        text(1)->setPlainText(QStringLiteral("fine"));
        QVERIFY(editor->isValid() && text(1)->extraSelections().isEmpty());
        text(1)->setPlainText(QStringLiteral("{{ query \"none\" | first | value }}"));
        QVERIFY(editor->isValid()); // it is only found out when it is said
        QTRY_VERIFY(said(annotations())[1].contains(QStringLiteral("fails")));
    }

    void texts_are_added_named_and_removed()
    {
        showTexts();
        auto *labels = find<NamedTextList>("ruleLabels");
        labels->findChild<QToolButton *>(QStringLiteral("addText"))->click();
        QVERIFY(!editor->isValid()); // it has no name yet
        auto names = labels->findChildren<QLineEdit *>(QStringLiteral("textName"));
        names.last()->setText(QStringLiteral("team"));
        QVERIFY(!editor->isValid()); // there is one already
        names.last()->setText(QStringLiteral("room"));
        QVERIFY(editor->isValid());
        QCOMPARE(editor->rule().labels.back(), (std::pair<std::string, std::string>("room", "")));
        auto *menu = annotations()->findChild<QMenu *>();
        Q_EMIT menu->aboutToShow();
        QStringList offered;
        for (const auto *action : menu->actions())
            offered << action->text();
        QCOMPARE(offered, (QStringList{QStringLiteral("Where it is shown (dashboard_url)"), QStringLiteral("Another…")}));
        menu->actions().first()->trigger();
        QCOMPARE(editor->rule().annotations.back().first, std::string("dashboard_url"));
        for (auto *button : annotations()->findChildren<QToolButton *>()) {
            if (button->toolTip() == QStringLiteral("Remove summary"))
                button->click();
        }
        QCOMPARE(editor->rule().annotations.front().first, std::string("description"));
    }

    void an_offered_text_counts_once_it_says_something()
    {
        showTexts();
        const auto edits = annotations()->findChildren<TemplateEdit *>();
        QCOMPARE(edits.last()->placeholderText(), QStringLiteral("What it means"));
        edits.last()->setPlainText(QStringLiteral("It is high."));
        QCOMPARE(editor->rule().annotations.back(), (std::pair<std::string, std::string>("meaning", "It is high.")));
    }

    void an_expression_is_completed_as_in_explore()
    {
        auto *expression = find<ExpressionEditor>("ruleExpression");
        QVERIFY(expression->isVisible());
        expression->setFocus();
        expression->selectAll();
        QTest::keyClicks(expression, QStringLiteral("lev"));
        QTRY_VERIFY(expression->completions().isVisible());
        QTest::keyClick(expression, Qt::Key_Tab);
        QCOMPARE(editor->rule().expression, std::string("level"));
        QVERIFY(editor->isVisible());
    }

    void a_condition_of_ones_own_has_no_value_and_no_target()
    {
        auto *comparison = find<QComboBox>("ruleComparison");
        comparison->setCurrentIndex(comparison->count() - 1);
        Q_EMIT comparison->activated(comparison->count() - 1);
        QVERIFY(!find<UnitField>("ruleValue")->isEnabled() && !find<QComboBox>("ruleTarget")->isEnabled());
        QVERIFY(!editor->rule().isThreshold);
        comparison->setCurrentIndex(0);
        Q_EMIT comparison->activated(0);
        QVERIFY(find<UnitField>("ruleValue")->isEnabled() && editor->rule().isThreshold);
    }

    void it_fires_on_as_long_as_it_is_told()
    {
        auto *number = find<UnitField>("ruleKeepFiringFor")->findChild<QLineEdit *>();
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("-3"));
        QVERIFY(!editor->isValid());
        QVERIFY(find<QLabel>("ruleKeepFiringForError")->isVisible());
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("0"));
        QVERIFY(editor->isValid());
        QCOMPARE(editor->rule().keepFiringFor, metric::Duration(0));
    }

    void what_may_not_be_edited_can_be_read()
    {
        editor->setEditable(false);
        showTexts();
        QVERIFY(find<ExpressionEditor>("ruleExpression")->isReadOnly());
        QVERIFY(text(0)->isReadOnly() && text(0)->isEnabled());
        QVERIFY(editor->rule() == rule());
    }
};

VEDETTE_TEST(TstRuleEditor)
#include "tst_rule_editor.moc"
