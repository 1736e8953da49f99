#pragma once

#include "models/metric/clock.h"
#include "models/series/matcher.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The tree of a PromQL expression (Prometheus 3.5, "Querying basics"). Immutable once parsed; shared between threads.
namespace query {

struct Function; // function.h

// Where in the text: bytes from its beginning, `end` not included.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend bool operator==(const Span &, const Span &) = default;
};

enum class ValueType : std::uint8_t { Scalar, Vector, Matrix, String };
// "scalar", "instant vector", "range vector", "string".
std::string_view wordOf(ValueType type);

struct Node;
using NodePtr = std::unique_ptr<const Node>;

// Arithmetic on durations, as in [2m*5] or offset -step(): resolved when the step of the query is known.
struct DurationTerm {
    enum class Op : std::uint8_t { Value, Step, Add, Subtract, Multiply, Divide, Modulo, Power, Negate, Plus, Min, Max };
    Span span;
    Op op = Op::Value;
    double seconds = 0;                       // of Value
    bool isDuration = false;                  // of Value: written with a unit
    bool inParentheses = false;               // for the printer
    std::unique_ptr<const DurationTerm> left; // Negate, Plus: the operand
    std::unique_ptr<const DurationTerm> right;
};

// A length of time as written: known, or to be computed.
struct Length {
    metric::Duration fixed{0};
    std::shared_ptr<const DurationTerm> term; // where set it counts, not `fixed`
};

// offset and @ of a selector or a subquery.
struct Shift {
    enum class Anchor : std::uint8_t { None, Given, Start, End };
    Length offset;
    Anchor anchor = Anchor::None;
    metric::Timestamp at{}; // where Given
};

struct NumberLiteral {
    double value;
    bool isDuration = false; // written as 5m; prints so
};

struct StringLiteral {
    std::string value;
};

struct VectorSelector {
    std::string name;                      // as written before the braces; empty where it stands in them, or nowhere
    std::vector<series::Matcher> matchers; // all of them, __name__ too, in the order written
    Shift shift;
    // What the name stands for, where it is no metric's (definitions.h); the parser leaves it out.
    std::shared_ptr<const Node> definition = nullptr;
};

struct MatrixSelector {
    NodePtr selector; // a VectorSelector
    Length range;
};

struct Subquery {
    NodePtr expression; // a vector; a scalar is none
    Length range;
    std::optional<Length> step; // the engine's default where not given
    Shift shift;
};

struct Call {
    const Function *function;
    std::vector<NodePtr> arguments;
};

enum class AggregateOp : std::uint8_t { Sum, Avg, Count, Min, Max, Group, Stddev, Stdvar, TopK, BottomK, CountValues, Quantile, LimitK, LimitRatio };
std::string_view wordOf(AggregateOp op);
std::optional<AggregateOp> aggregateOpOf(std::string_view word); // in lower case
bool takesParameter(AggregateOp op);

struct Aggregation {
    AggregateOp op;
    NodePtr expression;
    NodePtr parameter; // of topk, bottomk, quantile, count_values, limitk, limit_ratio
    std::vector<std::string> grouping;
    bool without = false;
    // Where not empty: of two that have the same, asked at the same moments of the same data, the result is the same. The parser leaves
    // it out.
    std::string identity = {};
};

enum class BinaryOp : std::uint8_t {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Atan2,
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    And,
    Or,
    Unless
};
std::string_view wordOf(BinaryOp op); // "+", ">=", "unless", "atan2"
constexpr bool isComparison(BinaryOp op) { return op >= BinaryOp::Equal && op <= BinaryOp::LessOrEqual; }
constexpr bool isSetOperation(BinaryOp op) { return op >= BinaryOp::And; }

struct Matching {
    enum class Card : std::uint8_t { OneToOne, ManyToOne, OneToMany, ManyToMany };
    Card card = Card::OneToOne;
    bool on = false; // the labels are those to match on; otherwise those to ignore
    std::vector<std::string> labels;
    std::vector<std::string> include; // of group_left and group_right
};

struct Binary {
    BinaryOp op;
    NodePtr left;
    NodePtr right;
    bool returnBool = false;
    std::optional<Matching> matching; // where both sides are vectors
};

struct Unary {
    bool minus;
    NodePtr expression;
};

struct Parentheses {
    NodePtr expression;
};

struct Node {
    Span span;
    ValueType type;
    std::variant<NumberLiteral, StringLiteral, VectorSelector, MatrixSelector, Subquery, Call, Aggregation, Binary, Unary, Parentheses> is;

    template <class T>
    const T *as() const
    {
        return std::get_if<T>(&is);
    }
};

// The node without the parentheses around it.
const Node &unwrapped(const Node &node);
// Its operands, in the order written: for who walks the tree.
std::vector<const Node *> childrenOf(const Node &node);

} // namespace query
