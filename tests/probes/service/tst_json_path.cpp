#include "probes/service/json_path.h"

#include "tests/support/registry.h"

#include <QtTest/QTest>

using probes::JsonPath;

class TstJsonPath : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_path_leads_to_its_value_data();
    void a_path_leads_to_its_value();
    void a_path_that_is_none_is_refused();
    void a_document_that_is_none_is_told();
    void depth_costs_nothing();
};

void TstJsonPath::a_path_leads_to_its_value_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected"); // "-": not there, "+": object or list
    const auto row = [](const char *path, const char *expected) { QTest::newRow(path) << QString(path) << QString(expected); };
    row("status", "green");
    row("$.status", "green");
    row("/status", "green");
    row("nodes[1].name", "b");
    row("$.nodes[1].up", "false");
    row("/nodes/1/name", "b");
    row("nodes[0].deep[1][0]", "7");
    row("nodes[2].name", "-");
    row("nodes", "+");
    row("", "+");
    row("$", "+");
    row("count", "3.10");
    row("none", "null");
    row("a~1b", "-");
    row("/a~1b", "slash");
    row("/m~0n", "tilde");
    row("/nodes/01/name", "-");
    row("/0", "zero");
    row("[0]", "-");
    row("status.more", "-");
    row("name", "-"); // there is one, deeper down
}

void TstJsonPath::a_path_leads_to_its_value()
{
    QFETCH(QString, path);
    QFETCH(QString, expected);
    const std::string document =
        R"({"deep":{"status":"red","name":"x"},"status":"green","nodes":[{"name":"a","deep":[1,[7]]},{"name":"b","up":false}],)"
        R"("count":3.10,"none":null,"a/b":"slash","m~n":"tilde","0":"zero"})";
    const auto parsed = JsonPath::parse(path.toStdString());
    QVERIFY(parsed);
    const auto found = parsed->find(document);
    QVERIFY(found.document);
    QCOMPARE(!found.there ? QString("-") : found.scalar ? QString::fromStdString(found.text) : QString("+"), expected);
}

void TstJsonPath::a_path_that_is_none_is_refused()
{
    for (const char *text : {"a..b", ".a", "a[", "a[x]", "a[-1]", "a[0]b", "/a~2", "a.", "[01]"})
        QVERIFY2(!JsonPath::parse(text), text);
}

void TstJsonPath::a_document_that_is_none_is_told()
{
    const auto path = JsonPath::parse("a");
    for (const char *text : {"", "<html>", "{\"a\":1", "{\"a\":1}}", "{'a':1}"})
        QVERIFY2(!path->find(text).document && !path->find(text).there, text);
    QVERIFY(JsonPath::parse("")->find("17").scalar);
}

void TstJsonPath::depth_costs_nothing()
{
    const std::string deep(1 << 20, '[');
    QVERIFY(!JsonPath::parse("[0]")->find(deep).document);
    QVERIFY(!JsonPath::parse("[0][0]")->find(deep + std::string(1 << 20, ']')).there == false);
}

VEDETTE_TEST(TstJsonPath)
#include "tst_json_path.moc"
