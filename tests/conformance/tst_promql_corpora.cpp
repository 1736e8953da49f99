#include "models/query/parser.h"
#include "models/query/printer.h"
#include "models/query/promql_engine.h"
#include "tests/conformance/promql_rewrite.h"
#include "tests/support/fake_reader.h"
#include "tests/support/registry.h"

#include <QtCore/QDirIterator>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

#include <yaml-cpp/yaml.h>

namespace {

QStringList filesBelow(const QString &folder, const QStringList &names)
{
    QStringList files;
    QDirIterator iterator(qEnvironmentVariable("VEDETTE_SHARED") + "/corpora/" + folder, names, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext())
        files.push_back(iterator.next());
    files.sort();
    return files;
}

void collect(const YAML::Node &node, std::vector<std::string> &expressions)
{
    if (node.IsSequence()) {
        for (const auto &item : node)
            collect(item, expressions);
    } else if (node.IsMap()) {
        for (const auto &entry : node) {
            if (entry.first.as<std::string>() == "expr" && entry.second.IsScalar())
                expressions.push_back(entry.second.as<std::string>());
            else
                collect(entry.second, expressions);
        }
    }
}

void collect(const QJsonValue &value, QStringList &expressions)
{
    if (value.isArray()) {
        for (const auto &item : value.toArray())
            collect(item, expressions);
    } else if (value.isObject()) {
        const auto object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key() == QLatin1String("expr") && entry->isString())
                expressions.push_back(entry->toString());
            else
                collect(*entry, expressions);
        }
    }
}

// As Grafana sends it: its own variables are lengths of time, the others stand for a value in a matcher.
QString withVariables(QString expression)
{
    static const QRegularExpression kVariable(QStringLiteral("\\$\\{(\\w+)(?::\\w+)?\\}|\\[\\[(\\w+)\\]\\]|\\$(\\w+)"));
    QString filled;
    qsizetype end = 0;
    for (auto match = kVariable.globalMatch(expression); match.hasNext();) {
        const auto found = match.next();
        const auto name = found.captured(1) + found.captured(2) + found.captured(3);
        filled += QStringView(expression).mid(end, found.capturedStart() - end);
        filled += name == QLatin1String("__rate_interval") ? QStringLiteral("1m0s")
                  : name == QLatin1String("__interval")    ? QStringLiteral("15s")
                  : name == QLatin1String("__range")       ? QStringLiteral("3600s")
                                                           : QStringLiteral("value");
        end = found.capturedEnd();
    }
    return filled + expression.mid(end);
}

// What does not hold of the expression; empty where it parses and prints to what parses to the same.
QString faultOf(const std::string &expression)
{
    const auto node = query::parse(expression);
    if (!node)
        return QString::fromStdString(query::errorOf(expression, node.error()).message + " in " + expression);
    const auto printed = query::print(**node);
    for (const auto &text : {printed, query::prettyPrint(**node)}) {
        const auto again = query::parse(text);
        if (!again || query::print(**again) != printed)
            return QString::fromStdString("printed to something else: " + text);
    }
    return {};
}

constexpr metric::Timestamp kNow(std::chrono::seconds(1'700'000'000));

// A series for every selector of the expression that its matchers are content with, two hours long.
void addWhatIsAskedFor(const query::Node &node, tests::FakeReader &reader)
{
    for (const auto *selector : tests::selectorsOf(node)) {
        std::vector<metric::Label> labels{{"instance", "here"}, {"job", "some"}, {"le", "+Inf"}};
        for (const auto &matcher : selector->matchers) {
            if (const auto named = matcher.namedValues(); named && !matcher.isNegative() && !named->empty())
                labels.push_back({matcher.name(), named->front()});
            else if (matcher.name() == metric::kMetricName || !matcher.isNegative())
                labels.push_back({matcher.name(), "value"});
        }
        for (int i = 0; i < 240; ++i)
            reader.addNext(metric::Labels(labels), kNow - std::chrono::hours(2) + std::chrono::seconds(30 * i), 1000.0 + i);
    }
}

} // namespace

class TstPromqlCorpora : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (filesBelow("rules", {"*.yml", "*.yaml"}).isEmpty())
            QSKIP("no corpora: VEDETTE_SHARED does not hold them");
    }

    void every_rule_parses_and_prints_to_itself()
    {
        std::vector<std::string> expressions;
        for (const auto &file : filesBelow("rules", {"*.yml", "*.yaml"}))
            collect(YAML::LoadFile(file.toStdString()), expressions);
        QVERIFY2(expressions.size() > 1000, QByteArray::number(int(expressions.size())));
        for (const auto &expression : expressions)
            QCOMPARE(faultOf(expression), QString());
    }

    void every_rule_evaluates()
    {
        std::size_t answered = 0;
        std::size_t some = 0;
        for (const auto &file : filesBelow("rules", {"*.yml", "*.yaml"})) {
            std::vector<std::string> expressions;
            collect(YAML::LoadFile(file.toStdString()), expressions);
            for (const auto &expression : expressions) {
                tests::FakeReader reader;
                addWhatIsAskedFor(**query::parse(expression), reader);
                const query::PromqlEngine engine(reader);
                const auto moment = engine.answer({expression, kNow, kNow});
                QVERIFY2(moment, (moment ? std::string() : moment.error().message + " in " + expression).c_str());
                const auto range = engine.answer({expression, kNow - std::chrono::hours(1), kNow, std::chrono::minutes(5)});
                QVERIFY2(range, (range ? std::string() : range.error().message + " in " + expression).c_str());
                ++answered;
                some += std::get<query::Matrix>(range->value).empty() ? 0 : 1;
            }
        }
        qInfo("%zu of %zu rules answer with some value", some, answered);
        QVERIFY(some > answered / 4);
    }

    void every_panel_parses_once_its_variables_are_filled_in()
    {
        QStringList expressions;
        for (const auto &name : filesBelow("dashboards", {"*.json"})) {
            QFile file(name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            collect(QJsonDocument::fromJson(file.readAll()).object(), expressions);
        }
        QVERIFY2(expressions.size() > 30, QByteArray::number(expressions.size()));
        for (const auto &expression : expressions)
            QCOMPARE(faultOf(withVariables(expression).toStdString()), QString());
    }
};

VEDETTE_TEST(TstPromqlCorpora)
#include "tst_promql_corpora.moc"
