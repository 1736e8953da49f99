#include "tests/support/printed_model.h"
#include "tests/support/registry.h"
#include "ui/explore/completion_popup.h"
#include "ui/explore/expression_editor.h"
#include "ui/explore/expression_highlighter.h"
#include "ui/explore/expression_text.h"

#include <QtGui/QTextBlock>
#include <QtGui/QTextLayout>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

#include <memory>

using namespace ui;
using Part = ExpressionHighlighter::Part;

class TstExpressionEditor : public QObject {
    Q_OBJECT

    Theme theme{Theme::Choice::Light};
    std::unique_ptr<QWidget> window;
    ExpressionEditor *editor = nullptr;
    std::vector<items::CompletionRow> known;
    QStringList asked;

    // "f:rate m:node_cpu ...": what is coloured, and as what.
    QString coloured(const Theme &of) const
    {
        constexpr std::array kLetters{'f', 'k', 'm', 'l', 's', 'n', 'c'};
        QStringList parts;
        for (auto block = editor->document()->begin(); block.isValid(); block = block.next()) {
            for (const auto &range : block.layout()->formats()) {
                for (int part = 0; part <= int(Part::Comment); ++part) {
                    if (ExpressionHighlighter::format(of, Part(part)).foreground() == range.format.foreground())
                        parts << QStringLiteral("%1:%2")
                                     .arg(QChar::fromLatin1(kLetters[std::size_t(part)]))
                                     .arg(block.text().mid(range.start, range.length));
                }
            }
        }
        return parts.join(QLatin1Char(' '));
    }
    QString underlined() const
    {
        for (const auto &selection : editor->extraSelections()) {
            if (selection.format.underlineStyle() == QTextCharFormat::WaveUnderline)
                return selection.cursor.selectedText();
        }
        return {};
    }
    QStringList paired() const
    {
        QStringList brackets;
        for (const auto &selection : editor->extraSelections()) {
            if (selection.format.underlineStyle() != QTextCharFormat::WaveUnderline)
                brackets << QStringLiteral("%1%2").arg(selection.cursor.selectedText()).arg(selection.cursor.selectionStart());
        }
        return brackets;
    }
    QString offered() const { return editor->completions().isVisible() ? tests::printed(editor->completions().model(), {0}) : QString(); }

private Q_SLOTS:
    void init()
    {
        window = std::make_unique<QWidget>();
        auto *layout = new QVBoxLayout(window.get());
        editor = new ExpressionEditor(theme, window.get());
        layout->addWidget(editor);
        layout->addWidget(new QLineEdit(window.get())); // where Tab would go
        layout->addStretch(1);
        known = {{"node_cpu_seconds_total"}, {"node_load1"}, {"up"}, {"rate", "rate(range vector)"}};
        asked.clear();
        editor->setSuggest([this](const query::CompletionPlace &place, const ExpressionEditor::Answer &answer) {
            asked << QString::fromStdString(place.prefix);
            answer(known);
        });
        window->resize(700, 500);
        window->show();
        window->activateWindow();
        editor->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTRY_VERIFY(editor->hasFocus());
    }
    void cleanup() { window.reset(); }

    void what_is_written_is_coloured_by_what_it_is()
    {
        editor->setExpression(QStringLiteral("sum by (mode) (rate(größe{job=\"x\"}[5m])) > bool 0.5 # why\n+ rate"));
        QCOMPARE(coloured(theme), QStringLiteral("f:sum k:by l:mode f:rate m:gr"));
        editor->setExpression(QStringLiteral("sum by (mode) (rate(cpu{job=\"ü\", on='y'}[5m])) > bool 0.5 # why\n+ rate offset 1h"));
        QCOMPARE(coloured(theme), QStringLiteral("f:sum k:by l:mode f:rate m:cpu l:job s:\"ü\" l:on s:'y' n:5m k:> k:bool n:0.5 c:# why k:+ m:rate "
                                                 "k:offset n:1h"));
    }

