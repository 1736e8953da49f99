#include "models/rules/rule_file_reader.h"

#include "models/metric/utf8.h"
#include "models/rules/duration_text.h"
#include "models/rules/rule_check.h"
#include "models/rules/yaml_integer.h"
#include "models/rules/yaml_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rules {

namespace {

struct Field {
    const YamlNode *key;
    const YamlNode *value;
};

// Where the parts of a rule stand.
struct RuleNodes {
    const YamlNode *name = nullptr;
    const YamlNode *expression = nullptr;
    const YamlNode *forDuration = nullptr;
    const YamlNode *keepFiringFor = nullptr;
    std::vector<const YamlNode *> labels; // their values
    std::vector<const YamlNode *> annotations;
};

std::string_view wordOf(YamlNode::Kind kind)
{
    switch (kind) {
    case YamlNode::Kind::Null: return "nothing";
    case YamlNode::Kind::Scalar: return "a text";
    case YamlNode::Kind::Sequence: return "a list";
    case YamlNode::Kind::Map: break;
    }
    return "a mapping";
}

class RuleFileReader {
public:
    RuleFileReader(const YamlTree &tree, const ReadOptions &options) : m_tree(tree), m_options(options) {}

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

    // In the order of the file.
    std::vector<Fault> takeFaults()
    {
        std::stable_sort(m_faults.begin(), m_faults.end(), [](const Fault &a, const Fault &b) { return a.place < b.place; });
        if (m_faults.size() > kMaxFaults)
            m_faults.back().message = "there is more amiss than is told here";
        return std::move(m_faults);
    }

private:
    void fault(Position place, std::string message)
    {
        if (m_faults.size() <= kMaxFaults)
            m_faults.push_back({place, std::move(message)});
    }
    void unknownField(const YamlNode &key, std::string_view where)
    {
        if (!m_options.ignoreUnknownFields)
            fault(key.place, fmt::format("field {} not found in {}", key.value, where));
    }
    void wrongKind(const YamlNode &node, std::string_view wanted)
    {
        fault(node.place, fmt::format("{} is expected, not {}", wanted, wordOf(node.kind)));
    }

    // A mapping's fields, each name once; what is merged into it (<<) behind its own, which hide what is merged.
    std::vector<Field> fieldsOf(const YamlNode &map, std::string_view what)
    {
        std::vector<Field> fields;
        std::set<std::string_view> names;
        if (map.kind == YamlNode::Kind::Map)
            addFields(map, fields, names);
        else if (map.kind != YamlNode::Kind::Null)
            wrongKind(map, what);
        return fields;
    }
    void addFields(const YamlNode &map, std::vector<Field> &fields, std::set<std::string_view> &names)
    {
        std::set<std::string_view> own;
        std::vector<const YamlNode *> merged;
        for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
            const auto &key = *map.children[i];
            if (key.kind == YamlNode::Kind::Null)
                continue; // as Prometheus has it
            if (key.kind != YamlNode::Kind::Scalar)
                wrongKind(key, "a name");
            else if (key.isPlain && key.value == "<<")
                merged.push_back(map.children[i + 1]);
            else if (!own.insert(key.value).second)
                fault(key.place, fmt::format("mapping key {:?} is already defined", key.value));
            else if (names.insert(key.value).second)
                fields.push_back({&key, map.children[i + 1]});
        }
        for (const auto *from : merged) {
            if (from->kind == YamlNode::Kind::Map) {
                addFields(*from, fields, names);
                continue;
            }
            if (from->kind != YamlNode::Kind::Sequence ||
                !std::all_of(from->children.begin(), from->children.end(), [](auto *item) { return item->kind == YamlNode::Kind::Map; }))
            {
                wrongKind(*from, "a mapping or a list of mappings to merge");
                continue;
            }
            for (const auto *item : from->children)
                addFields(*item, fields, names);
        }
    }

    // Items that are nothing are none, as Prometheus has it.
    template <class Read>
    void forEachItem(const YamlNode &sequence, std::string_view what, Read read)
    {
        if (sequence.kind == YamlNode::Kind::Sequence) {
            for (const auto *item : sequence.children) {
                if (item->kind != YamlNode::Kind::Null)
                    read(*item);
            }
        } else if (sequence.kind != YamlNode::Kind::Null)
            wrongKind(sequence, fmt::format("a list of {}", what));
    }

    // A number is the text that it is written as; nothing is the empty text.
    std::string readText(const YamlNode &node)
    {
        if (node.kind != YamlNode::Kind::Scalar && node.kind != YamlNode::Kind::Null)
            wrongKind(node, "a text");
        return node.value;
    }
    // None where nothing is written, or what is none.
    std::optional<metric::Duration> readDuration(const YamlNode &node)
    {
        if (node.kind == YamlNode::Kind::Null)
            return std::nullopt;
        if (node.kind != YamlNode::Kind::Scalar) {
            wrongKind(node, "a duration");
            return std::nullopt;
        }
        const auto duration = durationOf(node.value);
        if (!duration) {
            fault(node.place, duration.error().message);
            return std::nullopt;
        }
        return *duration;
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
    std::vector<NamedText> readTexts(const YamlNode &map, std::string_view what, std::vector<const YamlNode *> *nodes = nullptr)
    {
        std::vector<NamedText> texts;
        for (const auto &[key, value] : fieldsOf(map, what)) {
            texts.push_back({key->value, readText(*value), value->place});
            if (nodes)
                nodes->push_back(value);
        }
        return texts;
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
        const auto first = m_faults.size();
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
        const auto prefix = fmt::format("group {:?}, rule {}, {:?}: ", group.name, group.rules.size() + 1, rule.name);
        for (auto at = first; at < m_faults.size(); ++at)
            m_faults[at].message.insert(0, prefix);
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
    const ReadOptions &m_options;
    std::set<std::string> m_groups; // names seen
    std::vector<Fault> m_faults;
};

// What YAML calls printable, in text that is UTF-8. The first that is not, or the end.
std::size_t firstControlCharacter(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
        const bool isC0 = (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
        const bool isC1 = byte == 0xc2 && next < 0xa0 && next != 0x85;
        const bool isNone = byte == 0xef && next == 0xbf && static_cast<unsigned char>(text[at + 2]) >= 0xbe; // U+FFFE, U+FFFF
        if (isC0 || isC1 || isNone)
            return at;
    }
    return text.size();
}

Position placeOfByte(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, byte);
    const auto newline = before.rfind('\n');
    return {std::size_t(std::count(before.begin(), before.end(), '\n')) + 1, newline == std::string_view::npos ? byte + 1 : byte - newline};
}

std::vector<Fault> alone(Position place, std::string message) { return {Fault{place, std::move(message)}}; }

} // namespace

tl::expected<RuleFile, std::vector<Fault>> readRuleFile(std::string_view text, const ReadOptions &options)
{
    if (text.size() > kMaxRuleFileBytes)
        return tl::unexpected(alone({}, fmt::format("the file is larger than {} MiB", kMaxRuleFileBytes >> 20)));
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (!metric::isUtf8(text))
        return tl::unexpected(alone({}, "yaml: the text is not UTF-8"));
    if (const auto control = firstControlCharacter(text); control < text.size())
        return tl::unexpected(alone(placeOfByte(text, control), "yaml: control characters are not allowed"));
    const auto tree = YamlTree::parse(text);
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
