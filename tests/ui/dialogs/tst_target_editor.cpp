#include "tests/support/registry.h"
#include "ui/dialogs/certificate_facts.h"
#include "ui/dialogs/field_form.h"
#include "ui/dialogs/target_editor.h"
#include "ui/theme/theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace std::chrono_literals;
using targets::CheckKind;
using targets::Field;
using targets::FieldType;
using targets::Target;

namespace {

constexpr Field kPageFields[] = {{"url", "Address", FieldType::Line, "", "https://shop.example.org/"},
                                 {"user", "User", FieldType::Line},
                                 {"password", "Password", FieldType::Secret},
                                 {"pinned_sha256", "Accepted certificate", FieldType::Line, "", "", true},
                                 {"timeout", "Timeout", FieldType::Number, "10", "seconds", true, 0.1, 120}};
constexpr Field kDatabaseFields[] = {{"address", "Address", FieldType::Line, "", "db.example.org:5432"},
                                     {"database", "Database", FieldType::Line, "postgres"},
                                     {"user", "User", FieldType::Line},
                                     {"password", "Password", FieldType::Secret},
                                     {"timeout", "Timeout", FieldType::Number, "10", "seconds", true, 0.1, 120}};

CheckKind kindOf(const char *id, const char *title, const char *address, std::span<const Field> fields)
{
    CheckKind kind{};
    kind.id = id;
    kind.title = title;
    kind.meaning = "Asks.";
    kind.target = targets::Kind::Service;
    kind.address = address;
    kind.fields = fields;
    return kind;
}

CheckKind databaseKind()
{
    auto kind = kindOf("postgres", "PostgreSQL", "address", kDatabaseFields);
    kind.setup = [](const QMap<QString, QString> &options) { return QStringLiteral("CREATE ROLE ") + options.value(QStringLiteral("user")); };
    return kind;
}

const CheckKind kPageKind = kindOf("http", "HTTP or HTTPS", "url", kPageFields);
const CheckKind kDatabaseKind = databaseKind();
const CheckKind *const kKinds[] = {&kPageKind, &kDatabaseKind, &targets::kTcpCheck, &targets::kIcmpCheck};

const std::string kFingerprint = "A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90";

metric::Verdict distrusted()
{
    auto evidence = std::make_shared<metric::Evidence>();
    evidence->parts = {{"Body", "Subject: evil\nSHA-256: " + std::string(64, '0')},
                       {"Certificate", "Subject: CN=shop.example.org\nIssuer: CN=Example CA\nSHA-256: " + kFingerprint +
                                           "\n\nSubject: CN=Example CA\nSHA-256: " + std::string(64, 'f')}};
    return {metric::Reason::Tls, "nobody vouches for the certificate", 12ms, evidence};
}

} // namespace

class TstTargetEditor : public QObject {
    Q_OBJECT

    ui::Theme theme{ui::Theme::Choice::Light};
    std::unique_ptr<QWidget> window;
    ui::TargetEditor *dialog = nullptr;
    std::vector<std::pair<Target, ui::TargetEditor::Secrets>> confirmed;
    std::vector<std::pair<Target, ui::TargetEditor::Secrets>> tried;
    ui::TargetEditor::Done done;

