#include "models/rules/rule_file_reader.h"

#include "models/rules/rule_check.h"
#include "models/yaml/field_reader.h"
#include "models/yaml/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rules {

namespace {

// Where the parts of a rule stand.
struct RuleNodes {
    const yaml::Node *name = nullptr;
    const yaml::Node *expression = nullptr;
    const yaml::Node *forDuration = nullptr;
    const yaml::Node *keepFiringFor = nullptr;
    std::vector<const yaml::Node *> labels; // their values
    std::vector<const yaml::Node *> annotations;
};

class RuleFileReader : private yaml::FieldReader {
public:
    using FieldReader::takeFaults;
    RuleFileReader(const yaml::Tree &tree, const ReadOptions &options) : FieldReader(options.ignoreUnknownFields), m_tree(tree) {}

    RuleFile read(const yaml::Node &root)
    {
        RuleFile file;
        for (const auto &[key, value] : fieldsOf(root, "a rule file")) {
            if (key->value == "groups")
                forEachItem(*value, "groups", [&](const yaml::Node &item) { file.groups.push_back(readGroup(item)); });
            else
                unknownField(*key, "a rule file");
        }
        return file;
    }

private:
    // Items that are nothing are none, as Prometheus has it.
    template <class Read>
    void forEachItem(const yaml::Node &sequence, std::string_view what, Read read)
    {
        for (const auto *item : itemsOf(sequence, what)) {
            if (item->kind != yaml::Node::Kind::Null)
                read(*item);
        }
    }

    std::int64_t readLimit(const yaml::Node &node)
    {
        if (node.kind == yaml::Node::Kind::Null)
            return 0;
        const auto number = node.kind == yaml::Node::Kind::Scalar && node.isPlain ? yaml::integerOf(node.value) : std::nullopt;
        if (!number)
            fault(node.place, node.kind == yaml::Node::Kind::Scalar ? fmt::format("a whole number is expected, not `{}`", node.value)
                                                                    : fmt::format("a whole number is expected, not {}", yaml::wordOf(node.kind)));
        return number.value_or(0);
    }

    RuleGroup readGroup(const yaml::Node &node)
    {
        RuleGroup group;
        group.place = node.place;
        const yaml::Node *rules = nullptr;
        for (const auto &[key, value] : fieldsOf(node, "a rule group")) {
            if (key->value == "name")
                group.name = readText(*value);
            else if (key->value == "interval")
                group.interval = readDuration(*value);
            else if (key->value == "query_offset")
                group.queryOffset = readDuration(*value);
            else if (key->value == "limit")
                group.limit = readLimit(*value);
            else if (key->value == "labels")
                group.labels = readTexts(*value, "a mapping of labels");
            else if (key->value == "rules")
                rules = value;
            else
                unknownField(*key, "a rule group");
        }
        if (group.interval == metric::Duration::zero())
            group.interval.reset(); // as Prometheus has it: the default
        if (group.name.empty())
            fault(group.place, "Groupname must not be empty");
        if (!m_groups.insert(group.name).second)
            fault(group.place, fmt::format("groupname: {:?} is repeated in the same file", group.name));
        for (const auto &label : group.labels) {
            for (auto &&message : {labelNameFault(label.name), labelValueFault(label.value)}) {
                if (!message.empty())
                    fault(label.place, message);
            }
        }
        if (rules)
            forEachItem(*rules, "rules", [&](const yaml::Node &item) { group.rules.push_back(readRule(item, group)); });
        return group;
    }

    Rule readRule(const yaml::Node &node, const RuleGroup &group)
    {
        Rule rule;
        RuleNodes nodes;
        rule.place = node.place;
        rule.expressionPlace = node.place;
        const yaml::Node *record = nullptr;
        const yaml::Node *alert = nullptr;
        // What is wrong with the rule is said of it by name, so that is read first.
        const auto first = faultCount();
        for (const auto &[key, value] : fieldsOf(node, "a rule")) {
            if (key->value == "record")
                record = value;
            else if (key->value == "alert")
                alert = value;
            else if (key->value == "expr")
                nodes.expression = value;
            else if (key->value == "for")
                nodes.forDuration = value;
            else if (key->value == "keep_firing_for")
                nodes.keepFiringFor = value;
            else if (key->value == "labels")
                rule.labels = readTexts(*value, "a mapping of labels", &nodes.labels);
            else if (key->value == "annotations")
                rule.annotations = readTexts(*value, "a mapping of annotations", &nodes.annotations);
            else
                unknownField(*key, "a rule");
        }
        const auto recordName = record ? readText(*record) : std::string();
        const auto alertName = alert ? readText(*alert) : std::string();
        rule.kind = recordName.empty() ? Rule::Kind::Alerting : Rule::Kind::Recording;
        rule.name = alertName.empty() ? recordName : alertName;
        nodes.name = recordName.empty() ? alert : record;
        if (!recordName.empty() && !alertName.empty())
            fault(std::max(record->place, alert->place), "only one of 'record' and 'alert' must be set");
        if (nodes.expression) {
            rule.expressionPlace = nodes.expression->place;
            rule.expression = readText(*nodes.expression);
        }
        if (nodes.forDuration)
            rule.forDuration = readDuration(*nodes.forDuration).value_or(metric::Duration::zero());
        if (nodes.keepFiringFor)
            rule.keepFiringFor = readDuration(*nodes.keepFiringFor).value_or(metric::Duration::zero());

        const auto isCollection = [](const yaml::Node *part) {
            return part && part->kind != yaml::Node::Kind::Scalar && part->kind != yaml::Node::Kind::Null;
        };
        for (auto &wrong : faultsOf(rule)) {
            // Of what is no text that has been said already.
            if ((wrong.part == RulePart::Name && (isCollection(record) || isCollection(alert))) ||
                (wrong.part == RulePart::Expression && isCollection(nodes.expression)) || node.kind == yaml::Node::Kind::Scalar ||
                node.kind == yaml::Node::Kind::Sequence)
                continue;
            fault(placeOf(wrong, node, nodes), std::move(wrong.message));
        }
        prefixFaults(first, fmt::format("group {:?}, rule {}, {:?}: ", group.name, group.rules.size() + 1, rule.name));
        return rule;
    }

    Position placeOf(const RuleFault &wrong, const yaml::Node &rule, const RuleNodes &nodes) const
    {
        const yaml::Node *node = nullptr;
        switch (wrong.part) {
        case RulePart::Name: node = nodes.name; break;
        case RulePart::Expression: node = nodes.expression; break;
        case RulePart::For: node = nodes.forDuration; break;
        case RulePart::KeepFiringFor: node = nodes.keepFiringFor; break;
        case RulePart::Labels: node = nodes.labels[wrong.index]; break;
        case RulePart::Annotations: node = nodes.annotations[wrong.index]; break;
        }
        if (!node)
            return rule.place;
        return wrong.byte == 0 ? node->place : m_tree.placeWithin(*node, wrong.byte);
    }

    const yaml::Tree &m_tree;
    std::set<std::string> m_groups; // names seen
};

} // namespace

tl::expected<RuleFile, std::vector<Fault>> readRuleFile(std::string_view text, const ReadOptions &options)
{
    const auto tree = yaml::treeOf(text);
    if (!tree)
        return tl::unexpected(std::vector{tree.error()});
    if (!tree->root())
        return RuleFile();
    RuleFileReader reader(*tree, options);
    auto file = reader.read(*tree->root());
    if (auto faults = reader.takeFaults(); !faults.empty())
        return tl::unexpected(std::move(faults));
    return file;
}

} // namespace rules
