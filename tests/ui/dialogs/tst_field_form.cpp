#include "tests/support/registry.h"
#include "ui/dialogs/field_edit.h"
#include "ui/dialogs/field_form.h"
#include "ui/theme/theme.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QToolButton>

using targets::Field;
using targets::FieldType;

namespace {

constexpr const char *kWords[] = {"strict", "loose"};
constexpr Field kFields[] = {{"address", "Address", FieldType::Line},     {"user", "User", FieldType::Line, "vedette", "a role"},
                             {"expected", "Expected", FieldType::Lines},  {"share", "Share", FieldType::Number, "0.5", "of it", false, 0, 1},
                             {"tls", "TLS", FieldType::Flag, "true"},     {"mode", "Mode", FieldType::Choice, "strict", "", false, 0, 0, kWords},
                             {"password", "Password", FieldType::Secret}, {"authority_file", "Authority", FieldType::File, "", "", true}};

targets::CheckKind everyType()
{
    targets::CheckKind kind{};
    kind.id = "every";
    kind.address = "address";
    kind.fields = kFields;
    return kind;
}
const targets::CheckKind kEveryType = everyType();

// Something that can stand in the field and that is not what holds anyway.
QString sampleOf(const Field &field)
{
    switch (field.type) {
    case FieldType::Number: return targets::numberText(QByteArray(field.fallback).toDouble() == field.most ? field.least : field.most);
    case FieldType::Flag: return QLatin1String(field.fallback) == QLatin1String("true") ? QStringLiteral("false") : QStringLiteral("true");
    case FieldType::Choice:
        return QLatin1String(QLatin1String(field.words.back()) == QLatin1String(field.fallback) ? field.words.front() : field.words.back());
    case FieldType::Lines: return QStringLiteral("one\ntwo");
    case FieldType::Secret: return QStringLiteral("reference");
    case FieldType::Line:
    case FieldType::File: break;
    }
    return QStringLiteral("something");
}

} // namespace

class TstFieldForm : public QObject {
    Q_OBJECT

    ui::Theme theme{ui::Theme::Choice::Light};

    static QLineEdit *line(const QWidget &form, const char *key)
    {
        return qobject_cast<QLineEdit *>(form.findChild<QWidget *>(QLatin1String(key))->focusProxy());
    }

private Q_SLOTS:
    void every_kind_is_shown_whole_and_told_back_as_it_was()
    {
        for (const auto *kind : targets::checkKinds()) {
            ui::FieldForm form(theme, nullptr);
            form.setKind(*kind);
            form.show();
            QVERIFY2(form.options().isEmpty() && form.secrets().isEmpty(), kind->id); // what is as it is anyway is not written down
            QMap<QString, QString> options;
            for (const auto &field : kind->fields) {
                const auto key = QString::fromLatin1(field.key);
                QCOMPARE(form.hasField(key), key != QLatin1String(kind->address));
                if (form.hasField(key))
                    options.insert(key, sampleOf(field));
            }
            form.setOptions(options);
            QCOMPARE(form.options(), options);
            QVERIFY(form.secrets().isEmpty());
            for (const auto *edit : form.findChildren<ui::FieldEdit *>()) {
                QVERIFY2(!edit->focusProxy()->accessibleName().isEmpty(), edit->field().key);
                QVERIFY2(edit->isVisibleTo(&form), edit->field().key); // unfolded, since something is said
            }
        }
    }

    void numbers_are_read_in_the_users_writing_and_handed_on_in_one()
    {
        ui::FieldForm form(theme, nullptr);
        form.setKind(kEveryType);
        form.setOption(QStringLiteral("share"), QStringLiteral("0.25"));
        auto *german = form.findChild<QWidget *>(QStringLiteral("share"));
        german->setLocale(QLocale(QLocale::German));
        form.setOption(QStringLiteral("share"), QStringLiteral("0.25"));
        QCOMPARE(line(form, "share")->text(), QStringLiteral("0,25"));
        QCOMPARE(form.options().value(QStringLiteral("share")), QStringLiteral("0.25"));
        QTest::keyClick(line(form, "share"), Qt::Key_End);
        QTest::keyClicks(line(form, "share"), QStringLiteral("5"));
        QCOMPARE(form.options().value(QStringLiteral("share")), QStringLiteral("0.255"));
        form.setOption(QStringLiteral("share"), QStringLiteral("much"));
        QCOMPARE(form.options().value(QStringLiteral("share")), QStringLiteral("much"));
    }

    void a_flag_and_a_choice_say_something_only_where_they_differ()
    {
        ui::FieldForm form(theme, nullptr);
        form.setKind(kEveryType);
        auto *box = form.findChild<QCheckBox *>();
        auto *choice = form.findChild<QComboBox *>();
        QVERIFY(box->isChecked() && choice->currentText() == u"strict");
        QSignalSpy edited(&form, &ui::FieldForm::edited);
        box->click();
        choice->setCurrentIndex(1);
        QCOMPARE(edited.count(), 2);
        QCOMPARE(form.options(), (QMap<QString, QString>{{"tls", "false"}, {"mode", "loose"}}));
        form.setOption(QStringLiteral("mode"), QStringLiteral("lax")); // of a file that somebody wrote
        QCOMPARE(form.options().value(QStringLiteral("mode")), QStringLiteral("lax"));
    }

    void what_few_need_is_folded_away_until_something_is_said_or_wrong()
    {
        ui::FieldForm form(theme, nullptr);
        form.setKind(kEveryType);
        form.show();
        auto *file = form.findChild<QWidget *>(QStringLiteral("authority_file"));
        QVERIFY(!file->isVisible() && !form.isUnfolded());
        const std::vector<targets::Fault> faults{{QStringLiteral("authority_file"), QStringLiteral("There is no such file.")}};
        form.showFaults(faults);
        QVERIFY(file->isVisible() && form.isUnfolded());
        QCOMPARE(file->focusProxy()->accessibleDescription(), QStringLiteral("There is no such file."));
        form.showFaults({});
        QVERIFY(file->focusProxy()->accessibleDescription().isEmpty());
        QVERIFY(form.focusField(QStringLiteral("user")) && !form.focusField(QStringLiteral("@name")));
    }

    void a_secret_is_no_option()
    {
        ui::FieldForm form(theme, nullptr);
        form.setKind(kEveryType);
        form.setOption(QStringLiteral("password"), QStringLiteral("s3cret")); // not even by mistake
        QVERIFY(form.options().isEmpty() && form.secrets().isEmpty());
        form.typeSecret(QStringLiteral("password"), QStringLiteral(" s3cret "));
        QVERIFY(form.options().isEmpty());
        QCOMPARE(form.secrets().value(QStringLiteral("password")), QStringLiteral(" s3cret "));
        form.typeSecret(QStringLiteral("user"), QStringLiteral("s3cret"));
        QVERIFY(form.options().isEmpty());
    }
};

VEDETTE_TEST(TstFieldForm)
#include "tst_field_form.moc"