    QLineEdit *line(const char *name) const
    {
        auto *found = dialog->findChild<QWidget *>(QLatin1String(name));
        auto *typed = qobject_cast<QLineEdit *>(found);
        return typed ? typed : qobject_cast<QLineEdit *>(found->focusProxy());
    }
    QLineEdit *address() const { return line("targetAddress"); }
    QAbstractButton *button(const char *name) const { return dialog->findChild<QAbstractButton *>(QLatin1String(name)); }
    QPushButton *ok() const { return dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok); }
    QString kind() const { return dialog->findChild<QComboBox *>(QStringLiteral("targetKind"))->currentText(); }
    QString said() const
    {
        auto *words = dialog->findChild<QLabel *>(QStringLiteral("verdictWords"));
        return words->isVisible() ? words->text() : QString();
    }
    // All texts that stand in the dialog and that somebody can read.
    QString readable() const
    {
        QStringList texts;
        for (const auto *label : dialog->findChildren<QLabel *>())
            texts << label->text();
        for (const auto *edit : dialog->findChildren<QLineEdit *>()) {
            if (edit->echoMode() == QLineEdit::Normal)
                texts << edit->text();
        }
        return texts.join(u'\n');
    }
    static QString written(const Target &target)
    {
        QStringList texts{target.id, target.instance, target.name, target.check};
        texts << target.options.keys() << target.options.values();
        return texts.join(u'\n');
    }
    static Target pinged(const QString &host, const QString &name)
    {
        Target target{host, targets::Kind::Host, host, name};
        target.check = QStringLiteral("icmp");
        target.options = {{"address", host}};
        return target;
    }
    void open(std::vector<Target> others = {}, const targets::OwnNetwork &network = {})
    {
        delete dialog;
        const auto attempt = [this](const Target &target, const ui::TargetEditor::Secrets &secrets, const ui::TargetEditor::Done &then) {
            tried.emplace_back(target, secrets);
            done = then;
        };
        dialog = new ui::TargetEditor(theme, {std::move(others), attempt, kKinds, network}, window.get());
        connect(dialog, &ui::TargetEditor::confirmed, this,
                [this](const Target &target, const ui::TargetEditor::Secrets &secrets) { confirmed.emplace_back(target, secrets); });
        connect(dialog, &QObject::destroyed, this, [this] { dialog = nullptr; });
        dialog->show();
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
    }
    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        address()->selectAll();
        address()->paste();
    }
    void type(const char *name, const QString &text)
    {
        line(name)->setFocus();
        line(name)->selectAll();
        QTest::keyClick(line(name), Qt::Key_Delete);
        QTest::keyClicks(line(name), text);
    }

