#include "models/targets/check_kind.h"
#include "tests/support/registry.h"
#include "ui/dialogs/import_targets_dialog.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTreeWidget>

using targets::Target;

namespace {

ui::ImportTargetsDialog::Offer offer(const char *url, const char *note = "")
{
    Target target{};
    target.check = QStringLiteral("scrape");
    target.options = {{"url", QString::fromUtf8(url)}};
    return {target, QString::fromUtf8(note)};
}

} // namespace

class TstImportTargetsDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> window;
    ui::ImportTargetsDialog *dialog = nullptr;
    std::vector<Target> added;

    QTreeWidgetItem *row(int index) const { return dialog->findChild<QTreeWidget *>()->topLevelItem(index); }
    QPushButton *ok() const { return dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok); }
    void open(std::vector<ui::ImportTargetsDialog::Offer> offers, const std::vector<Target> &others = {})
    {
        dialog = new ui::ImportTargetsDialog(QStringLiteral("Out of prometheus.yml"), std::move(offers), others, window.get());
        connect(dialog, &ui::ImportTargetsDialog::confirmed, this, [this](const std::vector<Target> &targets) { added = targets; });
        dialog->show();
    }

private Q_SLOTS:
    void init()
    {
        window = std::make_unique<QWidget>();
        added.clear();
    }

    void what_is_ticked_is_added()
    {
        open({offer("http://localhost:9100/metrics", "node_exporter"), offer("http://localhost:3000/metrics", "node"),
              offer("http://db:9187/metrics")});
        QCOMPARE(ok()->text(), QStringLiteral("Add 3"));
        QCOMPARE(row(0)->text(0), QStringLiteral("localhost:9100"));
        QCOMPARE(row(0)->text(3), QStringLiteral("node_exporter"));
        row(1)->setCheckState(0, Qt::Unchecked);
        QCOMPARE(ok()->text(), QStringLiteral("Add 2"));
        ok()->click();
        QCOMPARE(added.size(), std::size_t(2));
        QVERIFY(!added[0].id.isEmpty() && added[0].id != added[1].id);
        QCOMPARE(added[1].instance, QStringLiteral("http://db:9187/metrics"));
        QVERIFY(added[1].kind == targets::Kind::Application);
    }

    void what_cannot_be_watched_says_why_and_is_not_offered()
    {
        Target known{QStringLiteral("1"), targets::Kind::Application, QStringLiteral("http://a/metrics"), QStringLiteral("a")};
        known.check = QStringLiteral("scrape");
        auto strange = offer("http://c/metrics");
        strange.target.check = QStringLiteral("telepathy");
        open({offer("http://a/metrics"), offer("http://b/metrics"), offer("http://b/metrics"), offer("ftp://c"), strange}, {known});
        const auto note = [this](int index) { return row(index)->text(3); };
        QCOMPARE(note(0), QStringLiteral("⚠ a watches this already in the same way."));
        QCOMPARE(note(1), QString());
        QCOMPARE(note(2), QStringLiteral("⚠ b watches this already in the same way."));
        QCOMPARE(note(3), QStringLiteral("⚠ The address begins with http:// or https://."));
        QCOMPARE(note(4), QStringLiteral("⚠ There is no such kind of check here."));
        QCOMPARE(ok()->text(), QStringLiteral("Add 1"));
        dialog->findChild<QPushButton *>(QStringLiteral("tickNone"))->click();
        QVERIFY(!ok()->isEnabled());
        dialog->findChild<QPushButton *>(QStringLiteral("tickAll"))->click();
        ok()->click();
        QCOMPARE(added.size(), std::size_t(1));
    }
};

VEDETTE_TEST(TstImportTargetsDialog)
#include "tst_import_targets_dialog.moc"
