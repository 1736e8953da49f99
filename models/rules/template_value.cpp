#include "models/rules/template_value.h"

#include <type_traits>

namespace rules {

namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>; // clang 16 does not find it by itself

using Base = Value::variant;

const Base &baseOf(const Value &value) { return value; }

} // namespace

std::string_view typeNameOf(const Value &value)
{
    return std::visit(Overloaded{
                          [](const Nil &) -> std::string_view { return ""; },
                          [](bool) -> std::string_view { return "bool"; },
                          [](std::int64_t) -> std::string_view { return "int"; },
                          [](std::uint8_t) -> std::string_view { return "uint8"; },
                          [](double) -> std::string_view { return "float64"; },
                          [](const std::string &) -> std::string_view { return "string"; },
                          [](const Html &) -> std::string_view { return "template.HTML"; },
                          [](const NamedNumber &number) { return number.type; },
                          [](const Instant &instant) -> std::string_view { return instant.isPointer ? "*time.Time" : "time.Time"; },
                          [](const Span &span) -> std::string_view { return span.isPointer ? "*time.Duration" : "time.Duration"; },
                          [](const metric::LabelsRef &) -> std::string_view { return "map[string]string"; },
                          [](const SampleValue &) -> std::string_view { return "*template.sample"; },
                          [](const SampleList &) -> std::string_view { return "template.queryResult"; },
                          [](const ArgumentsRef &) -> std::string_view { return "map[string]interface {}"; },
                          [](const RootRef &) -> std::string_view {
                              return "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }";
                          },
                      },
                      baseOf(value));
}

bool isTrue(const Value &value)
{
    return std::visit(Overloaded{
                          [](const Nil &) { return false; },
                          [](bool truth) { return truth; },
                          [](std::int64_t number) { return number != 0; },
                          [](std::uint8_t number) { return number != 0; },
                          [](double number) { return number != 0; },
                          [](const std::string &text) { return !text.empty(); },
                          [](const Html &html) { return !html.text.empty(); },
                          [](const NamedNumber &number) { return number.value != 0; },
                          [](const Instant &) { return true; },
                          [](const Span &span) { return span.isPointer || span.nanoseconds != 0; },
                          [](const metric::LabelsRef &labels) { return labels && !labels->empty(); },
                          [](const SampleValue &sample) { return sample.labels != nullptr; },
                          [](const SampleList &list) { return list && !list->empty(); },
                          [](const ArgumentsRef &arguments) { return !arguments->values.empty(); },
                          [](const RootRef &) { return true; },
                      },
                      baseOf(value));
}

std::size_t weightOf(const Value &value)
{
    if (const auto *text = value.as<std::string>())
        return text->size();
    const auto *html = value.as<Html>();
    return html ? html->text.size() : 0;
}

} // namespace rules
