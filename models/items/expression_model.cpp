#include "models/items/expression_model.h"

#include "models/query/function.h"
#include "models/query/printer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace items {
namespace {

const Column<ExpressionRow> kExpressionColumns[] = {
    {"node", QT_TRANSLATE_NOOP("items", "part"), Qt::AlignLeft, [](const ExpressionRow &row) -> Cell { return row.text; }},
    {"type", QT_TRANSLATE_NOOP("items", "type"), Qt::AlignLeft, [](const ExpressionRow &row) -> Cell { return query::wordOf(row.type); },
     [](const ExpressionRow &row) { return valueTypeText(row.type); }},
    {"series", QT_TRANSLATE_NOOP("items", "series"), Qt::AlignRight, [](const ExpressionRow &row) -> Cell { return row.series; },
     [](const ExpressionRow &row) {
         return row.trouble.empty() ? cellText(row.series, metric::Unit::None) : translated(QT_TRANSLATE_NOOP("items", "fails"));
     }},
    {"time", QT_TRANSLATE_NOOP("items", "time"), Qt::AlignRight, [](const ExpressionRow &row) -> Cell { return row.seconds; }, nullptr,
     metric::Unit::Seconds},
};

bool isLiteral(const query::Node &node)
{
    const auto &inner = query::unwrapped(node);
    return inner.as<query::NumberLiteral>() || inner.as<query::StringLiteral>();
}

// The operands that are nodes of their own are told as dots.
std::string argumentsText(const std::vector<const query::Node *> &arguments)
{
    std::string text;
    for (const auto *argument : arguments)
        text += (text.empty() ? "" : ", ") + (isLiteral(*argument) ? query::print(*argument) : std::string("…"));
    return text;
}

struct NodeText {
    const query::Node &node;

    std::string operator()(const query::Call &call) const
    {
        std::vector<const query::Node *> arguments;
        for (const auto &argument : call.arguments)
            arguments.push_back(argument.get());
        return fmt::format("{}({})", call.function->name, argumentsText(arguments));
    }
    std::string operator()(const query::Aggregation &aggregation) const
    {
        auto text = std::string(query::wordOf(aggregation.op));
        if (aggregation.parameter)
            text += fmt::format("({}, …)", argumentsText({aggregation.parameter.get()}));
        if (aggregation.without || !aggregation.grouping.empty())
            text += fmt::format(" {} ({})", aggregation.without ? "without" : "by", fmt::join(aggregation.grouping, ", "));
        return text;
    }
    std::string operator()(const query::Binary &binary) const
    {
        auto text = std::string(query::wordOf(binary.op)) + (binary.returnBool ? " bool" : "");
        if (isLiteral(*binary.left))
            text = query::print(*binary.left) + " " + text;
        if (isLiteral(*binary.right))
            text += " " + query::print(*binary.right);
        if (const auto &matching = binary.matching) {
            using Card = query::Matching::Card;
            if (matching->on || !matching->labels.empty())
                text += fmt::format(" {} ({})", matching->on ? "on" : "ignoring", fmt::join(matching->labels, ", "));
            if (matching->card == Card::ManyToOne || matching->card == Card::OneToMany)
                text += fmt::format(" {} ({})", matching->card == Card::ManyToOne ? "group_left" : "group_right", fmt::join(matching->include, ", "));
        }
        return text;
    }
    std::string operator()(const query::Unary &unary) const { return unary.minus ? "-" : "+"; }
    std::string operator()(const query::Subquery &subquery) const
    {
        const auto whole = query::print(node), inner = query::print(*subquery.expression);
        return "…" + whole.substr(std::min(inner.size(), whole.size()));
    }
    template <class Other>
    std::string operator()(const Other &) const
    {
        return query::print(node);
    }
};

void addRows(const query::Node &outer, const std::string &path, std::size_t most, std::vector<ExpressionRow> &rows)
{
    const auto &node = query::unwrapped(outer);
    if (rows.size() >= most)
        return;
    ExpressionRow row;
    row.path = path;
    row.text = std::visit(NodeText{node}, node.is);
    row.expression = query::print(node);
    row.type = node.type;
    row.span = node.span;
    rows.push_back(std::move(row));
    if (node.as<query::MatrixSelector>())
        return;
    std::size_t at = 0;
    for (const auto *child : query::childrenOf(node)) {
        if (!isLiteral(*child))
            addRows(*child, fmt::format("{}.{}", path, at++), most, rows);
    }
}

} // namespace

std::vector<ExpressionRow> expressionRows(const query::Node &root, std::size_t most)
{
    std::vector<ExpressionRow> rows;
    addRows(root, "0", most, rows);
    return rows;
}

QString valueTypeText(query::ValueType type)
{
    switch (type) {
    case query::ValueType::Scalar: return translated(QT_TRANSLATE_NOOP("items", "scalar"));
    case query::ValueType::Vector: return translated(QT_TRANSLATE_NOOP("items", "instant vector"));
    case query::ValueType::Matrix: return translated(QT_TRANSLATE_NOOP("items", "range vector"));
    case query::ValueType::String: return translated(QT_TRANSLATE_NOOP("items", "string"));
    }
    return {};
}

ExpressionModel::ExpressionModel(QObject *parent)
    : ColumnTableModel({.columns = kExpressionColumns,
                        .key = [](const ExpressionRow &row) { return RowKey::of(row.path); },
                        .parent = [](const ExpressionRow &row) -> std::optional<RowKey> {
                            const auto dot = row.path.rfind('.');
                            return dot == std::string::npos ? std::nullopt : std::optional(RowKey::of(std::string_view(row.path).substr(0, dot)));
                        }},
                       parent)
{
}

} // namespace items
