#include "models/query/printer.h"

#include "models/query/function.h"
#include "models/query/number_literal.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <span>

namespace query {

namespace {

bool isPlainLabelName(std::string_view name)
{
    const auto isLetter = [](unsigned char c) { return c == '_' || (c < 0x80 && std::isalpha(c)); };
    const auto isDigit = [](unsigned char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && !isDigit(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(), [&](unsigned char c) { return isLetter(c) || isDigit(c); });
}

// Words that the grammar does not take for a label in by (...).
bool isReserved(std::string_view name)
{
    std::string word(name);
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return word == "without" || word == "inf" || word == "nan";
}

std::string labelList(std::span<const std::string> labels)
{
    std::string text = "(";
    for (const auto &label : labels) {
        if (text.size() > 1)
            text += ", ";
        text += isPlainLabelName(label) && !isReserved(label) ? label : quoted(label);
    }
    return text + ")";
}

std::string seconds(double value, bool isDuration)
{
    return isDuration ? printDuration(metric::Duration(std::llround(value * 1000))) : printNumber(value);
}

std::string_view signOf(DurationTerm::Op op)
{
    switch (op) {
    case DurationTerm::Op::Add: return " + ";
    case DurationTerm::Op::Subtract: return " - ";
    case DurationTerm::Op::Multiply: return " * ";
    case DurationTerm::Op::Divide: return " / ";
    case DurationTerm::Op::Modulo: return " % ";
    default: return " ^ ";
    }
}

void appendTerm(std::string &text, const DurationTerm &term)
{
    if (term.inParentheses)
        text += '(';
    switch (term.op) {
    case DurationTerm::Op::Value: text += seconds(term.seconds, term.isDuration); break;
    case DurationTerm::Op::Step: text += "step()"; break;
    case DurationTerm::Op::Plus: appendTerm(text, *term.left); break;
    case DurationTerm::Op::Negate:
        text += '-';
        appendTerm(text, *term.left);
        break;
    case DurationTerm::Op::Min:
    case DurationTerm::Op::Max:
        text += term.op == DurationTerm::Op::Min ? "min(" : "max(";
        appendTerm(text, *term.left);
        text += ", ";
        appendTerm(text, *term.right);
        text += ')';
        break;
    default:
        appendTerm(text, *term.left);
        text += signOf(term.op);
        appendTerm(text, *term.right);
        break;
    }
    if (term.inParentheses)
        text += ')';
}

std::string lengthText(const Length &length)
{
    if (!length.term)
        return printDuration(length.fixed);
    std::string text;
    appendTerm(text, *length.term);
    return text;
}

std::string shiftText(const Shift &shift)
{
    std::string text;
    switch (shift.anchor) {
    case Shift::Anchor::None: break;
    case Shift::Anchor::Start: text = " @ start()"; break;
    case Shift::Anchor::End: text = " @ end()"; break;
    case Shift::Anchor::Given: {
        const auto milliseconds = shift.at.time_since_epoch().count();
        text = fmt::format(" @ {}{}.{:03}", milliseconds < 0 ? "-" : "", std::abs(milliseconds / 1000), std::abs(milliseconds % 1000));
        break;
    }
    }
    if (shift.offset.term || shift.offset.fixed != metric::Duration::zero())
        text += " offset " + lengthText(shift.offset);
    return text;
}

std::string subquerySuffix(const Subquery &subquery)
{
    return fmt::format("[{}:{}]{}", lengthText(subquery.range), subquery.step ? lengthText(*subquery.step) : "", shiftText(subquery.shift));
}

// "sum by (job) ", what stands before the parenthesis.
std::string headOf(const Aggregation &aggregation)
{
    std::string text(wordOf(aggregation.op));
    if (aggregation.without || !aggregation.grouping.empty())
        text += (aggregation.without ? " without " : " by ") + labelList(aggregation.grouping) + ' ';
    return text;
}

// "> bool on (job) group_left ()".
std::string operatorText(const Binary &binary)
{
    std::string text(wordOf(binary.op));
    if (binary.returnBool)
        text += " bool";
    if (!binary.matching)
        return text;
    const auto &matching = *binary.matching;
    const bool isGrouped = matching.card == Matching::Card::ManyToOne || matching.card == Matching::Card::OneToMany;
    if (!matching.labels.empty() || matching.on || isGrouped)
        text += (matching.on ? " on " : " ignoring ") + labelList(matching.labels);
    if (isGrouped)
        text += (matching.card == Matching::Card::ManyToOne ? " group_left " : " group_right ") + labelList(matching.include);
    return text;
}

// Inf ^ x: the sign of "+Inf" would take in the whole power.
bool isInfiniteBase(const Binary &binary)
{
    const auto *base = binary.op == BinaryOp::Power ? binary.left->as<NumberLiteral>() : nullptr;
    return base && std::isinf(base->value);
}

// Writes on one line.
class LinePrinter {
public:
    std::string text;

    void print(const Node &node)
    {
        std::visit([this](const auto &is) { write(is); }, node.is);
    }

private:
    void write(const NumberLiteral &is) { text += seconds(is.value, is.isDuration); }
    void write(const StringLiteral &is) { text += quoted(is.value); }

    void write(const VectorSelector &is)
    {
        writeSelector(is);
        text += shiftText(is.shift);
    }

    void write(const MatrixSelector &is)
    {
        const auto &selector = *is.selector->as<VectorSelector>();
        writeSelector(selector);
        text += '[' + lengthText(is.range) + ']' + shiftText(selector.shift);
    }

    void write(const Subquery &is)
    {
        print(*is.expression);
        text += subquerySuffix(is);
    }

    void write(const Call &is)
    {
        text += is.function->name;
        text += '(';
        for (const auto &argument : is.arguments) {
            if (&argument != &is.arguments.front())
                text += ", ";
            print(*argument);
        }
        text += ')';
    }

    void write(const Aggregation &is)
    {
        text += headOf(is) + '(';
        if (is.parameter) {
            print(*is.parameter);
            text += ", ";
        }
        print(*is.expression);
        text += ')';
    }

    void write(const Binary &is)
    {
        if (isInfiniteBase(is))
            text += "Inf";
        else
            print(*is.left);
        text += ' ' + operatorText(is) + ' ';
        print(*is.right);
    }

    void write(const Unary &is)
    {
        text += is.minus ? '-' : '+';
        print(*is.expression);
    }

    void write(const Parentheses &is)
    {
        text += '(';
        print(*is.expression);
        text += ')';
    }

    void writeSelector(const VectorSelector &is)
    {
        std::vector<std::string> matchers;
        for (const auto &matcher : is.matchers) {
            if (is.name.empty() || matcher.name() != metric::kMetricName)
                matchers.push_back(query::print(matcher));
        }
        std::sort(matchers.begin(), matchers.end());
        text += is.name;
        // Without a name the braces stay: info() takes an empty choice of labels.
        if (!matchers.empty() || is.name.empty())
            text += fmt::format("{{{}}}", fmt::join(matchers, ","));
    }
};

// Breaks what is longer than a line: promql/parser/prettier.go. A level of 0 says that the line has been begun already.
class PrettyPrinter {
public:
    std::string text;

    void print(const Node &node, std::size_t level)
    {
        std::visit([&](const auto &is) { write(node, is, level); }, node.is);
    }

private:
    static constexpr std::size_t kLongestLine = 100;

    template <class T>
    void write(const Node &node, const T &, std::size_t level)
    {
        indent(level);
        text += query::print(node);
    }

    void write(const Node &node, const Subquery &is, std::size_t level)
    {
        // As Prometheus has it, one that needs no breaking is not indented.
        if (writeShort(node, 0))
            return;
        print(*is.expression, level);
        text += subquerySuffix(is);
    }

    void write(const Node &node, const Call &is, std::size_t level)
    {
        if (writeShort(node, level))
            return;
        indent(level);
        text.append(is.function->name).append("(\n");
        for (const auto &argument : is.arguments) {
            if (&argument != &is.arguments.front())
                text += ",\n";
            print(*argument, level + 1);
        }
        close(level);
    }

    void write(const Node &node, const Aggregation &is, std::size_t level)
    {
        if (writeShort(node, level))
            return;
        indent(level);
        text += headOf(is) + "(\n";
        if (is.parameter) {
            print(*is.parameter, level + 1);
            text += ",\n";
        }
        print(*is.expression, level + 1);
        close(level);
    }

    void write(const Node &node, const Binary &is, std::size_t level)
    {
        if (writeShort(node, level))
            return;
        if (isInfiniteBase(is)) {
            indent(level + 1);
            text += "Inf";
        } else {
            print(*is.left, level + 1);
        }
        text += '\n';
        indent(level);
        text += operatorText(is) + '\n';
        print(*is.right, level + 1);
    }

    void write(const Node &, const Unary &is, std::size_t level)
    {
        PrettyPrinter operand;
        operand.print(*is.expression, level);
        indent(level);
        text += is.minus ? '-' : '+';
        text += operand.text.substr(std::min(operand.text.find_first_not_of(' '), operand.text.size()));
    }

    void write(const Node &node, const Parentheses &is, std::size_t level)
    {
        if (writeShort(node, level))
            return;
        indent(level);
        text += "(\n";
        print(*is.expression, level + 1);
        close(level);
    }

    bool writeShort(const Node &node, std::size_t level)
    {
        const auto line = query::print(node);
        if (line.size() > kLongestLine)
            return false;
        indent(level);
        text += line;
        return true;
    }

    void indent(std::size_t level) { text.append(2 * level, ' '); }
    void close(std::size_t level)
    {
        text += '\n';
        indent(level);
        text += ')';
    }
};

} // namespace

std::string print(const Node &node)
{
    LinePrinter printer;
    printer.print(node);
    return std::move(printer.text);
}

std::string prettyPrint(const Node &node)
{
    PrettyPrinter printer;
    printer.print(node, 0);
    return std::move(printer.text);
}

std::string print(const series::Matcher &matcher)
{
    constexpr std::string_view kOps[] = {"=", "!=", "=~", "!~"};
    return fmt::format("{}{}{}", isPlainLabelName(matcher.name()) ? matcher.name() : quoted(matcher.name()), kOps[std::size_t(matcher.op())],
                       quoted(matcher.value()));
}

} // namespace query