    void no_colour_of_a_state_is_used()
    {
        const Theme dark(Theme::Choice::Dark);
        for (const Theme *of : {static_cast<const Theme *>(&theme), &dark}) {
            for (int part = 0; part <= int(Part::Comment); ++part) {
                const auto ink = ExpressionHighlighter::format(*of, Part(part)).foreground().color();
                for (const auto state : {Theme::Color::Ok, Theme::Color::Warning, Theme::Color::Critical, Theme::Color::Emergency})
                    QVERIFY(ink != of->color(state));
            }
        }
    }

    void what_is_wrong_is_underlined_where_it_is_and_told()
    {
        QSignalSpy told(editor, &ExpressionEditor::troubleChanged);
        QTest::keyClicks(editor, QStringLiteral("sum(up) by (x) \"o\""));
        QCOMPARE(underlined(), QString()); // not while typing
        QVERIFY(told.wait(5000));
        QVERIFY(!underlined().isEmpty());
        editor->setExpression(QStringLiteral("{a=\"ü\"} + rate(up)"));
        editor->check();
        QCOMPARE(underlined(), QStringLiteral("up"));
        QVERIFY2(told.last().at(0).toString().contains(QLatin1String("expected type range vector")), qPrintable(told.last().at(0).toString()));
        QCOMPARE(editor->accessibleDescription(), told.last().at(0).toString());
        editor->setExpression(QStringLiteral("up +"));
        editor->check();
        QCOMPARE(underlined(), QStringLiteral("+"));
        editor->setExpression(QStringLiteral("up"));
        editor->check();
        QCOMPARE(underlined(), QString());
        QCOMPARE(told.last().at(0).toString(), QString());
        editor->setExpression({});
        QVERIFY(!editor->check());
    }

    void the_brackets_at_the_cursor_are_paired()
    {
        editor->setExpression(QStringLiteral("(x{a=\"ü)\"} + (b))"));
        QCOMPARE(paired(), QStringList({QStringLiteral(")16"), QStringLiteral("(0")}));
        auto cursor = editor->textCursor();
        cursor.setPosition(2);
        editor->setTextCursor(cursor);
        QCOMPARE(paired(), QStringList({QStringLiteral("{2"), QStringLiteral("}9")}));
        cursor.setPosition(1);
        editor->setTextCursor(cursor);
        QCOMPARE(paired(), QStringList({QStringLiteral("(0"), QStringLiteral(")16")}));
    }

    void enter_runs_and_shift_enter_begins_a_line()
    {
        QSignalSpy run(editor, &ExpressionEditor::runRequested);
        QTest::keyClicks(editor, QStringLiteral("1 "));
        const int height = editor->height();
        QTest::keyClick(editor, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(editor, QStringLiteral("+ 2"));
        QCOMPARE(editor->toPlainText(), QStringLiteral("1 \n+ 2"));
        QTRY_VERIFY(editor->height() > height);
        QCOMPARE(run.count(), 0);
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(run.count(), 2);
        QCOMPARE(editor->toPlainText(), QStringLiteral("1 \n+ 2"));
        editor->setExpression(QString(40, QLatin1Char('\n')));
        QTRY_VERIFY(editor->height() < 8 * height);
    }

    void typing_offers_what_fits_and_never_stands_in_the_way()
    {
        QSignalSpy run(editor, &ExpressionEditor::runRequested);
        QTest::keyClicks(editor, QStringLiteral("no"));
        QCOMPARE(offered(), QStringLiteral("node_cpu_seconds_total\nnode_load1\n"));
        QTest::keyClicks(editor, QStringLiteral("de_l"));
        QCOMPARE(offered(), QStringLiteral("node_load1\n"));
        QCOMPARE(asked, QStringList({QStringLiteral("n")})); // one word, one question
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(run.count(), 1); // what is written, not what is offered
        QCOMPARE(editor->toPlainText(), QStringLiteral("node_l"));
        QVERIFY(offered().isEmpty());
    }

    void tab_takes_the_first_and_the_arrows_choose()
    {
        QTest::keyClicks(editor, QStringLiteral("ra"));
        QTest::keyClick(editor, Qt::Key_Tab);
        QCOMPARE(editor->toPlainText(), QStringLiteral("rate("));
        QTest::keyClicks(editor, QStringLiteral("node"));
        QTest::keyClick(editor, Qt::Key_Down);
        QTest::keyClick(editor, Qt::Key_Down);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(editor->toPlainText(), QStringLiteral("rate(node_load1"));
        QVERIFY(offered().isEmpty());
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor->toPlainText(), QStringLiteral("rate(node"));
    }

