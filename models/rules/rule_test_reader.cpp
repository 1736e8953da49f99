#include "models/rules/rule_test_reader.h"

#include "models/yaml/field_reader.h"
#include "models/yaml/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rules {

namespace {

// Unlike in a rule file, an item that is nothing is an empty one here, as promtool has it.
class RuleTestReader : private yaml::FieldReader {
public:
    using FieldReader::takeFaults;
    RuleTestReader() : FieldReader(false) {}

    RuleTestFile read(const yaml::Node &root)
    {
        RuleTestFile file;
        for (const auto &[key, value] : fieldsOf(root, "a file of rule tests")) {
            if (key->value == "rule_files")
                file.ruleFiles = readList(*value, "rule files");
            else if (key->value == "evaluation_interval")
                file.evaluationInterval = readInterval(*value).value_or(file.evaluationInterval);
            else if (key->value == "group_eval_order")
                file.groupOrder = readGroupOrder(*value);
            else if (key->value == "fuzzy_compare")
                file.isFuzzy = readFlag(*value);
            else if (key->value == "tests")
                file.tests = readEach(*value, "tests", &RuleTestReader::readTest);
            else
                unknownField(*key, "a file of rule tests");
        }
        return file;
    }

private:
    template <class Item>
    std::vector<Item> readEach(const yaml::Node &sequence, std::string_view what, Item (RuleTestReader::*readItem)(const yaml::Node &))
    {
        std::vector<Item> items;
        for (const auto *item : itemsOf(sequence, what))
            items.push_back((this->*readItem)(*item));
        return items;
    }
    std::vector<std::string> readList(const yaml::Node &sequence, std::string_view what)
    {
        std::vector<std::string> texts;
        for (const auto *item : itemsOf(sequence, what))
            texts.push_back(readText(*item));
        return texts;
    }
    std::vector<std::string> readGroupOrder(const yaml::Node &sequence)
    {
        auto names = readList(sequence, "names of groups");
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!seen.insert(names[i]).second)
                fault(sequence.children[i]->place, fmt::format("group name repeated in evaluation order: {}", names[i]));
        }
        return names;
    }
    std::optional<metric::Duration> readInterval(const yaml::Node &node)
    {
        const auto interval = readDuration(node);
        return interval == metric::Duration::zero() ? std::nullopt : interval; // the default
    }
    metric::Duration readTime(const yaml::Node &node) { return readDuration(node).value_or(metric::Duration::zero()); }
    bool readFlag(const yaml::Node &node)
    {
        if (node.kind == yaml::Node::Kind::Null)
            return false;
        const auto flag = node.kind == yaml::Node::Kind::Scalar && node.isPlain ? yaml::flagOf(node.value) : std::nullopt;
        if (!flag)
            wrongValue(node, "true or false");
        return flag.value_or(false);
    }
    double readNumber(const yaml::Node &node)
    {
        if (node.kind == yaml::Node::Kind::Null)
            return 0;
        const auto number = node.kind == yaml::Node::Kind::Scalar && node.isPlain ? yaml::numberOf(node.value) : std::nullopt;
        if (!number)
            wrongValue(node, "a number");
        return number.value_or(0);
    }
    void wrongValue(const yaml::Node &node, std::string_view wanted)
    {
        if (node.kind == yaml::Node::Kind::Scalar)
            fault(node.place, fmt::format("{} is expected, not `{}`", wanted, node.value));
        else
            wrongKind(node, wanted);
    }
    std::map<std::string, std::string> readMap(const yaml::Node &map, std::string_view what)
    {
        std::map<std::string, std::string> texts;
        for (auto &text : readTexts(map, what))
            texts.emplace(std::move(text.name), std::move(text.value));
        return texts;
    }

    RuleTest readTest(const yaml::Node &node)
    {
        RuleTest test;
        test.place = node.place;
        for (const auto &[key, value] : fieldsOf(node, "a test")) {
            if (key->value == "name")
                test.name = readText(*value);
            else if (key->value == "interval")
                test.interval = readInterval(*value);
            else if (key->value == "input_series")
                test.input = readEach(*value, "series", &RuleTestReader::readSeries);
            else if (key->value == "alert_rule_test")
                test.alerts = readEach(*value, "tests of alerts", &RuleTestReader::readAlertTest);
            else if (key->value == "promql_expr_test")
                test.expressions = readEach(*value, "tests of expressions", &RuleTestReader::readExpressionTest);
            else if (key->value == "external_labels") {
                for (auto &label : readTexts(*value, "a mapping of labels"))
                    test.externalLabels.emplace_back(std::move(label.name), std::move(label.value));
            } else if (key->value == "external_url")
                test.externalUrl = readText(*value);
            else
                unknownField(*key, "a test");
        }
        return test;
    }

    InputSeries readSeries(const yaml::Node &node)
    {
        InputSeries series;
        series.place = node.place;
        for (const auto &[key, value] : fieldsOf(node, "a series")) {
            if (key->value == "series")
                series.series = readText(*value);
            else if (key->value == "values")
                series.values = readText(*value);
            else
                unknownField(*key, "a series");
        }
        return series;
    }

    AlertTest readAlertTest(const yaml::Node &node)
    {
        AlertTest test;
        test.place = node.place;
        for (const auto &[key, value] : fieldsOf(node, "a test of an alert")) {
            if (key->value == "eval_time")
                test.time = readTime(*value);
            else if (key->value == "alertname")
                test.alertName = readText(*value);
            else if (key->value == "exp_alerts")
                test.expected = readEach(*value, "alerts", &RuleTestReader::readAlert);
            else
                unknownField(*key, "a test of an alert");
        }
        return test;
    }

    ExpectedAlert readAlert(const yaml::Node &node)
    {
        ExpectedAlert alert;
        for (const auto &[key, value] : fieldsOf(node, "an alert")) {
            if (key->value == "exp_labels")
                alert.labels = readMap(*value, "a mapping of labels");
            else if (key->value == "exp_annotations")
                alert.annotations = readMap(*value, "a mapping of annotations");
            else
                unknownField(*key, "an alert");
        }
        return alert;
    }

    ExpressionTest readExpressionTest(const yaml::Node &node)
    {
        ExpressionTest test;
        test.place = node.place;
        for (const auto &[key, value] : fieldsOf(node, "a test of an expression")) {
            if (key->value == "expr")
                test.expression = readText(*value);
            else if (key->value == "eval_time")
                test.time = readTime(*value);
            else if (key->value == "exp_samples")
                test.expected = readEach(*value, "samples", &RuleTestReader::readSample);
            else
                unknownField(*key, "a test of an expression");
        }
        return test;
    }

    ExpectedSample readSample(const yaml::Node &node)
    {
        ExpectedSample sample;
        for (const auto &[key, value] : fieldsOf(node, "a sample")) {
            if (key->value == "labels")
                sample.labels = readText(*value);
            else if (key->value == "value")
                sample.value = readNumber(*value);
            else if (key->value == "histogram")
                sample.histogram = readText(*value);
            else
                unknownField(*key, "a sample");
        }
        return sample;
    }
};

} // namespace

tl::expected<RuleTestFile, std::vector<Fault>> readRuleTestFile(std::string_view text)
{
    const auto tree = yaml::treeOf(text);
    if (!tree)
        return tl::unexpected(std::vector{tree.error()});
    if (!tree->root())
        return RuleTestFile();
    RuleTestReader reader;
    auto file = reader.read(*tree->root());
    if (auto faults = reader.takeFaults(); !faults.empty())
        return tl::unexpected(std::move(faults));
    return file;
}

} // namespace rules
