#include "app/api/tree_json.h"

#include "models/query/function.h"
#include "models/query/number_text.h"

namespace api {

namespace {

using namespace query;

const char *wordOfMatch(series::Matcher::Op op)
{
    switch (op) {
    case series::Matcher::Op::Equal: return "=";
    case series::Matcher::Op::NotEqual: return "!=";
    case series::Matcher::Op::Matches: return "=~";
    case series::Matcher::Op::NotMatches: return "!~";
    }
    return "";
}

const char *wordOfCard(Matching::Card card)
{
    switch (card) {
    case Matching::Card::OneToOne: return "one-to-one";
    case Matching::Card::ManyToOne: return "many-to-one";
    case Matching::Card::OneToMany: return "one-to-many";
    case Matching::Card::ManyToMany: return "many-to-many";
    }
    return "";
}

// "vector" where people say "instant vector".
const char *wordOfType(ValueType type)
{
    switch (type) {
    case ValueType::Scalar: return "scalar";
    case ValueType::Vector: return "vector";
    case ValueType::Matrix: return "matrix";
    case ValueType::String: return "string";
    }
    return "";
}

// Keys stand in the order of the alphabet, as Go writes its maps.
class TreeWriter {
public:
    explicit TreeWriter(JsonWriter &json) : m_json(json) {}

    void write(const Node &node)
    {
        m_json.beginObject();
        std::visit([this](const auto &is) { fields(is); }, node.is);
        m_json.endObject();
    }

private:
    void child(const char *key, const NodePtr &node)
    {
        m_json.key(key);
        if (node)
            write(*node);
        else
            m_json.null();
    }
    void list(const char *key, const std::vector<std::string> &texts)
    {
        m_json.key(key).beginArray();
        for (const auto &text : texts)
            m_json.string(text);
        m_json.endArray();
    }
    void type(const char *word) { m_json.key("type").string(word); }
    void milliseconds(const char *key, const Length &length) { m_json.key(key).integer(length.fixed.count()); }

    void matchersAndName(const VectorSelector &selector)
    {
        m_json.key("matchers").beginArray();
        std::string name = selector.name;
        for (const auto &matcher : selector.matchers) {
            m_json.beginObject().key("name").string(matcher.name()).key("type").string(wordOfMatch(matcher.op())).key("value");
            m_json.string(matcher.value()).endObject();
            if (matcher.name() == metric::kMetricName && matcher.op() == series::Matcher::Op::Equal && name.empty())
                name = matcher.value();
        }
        m_json.endArray().key("name").string(name);
    }
    void startOrEnd(const Shift &shift)
    {
        m_json.key("startOrEnd");
        if (shift.anchor == Shift::Anchor::Start)
            m_json.string("start");
        else if (shift.anchor == Shift::Anchor::End)
            m_json.string("end");
        else
            m_json.null();
    }
    void timestamp(const Shift &shift)
    {
        m_json.key("timestamp");
        if (shift.anchor == Shift::Anchor::Given)
            m_json.integer(shift.at.time_since_epoch().count());
        else
            m_json.null();
    }

    void fields(const NumberLiteral &number)
    {
        type("numberLiteral");
        m_json.key("val").string(numberText(number.value));
    }
    void fields(const StringLiteral &text)
    {
        type("stringLiteral");
        m_json.key("val").string(text.value);
    }
    void fields(const VectorSelector &selector)
    {
        matchersAndName(selector);
        milliseconds("offset", selector.shift.offset);
        startOrEnd(selector.shift);
        timestamp(selector.shift);
        type("vectorSelector");
    }
    void fields(const MatrixSelector &matrix)
    {
        const auto &selector = *matrix.selector->as<VectorSelector>();
        matchersAndName(selector);
        milliseconds("offset", selector.shift.offset);
        milliseconds("range", matrix.range);
        startOrEnd(selector.shift);
        timestamp(selector.shift);
        type("matrixSelector");
    }
    void fields(const Subquery &subquery)
    {
        child("expr", subquery.expression);
        milliseconds("offset", subquery.shift.offset);
        milliseconds("range", subquery.range);
        startOrEnd(subquery.shift);
        milliseconds("step", subquery.step.value_or(Length()));
        timestamp(subquery.shift);
        type("subquery");
    }
    void fields(const Call &call)
    {
        m_json.key("args").beginArray();
        for (const auto &argument : call.arguments)
            write(*argument);
        m_json.endArray().key("func").beginObject().key("argTypes").beginArray();
        for (const auto argument : call.function->arguments)
            m_json.string(wordOfType(argument));
        m_json.endArray().key("name").string(call.function->name).key("returnType").string(wordOfType(call.function->result));
        m_json.key("variadic").integer(call.function->optional).endObject();
        type("call");
    }
    void fields(const Aggregation &aggregation)
    {
        child("expr", aggregation.expression);
        list("grouping", aggregation.grouping);
        m_json.key("op").string(wordOf(aggregation.op));
        child("param", aggregation.parameter);
        type("aggregation");
        m_json.key("without").boolean(aggregation.without);
    }
    void fields(const Binary &binary)
    {
        m_json.key("bool").boolean(binary.returnBool);
        child("lhs", binary.left);
        m_json.key("matching");
        if (binary.matching) {
            m_json.beginObject().key("card").string(wordOfCard(binary.matching->card));
            list("include", binary.matching->include);
            list("labels", binary.matching->labels);
            m_json.key("on").boolean(binary.matching->on).endObject();
        } else {
            m_json.null();
        }
        m_json.key("op").string(wordOf(binary.op));
        child("rhs", binary.right);
        type("binaryExpr");
    }
    void fields(const Unary &unary)
    {
        child("expr", unary.expression);
        m_json.key("op").string(unary.minus ? "-" : "+");
        type("unaryExpr");
    }
    void fields(const Parentheses &parentheses)
    {
        child("expr", parentheses.expression);
        type("parenExpr");
    }

    JsonWriter &m_json;
};

} // namespace

void writeTree(JsonWriter &json, const query::Node &node) { TreeWriter(json).write(node); }

} // namespace api