    void a_label_value_is_quoted_and_the_rest_of_a_word_replaced()
    {
        known = {{"node \"a\""}, {"other"}};
        editor->setExpression(QStringLiteral("up{job=}"));
        editor->moveCursor(QTextCursor::Left);
        QTest::keyClick(editor, Qt::Key_Space, Qt::ControlModifier);
        QTest::keyClick(editor, Qt::Key_Tab);
        QCOMPARE(editor->toPlainText(), QStringLiteral("up{job=\"node \\\"a\\\"\"}"));
        known = {{"node_cpu"}};
        editor->setExpression(QStringLiteral("node_memory"));
        auto cursor = editor->textCursor();
        cursor.setPosition(4);
        editor->setTextCursor(cursor);
        QTest::keyClick(editor, Qt::Key_Space, Qt::ControlModifier);
        QTest::keyClick(editor, Qt::Key_Tab);
        QCOMPARE(editor->toPlainText(), QStringLiteral("node_cpu"));
    }

    void escape_closes_and_control_space_asks()
    {
        QTest::keyClick(editor, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(!offered().isEmpty());
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(offered().isEmpty());
        QTest::keyClicks(editor, QStringLiteral("u"));
        QVERIFY(!offered().isEmpty());
        window->setFocus();
        editor->clearFocus();
        QVERIFY(offered().isEmpty());
    }

    void an_answer_that_comes_too_late_is_dropped()
    {
        ExpressionEditor::Answer late;
        editor->setSuggest([&](const query::CompletionPlace &, const ExpressionEditor::Answer &answer) { late = answer; });
        QTest::keyClicks(editor, QStringLiteral("u"));
        const auto first = late;
        QTest::keyClicks(editor, QStringLiteral(" + n"));
        first({{"up"}});
        QVERIFY(offered().isEmpty());
        late(known);
        QCOMPARE(offered().section(QLatin1Char('\n'), 0, 0), QStringLiteral("node_cpu_seconds_total"));
        window.reset();
        late(known); // whoever asked is gone
    }

    void formatting_writes_the_canonical_form_and_can_be_undone()
    {
        const auto text = QStringLiteral("sum (rate( up[5m] ))by(job)");
        editor->setExpression(text);
        QTest::keyClick(editor, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(editor->toPlainText(), QStringLiteral("sum by (job) (rate(up[5m]))"));
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor->toPlainText(), text);
        editor->setExpression(QStringLiteral("sum("));
        editor->format();
        QCOMPARE(editor->toPlainText(), QStringLiteral("sum("));
        QVERIFY(!underlined().isEmpty());
    }

    void positions_count_characters_of_any_length()
    {
        const ExpressionText text(QStringLiteral("aä€😀b"));
        QCOMPARE(text.positionAt(0), 0);
        QCOMPARE(text.positionAt(1), 1);
        QCOMPARE(text.positionAt(3), 2);
        QCOMPARE(text.positionAt(6), 3);
        QCOMPARE(text.positionAt(10), 5);
        QCOMPARE(text.positionAt(99), 6);
        for (const int position : {0, 1, 2, 3, 5, 6})
            QCOMPARE(text.positionAt(text.byteAt(position)), position);
        QCOMPARE(ExpressionText(QString()).byteAt(0), 0u);
    }
};

VEDETTE_TEST(TstExpressionEditor)
#include "tst_expression_editor.moc"
