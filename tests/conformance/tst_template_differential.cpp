// Templates rendered by us and, as annotations of one rule, by Debian's promtool 2.42: both must say the same.
// VEDETTE_SEED puts other random ones together.
#include "models/query/string_literal.h"
#include "models/rules/template.h"
#include "tests/conformance/template_cases.h"
#include "tests/support/registry.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace fs = std::filesystem;

namespace {

constexpr auto kPromtool = "/usr/bin/promtool";
constexpr std::uint64_t kSeed = 20250711;
constexpr int kRandom = 2000;
constexpr std::string_view kErrorMark = "<error expanding template: ";

std::string nameOf(std::size_t number) { return fmt::format("t{:05}", number); }

// In double quotes, as YAML reads it.
std::string quotedYaml(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += fmt::format("\\{}", c);
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else
            result += c;
    }
    return result + '"';
}

query::InstantSample sampleOf(std::initializer_list<metric::Label> labels, double value)
{
    return {std::make_shared<const metric::Labels>(labels), value};
}

metric::Result<query::Vector> answer(std::string_view expression)
{
    if (expression == tests::kUpQuery)
        return query::Vector{sampleOf({{"__name__", "up"}, {"instance", "y:2"}, {"job", "b"}}, 0),
                             sampleOf({{"__name__", "up"}, {"instance", "x:1"}, {"job", "a"}}, 1.5)};
    if (expression == tests::kNothingQuery)
        return query::Vector{};
    return metric::fail(metric::ErrorCode::InvalidArgument, "parse error");
}

// What tells one failure from another: the text after "at <...>: ", less what is another's or another version's wording.
std::string reasonOf(std::string_view message)
{
    const auto place = message.find("at <");
    const auto reason = place == std::string_view::npos ? std::string_view::npos : message.find(">: ", place);
    auto text = std::string(reason == std::string_view::npos ? message : message.substr(reason + 3));
    for (const std::string_view loose : {"error calling query", "regexp: Compile", "error calling call", "non-comparable type", "error calling len",
                                         "error calling index: value is nil", "error calling index: reflect", "error calling index: index of",
                                         "range can't iterate", "wrong type for value"})
    {
        if (text.find(loose) != std::string::npos)
            return std::string(loose);
    }
    if (text.ends_with('>'))
        text.pop_back();
    return text;
}

} // namespace

class TstTemplateDifferential : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(kPromtool))
            QSKIP("Debian's promtool is not here");
    }

    void thousands_of_templates_say_the_same()
    {
        bool isGiven = false;
        const auto given = qEnvironmentVariable("VEDETTE_SEED").toULongLong(&isGiven);
        const auto cases = tests::templateCases(isGiven ? given : kSeed, kRandom);
        const auto expected = renderedByPromtool(cases);
        QVERIFY2(expected.size() == cases.size(),
                 fmt::format("{} of {}: {}", expected.size(), cases.size(), m_output.left(2000).toStdString()).c_str());
        std::string failures;
        int failed = 0;
        int errors = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto &there = expected.at(nameOf(i));
            const bool isError = there.starts_with(kErrorMark);
            const auto here = rendered(cases[i]);
            errors += isError ? 1 : 0;
            const bool isSame = isError ? !here && reasonOf(here.error().message) == reasonOf(there) : here && *here == there;
            if (!isSame) {
                ++failed;
                failures += fmt::format("{}\n  there {}\n  here  {}\n", cases[i], there, here ? *here : "ERROR " + here.error().message);
            }
        }
        const auto summary = fmt::format("{} templates, {} failing in both, {} differ", cases.size(), errors, failed);
        std::ofstream(fs::path(QCoreApplication::applicationDirPath().toStdString()) / "template_differential.txt") << summary << "\n\n" << failures;
        qInfo("%s", summary.c_str());
        QVERIFY2(failed == 0, (summary + '\n' + failures.substr(0, 8000)).c_str());
        QVERIFY(std::size_t(errors) * 2 < cases.size());
    }

    void what_is_malformed_is_refused_by_both()
    {
        const auto cases = tests::malformedTemplates();
        write("rules.yml", rulesOf(cases));
        run({"check", "rules", path("rules.yml")});
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QVERIFY2(m_output.contains(("\"" + nameOf(i) + "\"").c_str()), ("promtool takes " + cases[i]).c_str());
            const auto read = rules::Template::parse(cases[i]);
            QVERIFY2(!read, ("we take " + cases[i]).c_str());
            // The same line; the column is ours alone.
            const auto said = m_output.mid(m_output.indexOf(("\"" + nameOf(i) + "\"").c_str()));
            QVERIFY2(said.startsWith(fmt::format("\"{}\": template: __alert_A:{}: ", nameOf(i), read.error().line).c_str()),
                     (cases[i] + ": " + said.left(said.indexOf('\n')).toStdString()).c_str());
        }
    }

private:
    static metric::Result<std::string> rendered(const std::string &text)
    {
        const auto read = rules::Template::parse(text);
        if (!read)
            return metric::fail(metric::ErrorCode::Malformed, "not read: " + read.error().message);
        const rules::TemplateData data{{{"__name__", "up"}, {"instance", "x:1"}, {"job", "a"}}, {{"env", "test"}}, "http://here:9090/prefix/x", 1.5};
        return read->render(data, answer);
    }

    static std::string rulesOf(const std::vector<std::string> &cases)
    {
        std::string rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up{job=\"a\"}\n    annotations:\n";
        for (std::size_t i = 0; i < cases.size(); ++i)
            rules += fmt::format("      {}: {}\n", nameOf(i), quotedYaml(cases[i]));
        return rules;
    }

    // By the annotation's name.
    std::map<std::string, std::string> renderedByPromtool(const std::vector<std::string> &cases)
    {
        write("rules.yml", rulesOf(cases));
        write("test.yml", "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  external_url: http://here:9090/prefix/x\n"
                          "  external_labels: {env: test}\n  input_series:\n  - series: 'up{job=\"a\",instance=\"x:1\"}'\n    values: 1.5+0x5\n"
                          "  - series: 'up{job=\"b\",instance=\"y:2\"}'\n    values: 0+0x5\n  alert_rule_test:\n  - eval_time: 1m\n    alertname: A\n"
                          "    exp_alerts:\n    - exp_labels: {job: other}\n");
        run({"test", "rules", path("test.yml")});
        std::map<std::string, std::string> texts;
        const auto output = m_output.toStdString();
        auto rest = std::string_view(output);
        rest.remove_prefix(std::min(rest.find("got:"), rest.size()));
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto begin = rest.find(nameOf(i) + "=\"");
            if (begin == std::string_view::npos)
                continue;
            rest.remove_prefix(begin + nameOf(i).size() + 1);
            const auto text = query::readString(rest);
            if (!text)
                break;
            texts[nameOf(i)] = text->value;
            rest.remove_prefix(text->length);
        }
        return texts;
    }

    QString path(const char *name) const { return m_directory.filePath(name); }
    void write(const char *name, const std::string &text) const { std::ofstream(path(name).toStdString()) << text; }
    void run(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(kPromtool, arguments);
        process.waitForFinished(60'000);
        m_output = process.readAll();
    }

    QTemporaryDir m_directory;
    QByteArray m_output;
};

VEDETTE_TEST(TstTemplateDifferential)
#include "tst_template_differential.moc"
