#include "models/query/definitions.h"

#include "models/query/function.h"
#include "models/query/parser.h"
#include "models/query/printer.h"
#include "models/query/windows.h"

#include <algorithm>
#include <optional>

namespace query {

using metric::Result;
using series::Matcher;

namespace {

using Matchers = std::vector<Matcher>;

bool holds(const std::vector<std::string> &labels, const std::string &name) { return std::find(labels.begin(), labels.end(), name) != labels.end(); }

// Those of the matchers whose label fits.
template <class Fits>
Matchers only(const Matchers &matchers, Fits fits)
{
    Matchers kept;
    std::copy_if(matchers.begin(), matchers.end(), std::back_inserter(kept), [&](const Matcher &matcher) { return fits(matcher.name()); });
    return kept;
}

const std::string *textOf(const Node &node)
{
    const auto *literal = unwrapped(node).as<StringLiteral>();
    return literal ? &literal->value : nullptr;
}

// What it says, with all that its names stand for.
std::string identityOf(const Node &node)
{
    std::string identity = print(node);
    const auto addDefinitions = [&](const auto &self, const Node &at) -> void {
        const auto *selector = at.as<VectorSelector>();
        if (selector && selector->definition)
            identity += '\n' + identityOf(*selector->definition);
        for (const auto *child : childrenOf(at))
            self(self, *child);
    };
    addDefinitions(addDefinitions, node);
    return identity;
}

// Copies a tree. `wanted` goes down with it: conditions on the labels of what a node comes to, for what they spare to read; whoever
// asked checks them again.
class Expansion {
public:
    explicit Expansion(const std::vector<Definition> &definitions) : m_definitions(definitions) {}

    NodePtr copy(const Node &node, const Matchers &wanted = {})
    {
        return std::visit([&](const auto &is) { return copy(node, is, wanted); }, node.is);
    }
    const std::optional<metric::Error> &error() const { return m_error; }

private:
    // Of what stands in a definition nobody sees the text, so it is where its name is.
    Span placeOf(const Node &node) const { return m_place.value_or(node.span); }

    template <class T>
    NodePtr made(const Node &like, T is)
    {
        return std::make_unique<const Node>(Node{placeOf(like), like.type, std::move(is)});
    }
    NodePtr copyOf(const NodePtr &node, const Matchers &wanted = {}) { return node ? copy(*node, wanted) : nullptr; }

    NodePtr copy(const Node &node, const NumberLiteral &is, const Matchers &) { return made(node, is); }
    NodePtr copy(const Node &node, const StringLiteral &is, const Matchers &) { return made(node, is); }

    NodePtr copy(const Node &node, const VectorSelector &is, const Matchers &wanted)
    {
        auto selector = is;
        selector.matchers.insert(selector.matchers.end(), wanted.begin(), wanted.end());
        if (const auto *definition = definitionOf(selector))
            selector.definition =
                expressionOf(*definition, node.span, only(selector.matchers, [](const auto &name) { return name != metric::kMetricName; }));
        return made(node, std::move(selector));
    }

    NodePtr copy(const Node &node, const MatrixSelector &is, const Matchers &wanted)
    {
        const auto &selector = *is.selector->as<VectorSelector>();
        if (!definitionOf(selector))
            return made(node, MatrixSelector{copyOf(is.selector, wanted), is.range});
        // Finer than the default within a short range, which would see next to nothing otherwise.
        constexpr int kMoments = 60;
        Subquery subquery{nullptr, is.range, std::nullopt, selector.shift};
        const auto fine = std::max<metric::Duration>(std::chrono::seconds(1), is.range.fixed / kMoments);
        if (!is.range.term && fine < std::chrono::minutes(1))
            subquery.step = Length{fine, nullptr};
        auto atItsMoments = selector;
        atItsMoments.shift = {};
        subquery.expression = copy(*is.selector, atItsMoments, wanted);
        return made(node, std::move(subquery));
    }

    NodePtr copy(const Node &node, const Subquery &is, const Matchers &wanted)
    {
        return made(node, Subquery{copyOf(is.expression, wanted), is.range, is.step, is.shift});
    }

    NodePtr copy(const Node &node, const Call &is, const Matchers &wanted)
    {
        const auto inner = wantedOf(is, wanted);
        Call call{is.function, {}};
        for (const auto &argument : is.arguments) {
            const bool isSeries = argument->type == ValueType::Vector || argument->type == ValueType::Matrix;
            call.arguments.push_back(copyOf(argument, isSeries ? inner : Matchers()));
        }
        return made(node, std::move(call));
    }

    NodePtr copy(const Node &node, const Aggregation &is, const Matchers &wanted)
    {
        // Groups are wanted as a whole or not at all.
        auto inner = only(wanted, [&](const auto &name) { return is.op == AggregateOp::LimitK || holds(is.grouping, name) != is.without; });
        if (is.op == AggregateOp::CountValues)
            inner.clear();
        auto copied = std::make_unique<Node>(
            Node{placeOf(node), node.type, Aggregation{is.op, copyOf(is.expression, inner), copyOf(is.parameter), is.grouping, is.without}});
        auto identity = identityOf(*copied);
        std::get<Aggregation>(copied->is).identity = std::move(identity);
        return copied;
    }

