#include "models/rules/rule_test_text.h"

#include "models/rules/go_format.h"

#include <fmt/format.h>

namespace rules {

namespace {

std::string bracedText(const Texts &texts)
{
    std::string text;
    for (const auto &[name, value] : texts)
        text += fmt::format("{}{}={:?}", text.empty() ? "" : ", ", name, value);
    return '{' + text + '}';
}

} // namespace

Texts textsOf(const metric::Labels &labels)
{
    Texts texts;
    for (const auto &label : labels)
        texts.emplace(label.name, label.value);
    return texts;
}

std::string textOf(const std::vector<AlertText> &alerts)
{
    if (alerts.empty())
        return "[]";
    std::string text = "[";
    for (std::size_t i = 0; i < alerts.size(); ++i)
        text += fmt::format("{}\n            {}:\n              Labels:{}\n              Annotations:{}", i == 0 ? "" : ",", i,
                            bracedText(alerts[i].labels), bracedText(alerts[i].annotations));
    return text + "\n            ]";
}

std::string textOf(const std::vector<LabelledValue> &values)
{
    std::string text;
    for (const auto &[labels, value] : values)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", bracedText(labels), floatText(value, 'E', -1));
    return text.empty() ? "nil" : text;
}

} // namespace rules
