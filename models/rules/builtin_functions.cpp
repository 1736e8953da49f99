// The functions that Go's text/template offers by itself.
#include "models/rules/go_format.h"
#include "models/rules/go_text.h"
#include "models/rules/template_functions.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace rules {

namespace {

using Parameter = TemplateFunction::Parameter;
using Evaluation = TemplateFunction::Evaluation;
using Values = std::span<const Value>;

// What is compared as which: texts with texts, whole numbers with whole numbers.
enum class Kind { None, Bool, Integer, Float, Text, Nil };

Kind kindOf(const Value &value)
{
    if (value.isNil())
        return Kind::Nil;
    if (value.as<bool>())
        return Kind::Bool;
    const auto *span = value.as<Span>();
    if (value.as<std::int64_t>() || value.as<std::uint8_t>() || value.as<NamedNumber>() || (span && !span->isPointer))
        return Kind::Integer;
    if (value.as<double>())
        return Kind::Float;
    return value.as<std::string>() || value.as<Html>() ? Kind::Text : Kind::None;
}

std::int64_t integerOf(const Value &value)
{
    if (const auto *byte = value.as<std::uint8_t>())
        return *byte;
    if (const auto *named = value.as<NamedNumber>())
        return named->value;
    if (const auto *span = value.as<Span>())
        return span->nanoseconds;
    return *value.as<std::int64_t>();
}

std::string_view textOf(const Value &value)
{
    const auto *html = value.as<Html>();
    return html ? std::string_view(html->text) : std::string_view(*value.as<std::string>());
}

tl::expected<bool, std::string> isEqual(const Value &a, const Value &b)
{
    const auto kind = kindOf(a);
    if (kind != kindOf(b)) {
        if (kind == Kind::Nil || kindOf(b) == Kind::Nil)
            return false;
        return fault("incompatible types for comparison");
    }
    switch (kind) {
    case Kind::Nil: return true;
    case Kind::Bool: return *a.as<bool>() == *b.as<bool>();
    case Kind::Integer: return integerOf(a) == integerOf(b);
    case Kind::Float: return *a.as<double>() == *b.as<double>();
    case Kind::Text: return textOf(a) == textOf(b);
    case Kind::None: break;
    }
    const auto *left = a.as<Instant>();
    const auto *right = b.as<Instant>();
    if (left && right)
        return left->nanoseconds == right->nanoseconds;
    return fault(fmt::format("non-comparable types {}, {}", typeNameOf(a), typeNameOf(b)));
}

tl::expected<bool, std::string> isLess(const Value &a, const Value &b)
{
    const auto kind = kindOf(a);
    if (kind == Kind::None || kind == Kind::Nil || kindOf(b) == Kind::None || kindOf(b) == Kind::Nil)
        return fault("invalid type for comparison");
    if (kind != kindOf(b))
        return fault("incompatible types for comparison");
    switch (kind) {
    case Kind::Integer: return integerOf(a) < integerOf(b);
    case Kind::Float: return *a.as<double>() < *b.as<double>();
    case Kind::Text: return textOf(a) < textOf(b);
    default: return fault("invalid type for comparison");
    }
}

Outcome valueOf(const tl::expected<bool, std::string> &truth, bool isNegated = false)
{
    if (!truth)
        return fault(truth.error());
    return Value(*truth != isNegated);
}

Outcome equal(FunctionContext &, Values values)
{
    if (values.size() < 2)
        return fault("missing argument for comparison");
    for (const auto &other : values.subspan(1)) {
        const auto truth = isEqual(values[0], other);
        if (!truth || *truth)
            return valueOf(truth);
    }
    return Value(false);
}

Outcome notEqual(FunctionContext &, Values values) { return valueOf(isEqual(values[0], values[1]), true); }
Outcome less(FunctionContext &, Values values) { return valueOf(isLess(values[0], values[1])); }
Outcome greaterOrEqual(FunctionContext &, Values values) { return valueOf(isLess(values[0], values[1]), true); }
// Go's way round: less or equal, each by itself, so that NaN is greater than everything.
Outcome lessOrEqual(FunctionContext &, Values values)
{
    const auto truth = isLess(values[0], values[1]);
    return !truth || *truth ? valueOf(truth) : valueOf(isEqual(values[0], values[1]));
}
Outcome greater(FunctionContext &context, Values values)
{
    auto result = lessOrEqual(context, values);
    if (result)
        result = Value(!*result->as<bool>());
    return result;
}

// How many elements; nothing where it has none.
std::optional<std::size_t> lengthOf(const Value &value)
{
    if (kindOf(value) == Kind::Text)
        return textOf(value).size();
    if (const auto *labels = value.as<metric::LabelsRef>())
        return (*labels)->size();
    if (const auto *list = value.as<SampleList>())
        return *list ? (*list)->size() : 0;
    if (const auto *arguments = value.as<ArgumentsRef>())
        return (*arguments)->values.size();
    return std::nullopt;
}

Outcome length(FunctionContext &, Values values)
{
    if (const auto count = lengthOf(values[0]))
        return Value(std::int64_t(*count));
    if (values[0].isNil())
        return fault("len of nil pointer");
    return fault(fmt::format("len of type {}", typeNameOf(values[0])));
}

// A place in a list or a text, at most `most`.
tl::expected<std::size_t, std::string> placeIn(const Value &value, std::size_t most)
{
    if (value.isNil())
        return fault("cannot index slice/array with nil");
    if (kindOf(value) != Kind::Integer)
        return fault(fmt::format("cannot index slice/array with type {}", typeNameOf(value)));
    const auto place = integerOf(value);
    if (place < 0 || std::uint64_t(place) > most)
        return fault(fmt::format("index out of range: {}", place));
    return std::size_t(place);
}

Outcome indexed(const Value &item, const Value &index)
{
    const auto *labels = item.as<metric::LabelsRef>();
    const auto *arguments = item.as<ArgumentsRef>();
    if (labels || arguments) {
        const auto *name = index.as<std::string>();
        if (!name)
            return fault(index.isNil() ? "value is nil; should be of type string"
                                       : fmt::format("value has type {}; should be string", typeNameOf(index)));
        if (labels)
            return Value(std::string((*labels)->get(*name)));
        const auto found = (*arguments)->values.find(*name);
        return found == (*arguments)->values.end() ? Value(Nil{}) : found->second;
    }
    const auto *list = item.as<SampleList>();
    if (!list && kindOf(item) != Kind::Text)
        return fault(fmt::format("can't index item of type {}", typeNameOf(item)));
    const auto count = *lengthOf(item);
    const auto place = placeIn(index, count);
    if (!place)
        return fault(place.error());
    if (*place == count)
        return fault(fmt::format("reflect: {} index out of range", list ? "slice" : "string"));
    if (list)
        return Value(SampleValue{(**list)[*place].labels, (**list)[*place].value});
    return Value(static_cast<std::uint8_t>(textOf(item)[*place]));
}

Outcome index(FunctionContext &, Values values)
{
    Outcome item = values[0];
    for (const auto &each : values.subspan(1)) {
        if (item->isNil())
            return fault("index of untyped nil");
        item = indexed(*item, each);
        if (!item)
            break;
    }
    return item;
}

Outcome slice(FunctionContext &, Values values)
{
    const auto &item = values[0];
    const auto *list = item.as<SampleList>();
    const bool isText = kindOf(item) == Kind::Text;
    if (item.isNil())
        return fault("slice of untyped nil");
    if (values.size() > 4)
        return fault(fmt::format("too many slice indexes: {}", values.size() - 1));
    if (isText && values.size() == 4)
        return fault("cannot 3-index slice a string");
    if (!list && !isText)
        return fault(fmt::format("can't slice item of type {}", typeNameOf(item)));
    const auto count = *lengthOf(item);
    std::array<std::size_t, 3> places{0, count, count};
    for (std::size_t i = 1; i < values.size(); ++i) {
        const auto place = placeIn(values[i], count);
        if (!place)
            return fault(place.error());
        places[i - 1] = *place;
        if (i > 1 && *place < places[i - 2])
            return fault(fmt::format("invalid slice index: {} > {}", places[i - 2], *place));
    }
    const auto wanted = places[1] - places[0];
    if (const auto *html = item.as<Html>())
        return Value(Html{html->text.substr(places[0], wanted)});
    if (isText)
        return Value(std::string(textOf(item).substr(places[0], wanted)));
    query::Vector part;
    for (std::size_t i = places[0]; i < places[1]; ++i)
        part.push_back((**list)[i]);
    return Value(SampleList(std::make_shared<const query::Vector>(std::move(part))));
}

Outcome isNot(FunctionContext &, Values values) { return Value(!isTrue(values[0])); }
Outcome callValue(FunctionContext &, Values values)
{
    if (values[0].isNil())
        return fault("call of nil");
    return fault(fmt::format("non-function of type {}", typeNameOf(values[0])));
}

Outcome print(FunctionContext &, Values values) { return Value(sprintText(values)); }
Outcome println(FunctionContext &, Values values) { return Value(sprintlnText(values)); }
Outcome printf(FunctionContext &, Values values) { return Value(sprintfText(*values[0].as<std::string>(), values.subspan(1))); }

// The arguments as they would be printed.
std::string printed(Values values)
{
    std::vector<Value> shown(values.begin(), values.end());
    for (auto &value : shown) {
        if (value.isNil() || value.as<SampleValue>())
            value = printedText(value);
    }
    return sprintText(shown);
}
Outcome html(FunctionContext &, Values values) { return Value(htmlEscaped(printed(values))); }
Outcome js(FunctionContext &, Values values) { return Value(scriptEscaped(printed(values))); }
Outcome urlquery(FunctionContext &, Values values) { return Value(queryEscaped(printed(values))); }

constexpr std::array kAny{Parameter::Any, Parameter::Any, Parameter::Any};
constexpr std::array kFormat{Parameter::Text, Parameter::Any, Parameter::Any};
constexpr std::array kBuiltinFunctions{
    TemplateFunction{"and", kAny, 2, true, nullptr, 1, Evaluation::And},
    TemplateFunction{"call", kAny, 2, true, callValue},
    TemplateFunction{"eq", kAny, 2, true, equal},
    TemplateFunction{"ge", kAny, 2, false, greaterOrEqual},
    TemplateFunction{"gt", kAny, 2, false, greater},
    TemplateFunction{"html", kAny, 1, true, html},
    TemplateFunction{"index", kAny, 2, true, index},
    TemplateFunction{"js", kAny, 1, true, js},
    TemplateFunction{"le", kAny, 2, false, lessOrEqual},
    TemplateFunction{"len", kAny, 1, false, length},
    TemplateFunction{"lt", kAny, 2, false, less},
    TemplateFunction{"ne", kAny, 2, false, notEqual},
    TemplateFunction{"not", kAny, 1, false, isNot},
    TemplateFunction{"or", kAny, 2, true, nullptr, 1, Evaluation::Or},
    TemplateFunction{"print", kAny, 1, true, print},
    TemplateFunction{"printf", kFormat, 2, true, printf},
    TemplateFunction{"println", kAny, 1, true, println},
    TemplateFunction{"slice", kAny, 2, true, slice},
    TemplateFunction{"urlquery", kAny, 1, true, urlquery},
};

} // namespace

std::span<const TemplateFunction> builtinFunctions() { return kBuiltinFunctions; }

} // namespace rules