    NodePtr copy(const Node &node, const Binary &is, const Matchers &wanted)
    {
        auto left = is.left->type == ValueType::Vector ? wanted : Matchers();
        auto right = is.right->type == ValueType::Vector ? wanted : Matchers();
        if (const auto &matching = is.matching) {
            // What is matched on is the same at both sides; any other label is that of the many, or of the left side of a set.
            const auto isMatched = [&](const auto &name) { return holds(matching->labels, name) == matching->on; };
            const auto isOfMany = [&](const auto &name) { return isMatched(name) || !holds(matching->include, name); };
            const bool leftTells = matching->card == Matching::Card::ManyToOne || is.op == BinaryOp::And || is.op == BinaryOp::Unless;
            const bool rightTells = matching->card == Matching::Card::OneToMany;
            left = leftTells ? only(wanted, isOfMany) : only(wanted, isMatched);
            right = rightTells ? only(wanted, isOfMany) : only(wanted, isMatched);
        }
        return made(node, Binary{is.op, copyOf(is.left, left), copyOf(is.right, right), is.returnBool, is.matching});
    }

    NodePtr copy(const Node &node, const Unary &is, const Matchers &wanted) { return made(node, Unary{is.minus, copyOf(is.expression, wanted)}); }
    NodePtr copy(const Node &node, const Parentheses &is, const Matchers &wanted) { return made(node, Parentheses{copyOf(is.expression, wanted)}); }

    // What may be asked of a function's argument, where that only comes out with other values, or with one label more.
    static Matchers wantedOf(const Call &call, const Matchers &wanted)
    {
        static constexpr std::string_view kOfEachValue[] = {"abs", "ceil", "clamp", "clamp_max", "clamp_min", "exp", "floor", "ln", "round", "sqrt"};
        const auto name = call.function->name;
        if (findRangeFunction(name) || std::find(std::begin(kOfEachValue), std::end(kOfEachValue), name) != std::end(kOfEachValue))
            return wanted;
        if (name != "label_replace")
            return {};
        const auto *label = textOf(*call.arguments[1]);
        const auto *value = textOf(*call.arguments[2]);
        const auto *source = textOf(*call.arguments[3]);
        const auto *pattern = textOf(*call.arguments[4]);
        if (!label || !value || !source || !pattern)
            return {};
        auto inner = only(wanted, [&](const auto &each) { return each != *label; });
        // A constant is the label of all or of none.
        const bool isConstant = source->empty() && pattern->empty() && value->find('$') == std::string::npos;
        const auto isRefused = [&](const Matcher &matcher) { return matcher.name() == *label && !matcher.matches(*value); };
        if (isConstant && std::any_of(wanted.begin(), wanted.end(), isRefused))
            inner.push_back(Matcher::equal(metric::kMetricName, ""));
        return inner;
    }

    const Definition *definitionOf(const VectorSelector &selector) const
    {
        const auto name = definedName(selector);
        if (name.empty() || std::find(m_within.begin(), m_within.end(), name) != m_within.end())
            return nullptr;
        const auto found = std::find_if(m_definitions.begin(), m_definitions.end(), [&](const Definition &each) { return each.name == name; });
        return found == m_definitions.end() ? nullptr : &*found;
    }

    std::shared_ptr<const Node> expressionOf(const Definition &definition, Span place, const Matchers &wanted)
    {
        const auto parsed = parse(definition.expression);
        if (!parsed) {
            m_error = errorOf(definition.expression, parsed.error());
            return nullptr;
        }
        const auto outer = m_place;
        m_place = m_place.value_or(place);
        m_within.push_back(definition.name);
        std::shared_ptr<const Node> expression = copy(**parsed, wanted);
        m_within.pop_back();
        m_place = outer;
        return expression;
    }

    const std::vector<Definition> &m_definitions;
    std::vector<std::string_view> m_within;
    std::optional<Span> m_place;
    std::optional<metric::Error> m_error;
};

} // namespace

Result<NodePtr> expanded(const Node &node, const std::vector<Definition> &definitions)
{
    Expansion expansion(definitions);
    auto copied = expansion.copy(node);
    if (expansion.error())
        return tl::unexpected(*expansion.error());
    return copied;
}

std::string_view definedName(const VectorSelector &selector)
{
    const auto named = std::find_if(selector.matchers.begin(), selector.matchers.end(), [](const Matcher &matcher) {
        return matcher.name() == metric::kMetricName && matcher.op() == Matcher::Op::Equal;
    });
    return named == selector.matchers.end() ? std::string_view() : std::string_view(named->value());
}

} // namespace query
