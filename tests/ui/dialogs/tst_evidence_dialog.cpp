#include "tests/support/health_snapshots.h"
#include "tests/support/registry.h"
#include "ui/dialogs/evidence_dialog.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

using namespace std::chrono_literals;
using namespace ui;

namespace {

health::KeptEvidence kept(metric::Duration ago, metric::Reason reason, const std::string &message, const std::string &body)
{
    auto evidence = std::make_shared<metric::Evidence>();
    evidence->time = tests::kCheckedAt - ago;
    evidence->parts = {{"Headers", "HTTP/1.1 200 OK\nserver: nginx"}, {"Body", body}};
    return {.id = 1, .reason = reason, .message = message, .evidence = evidence};
}

} // namespace

class TstEvidenceDialog : public QObject {
    Q_OBJECT

    Theme theme{Theme::Choice::Light};
    EvidenceDialog *dialog = nullptr;

    QPlainTextEdit &pane(const char *name) const { return *dialog->findChild<QPlainTextEdit *>(QString::fromLatin1(name)); }
    QString message() const { return dialog->findChild<QLabel *>(QStringLiteral("evidenceMessage"))->text(); }

private Q_SLOTS:
    void init()
    {
        dialog = new EvidenceDialog(theme, QStringLiteral("shop"), nullptr);
        dialog->show();
    }
    void cleanup() { delete dialog; }

    void a_failure_stands_beside_the_last_good_answer_with_what_differs_marked()
    {
        dialog->setEvidence({kept(3h, metric::Reason::Body, "no \"welcome\" in it", "busy\nline"), kept(2h, metric::Reason::Timeout, "", ""),
                             kept(5h, metric::Reason::None, "older", "old"), kept(4h, metric::Reason::None, "200 OK", "welcome\nline")});
        auto *choice = dialog->findChild<QComboBox *>(QStringLiteral("evidenceChoice"));
        QCOMPARE(choice->count(), 2);
        QCOMPARE(choice->itemText(0), QStringLiteral("21 Nov 10:52:07 · timeout"));
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(message(), QStringLiteral("body: no \"welcome\" in it"));
        QCOMPARE(pane("failedEvidence").toPlainText(), QStringLiteral("Headers\n  HTTP/1.1 200 OK\n  server: nginx\nBody\n− busy\n  line"));
        QCOMPARE(pane("goodEvidence").toPlainText(), QStringLiteral("Headers\n  HTTP/1.1 200 OK\n  server: nginx\nBody\n+ welcome\n  line"));
        QCOMPARE(pane("failedEvidence").extraSelections().size(), 3); // two titles and the line
        for (auto *button : dialog->findChildren<QPushButton *>()) {
            if (button->text().contains(QStringLiteral("Copy")))
                button->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("shop · 21 Nov 09:52:07 · body: no \"welcome\" in it\n\nHeaders\nHTTP/1.1 200 "
                                                                      "OK\nserver: nginx\n\nBody\nbusy\nline"));
    }

    void what_comes_from_outside_is_never_rendered()
    {
        dialog->setEvidence({kept(1h, metric::Reason::Body, "<img src=x><b>bold</b>", "<script>alert(1)</script><h1>big</h1>")});
        QVERIFY(pane("failedEvidence").toPlainText().contains(QStringLiteral("<script>alert(1)</script><h1>big</h1>")));
        QCOMPARE(dialog->findChild<QLabel *>(QStringLiteral("evidenceMessage"))->textFormat(), Qt::PlainText);
        QVERIFY(message().contains(QStringLiteral("<b>bold</b>")));
        QVERIFY(!pane("goodEvidence").parentWidget()->isVisible());
    }

    void both_sides_scroll_together()
    {
        std::string lines;
        for (int i = 0; i < 500; ++i)
            lines += std::to_string(i) + "\n";
        dialog->setEvidence({kept(1h, metric::Reason::Body, "x", lines), kept(2h, metric::Reason::None, "", lines + "more")});
        auto *bar = pane("failedEvidence").verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 100);
        bar->setValue(100);
        QCOMPARE(pane("goodEvidence").verticalScrollBar()->value(), 100);
    }

    void where_there_is_nothing_it_says_so()
    {
        dialog->setEvidence({});
        QVERIFY(message().startsWith(QStringLiteral("Nothing was kept")));
        QVERIFY(dialog->asText().isEmpty());
        dialog->setTrouble(QStringLiteral("disk full"));
        QVERIFY(message().endsWith(QStringLiteral("disk full")));
        dialog->setEvidence({kept(4h, metric::Reason::None, "200 OK", "welcome")});
        QVERIFY(message().startsWith(QStringLiteral("It has not failed")));
        QVERIFY(pane("goodEvidence").isVisible());
        QVERIFY(pane("goodEvidence").toPlainText().contains(QStringLiteral("  welcome")));
    }
};

VEDETTE_TEST(TstEvidenceDialog)
#include "tst_evidence_dialog.moc"
