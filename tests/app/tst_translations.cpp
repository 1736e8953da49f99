#include "tests/support/registry.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QLibraryInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QXmlStreamReader>

// The catalogue brought up to date with the sources in a copy: what lupdate finds new is what nobody has translated.
class TstTranslations : public QObject {
    Q_OBJECT

    struct Catalogue {
        int messages = 0;
        QStringList unfinished;
    };

    static Catalogue read(const QString &path)
    {
        Catalogue catalogue;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return catalogue;
        QXmlStreamReader xml(&file);
        QString source;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == u"source") {
                source = xml.readElementText();
                ++catalogue.messages;
            } else if (xml.name() == u"translation" && xml.attributes().value("type") == u"unfinished") {
                catalogue.unfinished << source;
            }
        }
        return catalogue;
    }

private Q_SLOTS:
    void the_german_translation_is_complete()
    {
        const QDir root(qEnvironmentVariable("VEDETTE_SOURCE"));
        const auto lupdate = QLibraryInfo::path(QLibraryInfo::BinariesPath) + "/lupdate";
        QVERIFY2(QFile::exists(lupdate), "qt6-l10n-tools brings lupdate");
        const QTemporaryDir dir;
        const auto copy = dir.filePath("vedette_de.ts");
        QVERIFY(QFile::copy(root.filePath("translations/vedette_de.ts"), copy));
        QProcess update;
        update.setWorkingDirectory(root.path());
        update.start(lupdate, {"-silent", "-no-obsolete", "-locations", "none", "-I", ".", "-extensions", "h,cpp", "app", "models/items",
                               "models/targets", "ui", "-ts", copy});
        QVERIFY(update.waitForFinished(60000));
        QCOMPARE(update.exitCode(), 0);
        const auto catalogue = read(copy);
        QVERIFY2(catalogue.messages > 250, qPrintable(QString::number(catalogue.messages)));
        QVERIFY2(catalogue.unfinished.isEmpty(), qPrintable("not translated: " + catalogue.unfinished.join(" | ")));
    }
};

VEDETTE_TEST(TstTranslations)
#include "tst_translations.moc"