private Q_SLOTS:
    void init()
    {
        window = std::make_unique<QWidget>();
        confirmed.clear();
        tried.clear();
    }
    void cleanup() { delete dialog; }

    void a_pasted_address_is_all_that_is_needed()
    {
        open();
        QVERIFY(!ok()->isEnabled());
        paste(QStringLiteral("shop.example.org"));
        QCOMPARE(address()->text(), QStringLiteral("https://shop.example.org/"));
        QCOMPARE(kind(), QStringLiteral("HTTP or HTTPS"));
        QCOMPARE(line("targetName")->text(), QStringLiteral("shop.example.org"));
        QVERIFY(ok()->isEnabled());
        ok()->click();
        QCOMPARE(confirmed.size(), std::size_t(1));
        const auto &[target, secrets] = confirmed[0];
        QVERIFY(!target.id.isEmpty() && secrets.isEmpty());
        QCOMPARE(target.options, (QMap<QString, QString>{{"url", "https://shop.example.org/"}}));
        QCOMPARE(target.instance, QStringLiteral("https://shop.example.org/"));
        QVERIFY(target.check == u"http" && target.kind == targets::Kind::Service && target.interval == 30 && target.slowAfter == 2);
    }

    void a_typed_address_is_taken_apart_when_it_is_left()
    {
        open();
        QTest::keyClicks(address(), QStringLiteral("db:5432"));
        QCOMPARE(kind(), QStringLiteral("PostgreSQL"));
        QCOMPARE(address()->text(), QStringLiteral("db:5432"));
        type("targetAddress", QStringLiteral("postgres://reader@db/orders"));
        QCOMPARE(address()->text(), QStringLiteral("postgres://reader@db/orders"));
        QTest::keyClick(address(), Qt::Key_Tab);
        QCOMPARE(address()->text(), QStringLiteral("db:5432"));
        QCOMPARE(line("user")->text(), QStringLiteral("reader"));
        QCOMPARE(line("database")->text(), QStringLiteral("orders"));
    }

    void a_pasted_password_is_in_the_secrets_and_nowhere_else()
    {
        open();
        paste(QStringLiteral("postgres://reader:s3cret@db/orders"));
        QCOMPARE(line("password")->text(), QStringLiteral("s3cret"));
        QCOMPARE(line("password")->echoMode(), QLineEdit::Password);
        QVERIFY2(!readable().contains(QStringLiteral("s3cret")), qPrintable(readable()));
        QVERIFY(!written(dialog->target()).contains(QStringLiteral("s3cret")));
        button("tryTarget")->click();
        QCOMPARE(tried.size(), std::size_t(1));
        ok()->click();
        for (const auto &[target, secrets] : {tried.at(0), confirmed.at(0)}) {
            QVERIFY2(!written(target).contains(QStringLiteral("s3cret")), qPrintable(written(target)));
            QCOMPARE(secrets, (QMap<QString, QString>{{"password", "s3cret"}}));
        }
    }

    void a_password_that_is_still_being_typed_into_the_address_goes_nowhere_either()
    {
        open();
        QTest::keyClicks(address(), QStringLiteral("https://reader:s3cret@shop.example.org/"));
        QVERIFY(!ok()->isEnabled());
        QTest::keyClick(address(), Qt::Key_Return);
        QCOMPARE(address()->text(), QStringLiteral("https://shop.example.org/"));
        const auto &[target, secrets] = confirmed.empty() ? std::pair(dialog->target(), dialog->secrets()) : confirmed[0];
        QVERIFY(!written(target).contains(QStringLiteral("s3cret")));
        QCOMPARE(secrets.value(QStringLiteral("password")), QStringLiteral("s3cret"));
    }

    void a_kept_secret_is_shown_as_kept_and_stays_unless_it_is_replaced_or_removed()
    {
        Target target{QStringLiteral("7"), targets::Kind::Service, QStringLiteral("db:5432"), QStringLiteral("db")};
        target.check = QStringLiteral("postgres");
        target.options = {{"address", "db:5432"}, {"password", "secret-7"}};
        target.paused = true;
        open({target});
        dialog->setTarget(target);
        QVERIFY(line("password")->text().isEmpty() && line("password")->placeholderText().contains(QStringLiteral("kept")));
        QCOMPARE(dialog->target(), target);
        QVERIFY(dialog->secrets().isEmpty() && ok()->isEnabled());
        type("password", QStringLiteral("new"));
        QCOMPARE(dialog->target(), target);
        QCOMPARE(dialog->secrets(), (QMap<QString, QString>{{"password", "new"}}));
        type("password", {});
        dialog->findChild<QToolButton *>(QStringLiteral("removeSecret"))->click();
        QVERIFY(!dialog->target().options.contains(QStringLiteral("password")) && dialog->secrets().isEmpty());
    }

    void the_kind_that_was_chosen_stays_and_takes_over_what_was_typed()
    {
        open();
        paste(QStringLiteral("https://shop.example.org/"));
        type("user", QStringLiteral("reader"));
        auto *kinds = dialog->findChild<QComboBox *>(QStringLiteral("targetKind"));
        kinds->setCurrentIndex(1);
        Q_EMIT kinds->activated(1);
        QCOMPARE(address()->text(), QStringLiteral("shop.example.org:443"));
        QCOMPARE(line("user")->text(), QStringLiteral("reader"));
        type("targetAddress", QStringLiteral("other.example.org"));
        QTest::keyClick(address(), Qt::Key_Tab);
        QCOMPARE(kind(), QStringLiteral("PostgreSQL"));
        QCOMPARE(address()->text(), QStringLiteral("other.example.org:5432"));
        paste(QStringLiteral("smtp://mail.example.org")); // which says what it is
        QCOMPARE(kind(), QStringLiteral("TCP port"));
    }

    void faults_stand_beside_their_fields_and_the_first_gets_the_focus()
    {
        open();
        const auto faults = [this] {
            QStringList texts;
            for (const auto *label : dialog->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().startsWith(QStringLiteral("⚠")))
                    texts << label->text();
            }
            texts.sort();
            return texts;
        };
        QVERIFY(faults().isEmpty()); // nobody was anywhere yet
        line("targetName")->setFocus();
        QTest::keyClick(line("targetName"), Qt::Key_Return);
        QCOMPARE(faults(), (QStringList{"⚠ Give it a name.", "⚠ Say where it is."}));
        QCOMPARE(dialog->focusWidget(), address());
        QCOMPARE(address()->accessibleDescription(), QStringLiteral("Say where it is."));
        paste(QStringLiteral("db:5432"));
        QVERIFY(faults().isEmpty() && ok()->isEnabled());
        button("moreOptions")->click();
        type("timeout", QStringLiteral("soon"));
        QCOMPARE(faults(), QStringList{"⚠ Here belongs a number from 0.1 to 120."});
        QVERIFY(!ok()->isEnabled());
        address()->setFocus();
        button("tryTarget")->click();
        QVERIFY(tried.empty());
        QCOMPARE(dialog->focusWidget(), line("timeout"));
        type("timeout", QStringLiteral("60"));
        QCOMPARE(faults(), QStringList{"⚠ It is longer than the timeout, which is 60 seconds."}); // 30 s
    }

    void a_try_tells_its_verdict_and_blocks_nothing()
    {
        open();
        paste(QStringLiteral("https://shop.example.org/"));
        button("tryTarget")->click();
        QCOMPARE(said(), QStringLiteral("Trying…"));
        QVERIFY(ok()->isEnabled());
        done({metric::Reason::Refused, "nothing listens at 192.0.2.1:443", 3ms, nullptr});
        QCOMPARE(said(), QStringLiteral("It does not work (refused).\nnothing listens at 192.0.2.1:443\nIt took 3 ms."));
        QVERIFY(ok()->isEnabled());
        button("tryTarget")->click();
        const auto late = done;
        type("user", QStringLiteral("x"));
        QCOMPARE(said(), QString()); // what is tried is not what stands there now
        late({});
        QCOMPARE(said(), QString());
        button("tryTarget")->click();
        done({metric::Reason::None, "200 OK", 3s, nullptr});
        QVERIFY(said().startsWith(QStringLiteral("It answers, but slowly.\n200 OK\n")));
        const auto afterwards = done;
        delete dialog;
        afterwards({}); // nobody is there any more
    }

    void what_was_seen_is_folded_away()
    {
        open();
        paste(QStringLiteral("https://shop.example.org/"));
        button("tryTarget")->click();
        done(distrusted());
        auto *details = dialog->findChild<QPlainTextEdit *>(QStringLiteral("verdictEvidence"));
        QVERIFY(!details->isVisible() && button("verdictDetails")->isVisible());
        button("verdictDetails")->click();
        QVERIFY(details->isVisible() && details->toPlainText().contains(QStringLiteral("Issuer: CN=Example CA")));
    }

    void a_certificate_is_trusted_after_a_question_and_then_visibly()
    {
        open();
        paste(QStringLiteral("https://shop.example.org/"));
        button("tryTarget")->click();
        done({metric::Reason::Status, "500", 1ms, distrusted().evidence});
        QVERIFY(!button("trustCertificate")->isVisible());
        button("tryTarget")->click();
        done(distrusted());
        QVERIFY(button("trustCertificate")->isVisible());
        button("trustCertificate")->click();
        auto *box = dialog->findChild<QMessageBox *>(QStringLiteral("trustQuestion"));
        const auto told = box->informativeText();
        for (const auto &part : {QStringLiteral("nobody vouches for the certificate"), QStringLiteral("CN=shop.example.org"),
                                 QStringLiteral("CN=Example CA"), QString::fromStdString(kFingerprint)})
            QVERIFY2(told.contains(part), qPrintable(told));
        QVERIFY(!told.contains(QStringLiteral("evil")));
        QVERIFY(!dialog->target().options.contains(QStringLiteral("pinned_sha256")));
        for (auto *each : box->buttons()) {
            if (box->buttonRole(each) == QMessageBox::AcceptRole)
                each->click();
        }
        QCOMPARE(dialog->target().options.value(QStringLiteral("pinned_sha256")), QString::fromStdString(kFingerprint));
        QVERIFY(line("pinned_sha256")->isVisible()); // although it is folded away elsewhere
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("pinnedNotice"))->isVisible());
        QCOMPARE(tried.size(), std::size_t(3)); // at once, with the exception
        QCOMPARE(tried.back().first.options.value(QStringLiteral("pinned_sha256")), QString::fromStdString(kFingerprint));
    }

    void the_certificate_is_read_as_each_check_tells_it()
    {
        const std::string hex(64, 'a');
        const auto in = [](const std::string &text, const char *title = "Certificate") {
            metric::Evidence evidence{};
            evidence.parts = {{"Phases", "1 ms"}, {title, text}};
            return ui::certificateIn(evidence);
        };
        const std::string first = "TLS 1.3, X\nNot trusted: self-signed\n\nCN=shop\n  issued by CN=CA\n  valid from a to b\n  for shop\n"
                                  "  serial number 1\n  SHA-256 " +
                                  hex + "\n\nCN=CA\n  issued by CN=Root\n  SHA-256 " + std::string(64, 'b') + "\n";
        const std::string second = "Subject: CN=shop\nIssuer: CN=CA\nSHA-256: " + hex;
        for (const auto *text : {&first, &second}) {
            const auto facts = in(*text);
            QVERIFY(facts && facts->sha256.toStdString() == hex);
            QCOMPARE(facts->subject, QStringLiteral("CN=shop"));
            QCOMPARE(facts->issuer, QStringLiteral("CN=CA"));
        }
        QCOMPARE(in("TLSv1.3 X\nCN=shop\nSHA-256 " + hex)->subject, QStringLiteral("CN=shop"));
        QVERIFY(!in("CN=shop\nSHA-256 abc"));
        QVERIFY(!in(""));
        QVERIFY(!in("SHA-256 " + hex, "Body"));
    }

    void where_secrets_are_kept_is_told_where_there_are_any()
    {
        open();
        auto *keeping = dialog->findChild<QLabel *>(QStringLiteral("keeping"));
        QVERIFY(!keeping->isVisible());
        dialog->setKeeping(QStringLiteral("for this run only: there is no <keyring>"), true);
        QVERIFY(keeping->isVisible() && keeping->text().contains(QStringLiteral("no &lt;keyring&gt;")));
        QSignalSpy wanted(dialog, &ui::TargetEditor::encryptedFileRequested);
        Q_EMIT keeping->linkActivated(QStringLiteral("file"));
        QCOMPARE(wanted.count(), 1);
        paste(QStringLiteral("ping://gw.example.org"));
        QVERIFY(!keeping->isVisible());
    }

    void what_is_to_be_set_up_can_be_shown_and_copied()
    {
        open();
        QVERIFY(!button("showSetup")->isVisible());
        paste(QStringLiteral("postgres://reader@db"));
        button("showSetup")->click();
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("setupText"))->isVisible());
        button("copySetup")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("CREATE ROLE reader"));
    }

    void a_new_check_is_behind_its_host_until_somebody_says_otherwise()
    {
        open({pinged("db", "the machine db")});
        paste(QStringLiteral("db:5432"));
        QCOMPARE(dialog->target().behind, QStringList{"db"});
        QCOMPARE(button("targetBehind")->text(), QStringLiteral("the machine db"));
        QVERIFY(!button("targetBehindSuggestion")->isVisible());
        type("targetAddress", QStringLiteral("other:5432"));
        QCOMPARE(dialog->target().behind, QStringList());
        type("targetAddress", QStringLiteral("db:5432"));
        auto *menu = dialog->findChild<QToolButton *>(QStringLiteral("targetBehind"))->menu();
        Q_EMIT menu->aboutToShow();
        menu->actions().constFirst()->trigger(); // not behind it
        QCOMPARE(dialog->target().behind, QStringList());
        type("targetName", QStringLiteral("orders"));
        QCOMPARE(dialog->target().behind, QStringList());
        QVERIFY(button("targetBehindSuggestion")->isVisible());
        button("targetBehindSuggestion")->click();
        QCOMPARE(dialog->target().behind, QStringList{"db"});
        QVERIFY(!button("targetBehindSuggestion")->isVisible());
    }

    void a_new_host_is_behind_the_gateway_that_is_on_the_way()
    {
        open({pinged("192.168.1.1", "Gateway")}, {QStringLiteral("192.168.1.1"), {{0xC0A80100, 0xFFFFFF00}}, {}});
        paste(QStringLiteral("ping://198.51.100.7"));
        QCOMPARE(dialog->target().behind, QStringList{"192.168.1.1"});
        paste(QStringLiteral("ping://192.168.1.7"));
        QCOMPARE(dialog->target().behind, QStringList());
    }

    void what_is_there_already_is_put_behind_its_host_by_nobody_but_the_user()
    {
        Target target{QStringLiteral("7"), targets::Kind::Service, QStringLiteral("db:5432"), QStringLiteral("orders")};
        target.check = QStringLiteral("postgres");
        target.options = {{"address", "db:5432"}};
        auto gateway = pinged("gw", "Gateway"), host = pinged("db", "the machine db");
        host.behind = {"gw"};
        open({target, host, gateway});
        dialog->setTarget(target);
        QCOMPARE(dialog->target(), target);
        QVERIFY(button("targetBehindSuggestion")->isVisible());
        QCOMPARE(button("targetBehindSuggestion")->text(), QStringLiteral("Put it behind the machine db"));
        auto another = pinged("nas", "The store");
        another.behind = {"db"};
        target.behind = {"nas"};
        open({target, host, gateway, another});
        dialog->setTarget(target);
        QVERIFY(!button("targetBehindSuggestion")->isVisible()); // it is already
    }
};

VEDETTE_TEST(TstTargetEditor)
#include "tst_target_editor.moc"
