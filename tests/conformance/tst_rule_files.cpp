// Rule files that others wrote, and what promtool says of them and of what became of them by a slip of the hand.
#include "models/rules/rule_file_reader.h"
#include "models/rules/rule_lint.h"
#include "tests/conformance/slip_of_the_hand.h"
#include "tests/support/registry.h"

#include <QtCore/QDirIterator>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <map>
#include <random>

namespace {

constexpr auto kPromtool = "/usr/bin/promtool";

QString conformance() { return qEnvironmentVariable("VEDETTE_SHARED") + "/conformance/rules"; }

QStringList yamlBelow(const QString &folder)
{
    QStringList files;
    QDirIterator iterator(folder, {"*.yml", "*.yaml"}, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext())
        files.push_back(iterator.next());
    files.sort();
    return files;
}

QStringList corpora() { return yamlBelow(qEnvironmentVariable("VEDETTE_SHARED") + "/corpora/rules"); }

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

using Read = tl::expected<rules::RuleFile, std::vector<rules::Fault>>;
Read read(const QByteArray &text, rules::ReadOptions options = {})
{
    return rules::readRuleFile(std::string_view(text.data(), std::size_t(text.size())), options);
}

// What `check rules` says in a word: how many rules were found, or that something is wrong or twice.
QString verdictOf(const Read &file)
{
    if (!file)
        return QStringLiteral("refused");
    if (!rules::duplicateRules(*file).empty())
        return QStringLiteral("refused"); // in the same words as what is wrong
    std::size_t count = 0;
    for (const auto &group : file->groups)
        count += group.rules.size();
    return QStringLiteral("%1 rules").arg(count);
}

// Prometheus 2 knows names of letters, digits and underscores alone; since 3 they are any UTF-8.
bool hasNewName(const rules::RuleFile &file)
{
    static const QRegularExpression kLabel(QStringLiteral("^[a-zA-Z_][a-zA-Z0-9_]*$"));
    static const QRegularExpression kMetric(QStringLiteral("^[a-zA-Z_:][a-zA-Z0-9_:]*$"));
    const auto isNew = [](const std::string &name, const QRegularExpression &old) { return !old.match(QString::fromStdString(name)).hasMatch(); };
    const auto anyIsNew = [&](const std::vector<rules::NamedText> &texts) {
        return std::any_of(texts.begin(), texts.end(), [&](const rules::NamedText &text) { return isNew(text.name, kLabel); });
    };
    for (const auto &group : file.groups) {
        for (const auto &rule : group.rules) {
            if (anyIsNew(rule.labels) || anyIsNew(rule.annotations) || (rule.kind == rules::Rule::Kind::Recording && isNew(rule.name, kMetric)))
                return true;
        }
    }
    return false;
}

QString firstFault(const Read &file)
{
    return file ? QString()
                : QStringLiteral("%1:%2 ").arg(file.error()[0].place.line).arg(file.error()[0].place.column) +
                      QString::fromStdString(file.error()[0].message);
}

// promtool's verdict of each file, by its path.
std::map<QString, QString> verdictsOfPromtool(const QStringList &files)
{
    std::map<QString, QString> verdicts;
    constexpr qsizetype kAtOnce = 500; // so that the command line has room for them
    for (qsizetype first = 0; first < files.size(); first += kAtOnce) {
        QProcess promtool;
        promtool.start(QString::fromLatin1(kPromtool), QStringList{"check", "rules"} + files.mid(first, kAtOnce));
        if (!promtool.waitForFinished(120'000))
            return {};
        QString file;
        for (const auto &line : promtool.readAllStandardOutput().split('\n')) {
            if (line.startsWith("Checking "))
                verdicts[file = QString::fromUtf8(line.mid(9))] = QStringLiteral("refused");
            else if (line.startsWith("  SUCCESS: "))
                verdicts[file] = QString::fromUtf8(line.mid(11)).remove(QStringLiteral(" found"));
        }
    }
    return verdicts;
}

} // namespace

class TstRuleFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (corpora().isEmpty())
            QSKIP("no rule files: VEDETTE_SHARED does not hold them");
    }

