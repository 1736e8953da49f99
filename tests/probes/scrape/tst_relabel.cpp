#include "probes/scrape/relabel_reader.h"
#include "tests/support/registry.h"

#include <string>
#include <vector>

using probes::RelabelConfig;
using probes::Relabeling;

namespace {

struct Case {
    const char *name;
    const char *yaml;
    const char *from; // a=foo,b=bar
    const char *to;   // "dropped"
};

const Case kCases[] = {
    {"a part of a value is copied", "- {source_labels: [a], regex: 'f(.*)', target_label: d, separator: ';', replacement: 'ch${1}-ch${1}'}",
     "a=foo,b=bar", "a=foo,b=bar,d=choo-choo"},
    {"two steps see each other",
     "- {source_labels: [a, b], regex: 'f(.*);(.*)r', target_label: a, replacement: 'b${1}${2}m'}\n"
     "- {source_labels: [c, a], regex: '(b).*b(.*)ba(.*)', target_label: d, replacement: '$1$2$2$3'}",
     "a=foo,b=bar,c=baz", "a=boobam,b=bar,c=baz,d=boooom"},
    {"what is dropped is not worked on",
     "- {source_labels: [a], regex: '.*o.*', action: drop}\n- {source_labels: [a], regex: 'f(.*)', target_label: d}", "a=foo", "dropped"},
    {"drop looks at the whole value", "- {source_labels: [a], regex: 'o', action: drop}", "a=foo", "a=foo"},
    {"keep", "- {source_labels: [a], regex: 'no-match', action: keep}", "a=foo", "dropped"},
    {"keep a match of the whole", "- {source_labels: [a], regex: 'f.*', action: keep}", "a=foo", "a=foo"},
    {"an absent label is empty", "- {source_labels: [x], regex: '', action: keep}", "a=foo", "a=foo"},
    {"no regex is any value", "- {source_labels: [x], target_label: y, replacement: z}", "a=foo", "a=foo,y=z"},
    {"no match, no replacement", "- {source_labels: [a], regex: 'b(.*)', target_label: d, replacement: '$1'}", "a=foo", "a=foo"},
    {"an empty replacement removes the label", "- {source_labels: [a], regex: '(f).*', target_label: a, replacement: ''}", "a=foo,b=bar", "b=bar"},
    {"a group that did not match is empty", "- {source_labels: [a], regex: '(foo)|(bar)', target_label: d, replacement: '[$2]$1'}", "a=foo",
     "a=foo,d=[]foo"},
    {"the target's name from a group", "- {source_labels: [a], regex: 'some-([^-]+)-([^,]+)', target_label: '${1}', replacement: '${2}'}",
     "a=some-name-value", "a=some-name-value,name=value"},
    {"a name that is none does nothing", "- {source_labels: [a], regex: 'some-([^-]+)-([^,]+)', target_label: '${3}', replacement: '${1}'}",
     "a=some-name-value", "a=some-name-value"},
    {"a name that begins with a digit, too", "- {source_labels: [a], regex: '(.*)', target_label: '${1}', replacement: x}", "a=0abc", "a=0abc"},
    {"$1x names the group 1x", "- {source_labels: [a], target_label: d, replacement: '<$1x>'}", "a=foo", "a=foo,d=<>"},
    {"two dollars are one", "- {source_labels: [a], target_label: d, replacement: '$$1'}", "a=foo", "a=foo,d=$1"},
    {"a dollar at the end stays", "- {source_labels: [a], target_label: d, replacement: '1$'}", "a=foo", "a=foo,d=1$"},
    {"a group by its name", "- {source_labels: [a], regex: '(?P<first>.).*', target_label: d, replacement: '${first}!'}", "a=foo", "a=foo,d=f!"},
    {"keepequal", "- {source_labels: [a], target_label: b, action: keepequal}", "a=x,b=x", "a=x,b=x"},
    {"keepequal of others", "- {source_labels: [a], target_label: b, action: keepequal}", "a=x,b=y", "dropped"},
    {"dropequal", "- {source_labels: [a], target_label: b, action: dropequal}", "a=x,b=x", "dropped"},
    {"dropequal of others", "- {source_labels: [a], target_label: b, action: dropequal}", "a=x,b=y", "a=x,b=y"},
    {"hashmod", "- {source_labels: [c], target_label: d, separator: ';', action: hashmod, modulus: 1000}", "a=foo,b=bar,c=baz",
     "a=foo,b=bar,c=baz,d=976"},
    {"hashmod of a newline", "- {source_labels: [a], target_label: d, separator: \"\\n\", action: hashmod, modulus: 1000}", "a=foo\nbar",
     "a=foo\nbar,d=734"},
    {"labelmap", "- {regex: '(b.*)', action: labelmap, replacement: 'bar_${1}'}", "a=foo,b1=bar,b2=baz", "a=foo,b1=bar,b2=baz,bar_b1=bar,bar_b2=baz"},
    {"labelmap takes a prefix off", "- {regex: '__meta_(my.*)', action: labelmap, replacement: '${1}'}", "a=foo,__meta_my_bar=aaa,__meta_other=ccc",
     "__meta_my_bar=aaa,__meta_other=ccc,a=foo,my_bar=aaa"},
    {"labeldrop", "- {regex: '(b.*)', action: labeldrop}", "a=foo,b1=bar,b2=baz", "a=foo"},
    {"labelkeep", "- {regex: '(b.*)', action: labelkeep}", "a=foo,b1=bar,b2=baz", "b1=bar,b2=baz"},
    {"lowercase, in any alphabet", "- {source_labels: [a], target_label: l, action: lowercase}", "a=FÜR", "a=FÜR,l=für"},
    {"uppercase", "- {source_labels: [a], target_label: u, action: UpperCase}", "a=für", "a=für,u=FÜR"},
};

metric::Labels labelsOf(const char *text)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto &part : QString::fromUtf8(text).split(u','))
        pairs.emplace_back(part.section(u'=', 0, 0).toStdString(), part.section(u'=', 1).toStdString());
    std::vector<metric::Label> labels;
    for (const auto &[name, value] : pairs)
        labels.push_back({name, value});
    return metric::Labels(std::span<const metric::Label>(labels));
}

