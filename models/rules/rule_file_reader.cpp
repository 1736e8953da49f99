#include "models/rules/rule_file_reader.h"

#include "models/rules/rule_check.h"
#include "models/rules/yaml_fields.h"
#include "models/rules/yaml_scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rules {

namespace {

// Where the parts of a rule stand.
struct RuleNodes {
    const YamlNode *name = nullptr;
    const YamlNode *expression = nullptr;
    const YamlNode *forDuration = nullptr;
    const YamlNode *keepFiringFor = nullptr;
    std::vector<const YamlNode *> labels; // their values
    std::vector<const YamlNode *> annotations;
};

class RuleFileReader : private YamlFields {
public:
    using YamlFields::takeFaults;
    RuleFileReader(const YamlTree &tree, const ReadOptions &options) : YamlFields(options.ignoreUnknownFields), m_tree(tree) {}

    RuleFile read(const YamlNode &root)
    {
        RuleFile file;
        for (const auto &[key, value] : fieldsOf(root, "a rule file")) {
            if (key->value == "groups")
                forEachItem(*value, "groups", [&](const YamlNode &item) { file.groups.push_back(readGroup(item)); });
            else
                unknownField(*key, "a rule file");
        }
        return file;
    }

private:
    // Items that are nothing are none, as Prometheus has it.
    template <class Read>
    void forEachItem(const YamlNode &sequence, std::string_view what, Read read)
    {
        for (const auto *item : itemsOf(sequence, what)) {
            if (item->kind != YamlNode::Kind::Null)
                read(*item);
        }
    }

    std::int64_t readLimit(const YamlNode &node)
    {
        if (node.kind == YamlNode::Kind::Null)
            return 0;
        const auto number = node.kind == YamlNode::Kind::Scalar && node.isPlain ? yamlInteger(node.value) : std::nullopt;
        if (!number)
            fault(node.place, node.kind == YamlNode::Kind::Scalar ? fmt::format("a whole number is expected, not `{}`", node.value)
                                                                  : fmt::format("a whole number is expected, not {}", wordOf(node.kind)));
        return number.value_or(0);
    }

    RuleGroup readGroup(const YamlNode &node)
    {
        RuleGroup group;
        group.place = node.place;
        const YamlNode *rules = nullptr;
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
            forEachItem(*rules, "rules", [&](const YamlNode &item) { group.rules.push_back(readRule(item, group)); });
        return group;
    }

    Rule readRule(const YamlNode &node, const RuleGroup &group)
    {
        Rule rule;
        RuleNodes nodes;
        rule.place = node.place;
        rule.expressionPlace = node.place;
        const YamlNode *record = nullptr;
        const YamlNode *alert = nullptr;
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

        const auto isCollection = [](const YamlNode *part) {
            return part && part->kind != YamlNode::Kind::Scalar && part->kind != YamlNode::Kind::Null;
        };
        for (auto &wrong : faultsOf(rule)) {
            // Of what is no text that has been said already.
            if ((wrong.part == RulePart::Name && (isCollection(record) || isCollection(alert))) ||
                (wrong.part == RulePart::Expression && isCollection(nodes.expression)) || node.kind == YamlNode::Kind::Scalar ||
                node.kind == YamlNode::Kind::Sequence)
                continue;
            fault(placeOf(wrong, node, nodes), std::move(wrong.message));
        }
        prefixFaults(first, fmt::format("group {:?}, rule {}, {:?}: ", group.name, group.rules.size() + 1, rule.name));
        return rule;
    }

    Position placeOf(const RuleFault &wrong, const YamlNode &rule, const RuleNodes &nodes) const
    {
        const YamlNode *node = nullptr;
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

    const YamlTree &m_tree;
    std::set<std::string> m_groups; // names seen
};

} // namespace

tl::expected<RuleFile, std::vector<Fault>> readRuleFile(std::string_view text, const ReadOptions &options)
{
    const auto tree = yamlOf(text);
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