    void every_file_of_the_corpora_loads()
    {
        int alerts = 0;
        int recordings = 0;
        for (const auto &path : corpora()) {
            const auto file = read(contentOf(path));
            QVERIFY2(file, qPrintable(path + ": " + firstFault(file)));
            for (const auto &group : file->groups) {
                for (const auto &rule : group.rules)
                    ++(rule.kind == rules::Rule::Kind::Alerting ? alerts : recordings);
            }
        }
        qInfo("%d alerts, %d recording rules", alerts, recordings);
        QVERIFY(alerts > 900);
        QVERIFY(recordings > 10);
    }

    void the_files_of_promtool_pass_or_fail_as_they_should_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char *name, const char *verdict) { QTest::newRow(name) << QString(name) << QString(verdict); };
        row("at-modifier.yml", "1 rules");
        row("negative-offset.yml", "1 rules");
        row("bad-rules-error.yml", "1 rules");
        row("rules.yml", "5 rules");
        row("bad-rules-syntax.yml",
            "7:22 group \"bad-syntax\", rule 1, \"x\": could not parse expression: 1:7: parse error: unexpected end of input");
        row("rules_extrafields.yml", "7:5 field namespace not found in a rule group");
        row("prometheus-rules.lint.yml", "refused");
        row("rules_duplicates.yml", "refused");
        row("rules_large.yml", "refused");
        row("unittest.yml", "1:1 field rule_files not found in a rule file");
    }
    void the_files_of_promtool_pass_or_fail_as_they_should()
    {
        QFETCH(QString, name);
        QFETCH(QString, verdict);
        const auto text = contentOf(conformance() + '/' + name);
        QVERIFY(!text.isEmpty());
        const auto file = read(text);
        QCOMPARE(file ? verdictOf(file) : firstFault(file), verdict);
    }

    void unknown_fields_pass_where_they_may()
    {
        const auto file = read(contentOf(conformance() + "/rules_extrafields.yml"), {.ignoreUnknownFields = true});
        QCOMPARE(verdictOf(file), QStringLiteral("5 rules"));
    }

    void promtool_says_the_same_of_every_file()
    {
        if (!QFileInfo::exists(kPromtool))
            QSKIP("promtool is not installed");
        const auto files = yamlBelow(conformance()) + corpora();
        const auto verdicts = verdictsOfPromtool(files);
        for (const auto &path : files) {
            const auto file = read(contentOf(path));
            QVERIFY(verdicts.contains(path));
            QVERIFY2(verdictOf(file) == verdicts.at(path),
                     qPrintable(path + ": " + verdictOf(file) + ' ' + firstFault(file) + ", promtool: " + verdicts.at(path)));
        }
    }

    void promtool_says_the_same_of_files_that_a_slip_of_the_hand_has_changed()
    {
        if (!QFileInfo::exists(kPromtool))
            QSKIP("promtool is not installed");
        QTemporaryDir directory;
        std::mt19937 random(1);
        QStringList files;
        for (const auto &path : corpora() + yamlBelow(conformance())) {
            const auto text = contentOf(path);
            for (int i = 0; i < 20 && text.size() < 100'000; ++i) {
                files.push_back(directory.filePath(QStringLiteral("%1.yml").arg(files.size())));
                QFile file(files.back());
                QVERIFY(file.open(QIODevice::WriteOnly));
                file.write(tests::slipped(text, random));
            }
        }
        const auto verdicts = verdictsOfPromtool(files);
        int refused = 0;
        QStringList different;
        for (const auto &path : std::as_const(files)) {
            const auto file = read(contentOf(path));
            refused += file ? 0 : 1;
            QVERIFY(verdicts.contains(path));
            if (file && hasNewName(*file))
                continue;
            // Where the rest of a file is indented less than its beginning, promtool takes the beginning for all of it.
            if (firstFault(file).contains(QLatin1String("does not belong to what stands above it")))
                continue;
            if (verdictOf(file) != verdicts.at(path))
                different.push_back(path + ": " + verdictOf(file) + ' ' + firstFault(file) + ", promtool: " + verdicts.at(path));
        }
        qInfo("%d of %d files are refused by both", refused, int(files.size()));
        QVERIFY(refused > 100);
        for (const auto &difference : std::as_const(different))
            qWarning("%s", qPrintable(difference));
        QVERIFY(different.isEmpty());
    }
};

VEDETTE_TEST(TstRuleFiles)
#include "tst_rule_files.moc"