QString printed(const metric::Labels &labels)
{
    QStringList parts;
    for (const auto &[name, value] : labels)
        parts << QString::fromUtf8(name.data(), qsizetype(name.size())) + u'=' + QString::fromUtf8(value.data(), qsizetype(value.size()));
    return parts.join(u',');
}

} // namespace

class TstRelabel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_action_does_what_prometheus_does_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < std::size(kCases); ++i)
            QTest::newRow(kCases[i].name) << int(i);
    }
    void every_action_does_what_prometheus_does()
    {
        QFETCH(int, index);
        const auto &wanted = kCases[index];
        const auto configs = probes::readRelabelConfigs(wanted.yaml);
        QVERIFY2(configs, configs ? "" : configs.error().message.c_str());
        const auto relabeling = Relabeling::make(*configs);
        QVERIFY2(relabeling, relabeling ? "" : relabeling.error().message.c_str());
        const auto result = relabeling->apply(labelsOf(wanted.from));
        QCOMPARE(result ? printed(*result) : QString("dropped"), QString::fromUtf8(wanted.to));

        const auto again = probes::readRelabelConfigs(probes::relabelText(*configs));
        QVERIFY2(again, again ? "" : again.error().message.c_str());
        const auto rewritten = Relabeling::make(*again)->apply(labelsOf(wanted.from));
        QCOMPARE(rewritten ? printed(*rewritten) : QString("dropped"), QString::fromUtf8(wanted.to));
    }

    void what_prometheus_refuses_is_refused_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("message");
        const auto add = [](const char *name, const char *yaml, const char *message) { QTest::newRow(name) << QString(yaml) << QString(message); };
        add("an unknown action", "- action: forget", "line 1: unknown relabel action \"forget\"");
        add("an unknown field", "- action: drop\n  label: x", "line 2: field label not found in a relabeling rule");
        add("no target", "- source_labels: [a]", "line 1: relabel configuration for replace action requires 'target_label' value");
        add("a target that is no name", "- target_label: a-b", "line 1: \"a-b\" is invalid 'target_label' for replace action");
        add("a template of a target that is no name", "- target_label: '${1'", "line 1: \"${1\" is invalid 'target_label' for replace action");
        add("no modulus", "- {action: hashmod, target_label: a}", "line 1: relabel configuration for hashmod requires non-zero modulus");
        add("a source that is no name", "- {action: drop, source_labels: [a-b]}", "line 1: \"a-b\" is not a valid label name");
        add("a map to what is no name", "- {action: labelmap, replacement: '-'}", "line 1: \"-\" is invalid 'replacement' for labelmap action");
        add("labeldrop by value", "- {action: labeldrop, source_labels: [a]}", "line 1: labeldrop action requires only 'regex', and no other fields");
        add("keepequal by regex", "- {action: keepequal, target_label: a, regex: x}",
            "line 1: keepequal action requires only 'source_labels' and `target_label`, and no other fields");
        add("lowercase with a replacement", "- {action: lowercase, target_label: a, replacement: x}",
            "line 1: 'replacement' can not be set for lowercase action");
        add("a regex that is none", "- {action: drop, regex: '('}", "line 1: regex \"(\": missing ): (");
        add("a regex that grows", "- {action: drop, regex: '((a{100}){100}){100}'}", "bad repetition|pattern too large|missing|invalid");
        add("nothing in the list", "-\n", "line 2: empty or null metric relabeling rule in scrape config");
        add("no list", "action: drop", "line 1: a list of relabeling rules is expected, not a mapping");
    }
    void what_prometheus_refuses_is_refused()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, message);
        const auto configs = probes::readRelabelConfigs(yaml.toStdString());
        QVERIFY(!configs);
        const auto told = QString::fromStdString(configs.error().message);
        QVERIFY2(told == message || (message.contains(u'|') && told.startsWith(u"line 1: regex")), qPrintable(told));
    }

    void nothing_changes_nothing()
    {
        const auto labels = labelsOf("a=foo,b=bar");
        QVERIFY(*Relabeling().apply(labels) == labels);
        QVERIFY(probes::readRelabelConfigs("")->empty());
    }
};

VEDETTE_TEST(TstRelabel)
#include "tst_relabel.moc"
