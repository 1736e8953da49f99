#include "models/rules/recorded_definitions.h"

#include "models/query/parser.h"
#include "models/query/string_literal.h"
#include "models/rules/group_evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace rules {

namespace {

// "$" stands for a group in what label_replace() is given.
std::string replacementText(const std::string &value)
{
    std::string text;
    for (const char c : value)
        text += c == '$' ? std::string("$$") : std::string(1, c);
    return query::quoted(text);
}

// What the rule records; nothing where it is no vector.
std::optional<std::string> recordedBy(const Rule &rule)
{
    const auto tree = query::parse(rule.expression);
    if (!tree || ((*tree)->type != query::ValueType::Vector && (*tree)->type != query::ValueType::Scalar))
        return std::nullopt;
    auto text = fmt::format("{}({}\n)", (*tree)->type == query::ValueType::Scalar ? "vector" : "", rule.expression); // it may end with a comment
    for (const auto &label : rule.labels)
        text = fmt::format("label_replace({}, {}, {}, \"\", \"\")", text, query::quoted(label.name), replacementText(label.value));
    return query::parse(text) ? std::optional(std::move(text)) : std::nullopt;
}

void collectNames(const query::Node &node, std::vector<std::string> &names)
{
    if (const auto *selector = node.as<query::VectorSelector>()) {
        if (const auto name = query::definedName(*selector); !name.empty())
            names.emplace_back(name);
    }
    for (const auto *child : query::childrenOf(node))
        collectNames(*child, names);
}

// How large the definitions are once all that they name is put into them.
class Sizes {
public:
    struct Size {
        std::size_t nodes = 0;
        std::size_t depth = 0;
        bool fits() const { return nodes <= RecordedDefinitions::kMaxNodes && depth <= RecordedDefinitions::kMaxDepth; }
    };
    static constexpr Size kTooLarge{RecordedDefinitions::kMaxNodes + 1, RecordedDefinitions::kMaxDepth + 1};

    void add(std::string_view name, std::string_view expression) { m_expressions[name] = expression; }
    // REQUIRES: it was added.
    Size of(std::string_view asked)
    {
        const auto written = m_expressions.find(asked);
        const auto name = written->first; // what was asked may stand in a tree that goes before what is remembered here
        if (const auto known = m_sizes.find(name); known != m_sizes.end())
            return known->second;
        if (m_within.size() >= RecordedDefinitions::kMaxDepth || !m_within.insert(name).second)
            return kTooLarge;
        const auto tree = query::parse(written->second);
        const auto size = tree ? of(**tree, name) : kTooLarge;
        m_within.erase(name);
        m_sizes[name] = size;
        return size;
    }

private:
    Size of(const query::Node &node, std::string_view within)
    {
        Size size;
        if (const auto *selector = node.as<query::VectorSelector>()) {
            const auto name = query::definedName(*selector);
            if (name != within && m_expressions.contains(name)) // within it its own name is a metric's
                size = of(name);
        }
        for (const auto *child : query::childrenOf(node)) {
            const auto part = of(*child, within);
            size.nodes += part.nodes;
            size.depth = std::max(size.depth, part.depth);
        }
        return {std::min(size.nodes + 1, kTooLarge.nodes), std::min(size.depth + 1, kTooLarge.depth)};
    }

    std::map<std::string_view, std::string_view> m_expressions;
    std::map<std::string_view, Size> m_sizes;
    std::set<std::string_view> m_within;
};

} // namespace

RecordedDefinitions::RecordedDefinitions(std::span<const RuleGroup> groups)
{
    std::map<std::string_view, Recorded *> known;
    for (const auto &group : groups) {
        for (auto rule : group.rules) {
            if (rule.kind != Rule::Kind::Recording)
                continue;
            addLabels(rule, group.labels);
            auto text = recordedBy(rule);
            if (!text)
                continue;
            if (const auto found = known.find(rule.name); found != known.end()) {
                found->second->expression += " or " + *text;
            } else {
                auto &recorded = m_recorded.emplace_back(Recorded{rule.name, std::move(*text)});
                known.emplace(recorded.name, &recorded);
            }
        }
    }
    Sizes sizes;
    for (const auto &recorded : m_recorded)
        sizes.add(recorded.name, recorded.expression);
    for (const auto &recorded : m_recorded) {
        if (sizes.of(recorded.name).fits())
            m_definitions.push_back({recorded.name, recorded.expression});
        else
            m_leftOut.push_back(recorded.name);
    }
}

bool RecordedDefinitions::holds(std::string_view name) const
{
    return std::ranges::find(m_definitions, name, &query::Definition::name) != m_definitions.end();
}

std::vector<std::string> namesWithin(std::string_view expression)
{
    std::vector<std::string> names;
    if (const auto tree = query::parse(expression))
        collectNames(**tree, names);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

} // namespace rules
