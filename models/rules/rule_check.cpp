#include "models/rules/rule_check.h"

#include "models/metric/labels.h"
#include "models/metric/utf8.h"
#include "models/query/parser.h"
#include "models/rules/template.h"

#include <fmt/format.h>

namespace rules {

namespace {

std::size_t byteOf(std::string_view text, Position place)
{
    std::size_t begin = 0;
    for (std::size_t line = 1; line < place.line; ++line) {
        const auto newline = text.find('\n', begin);
        if (newline == std::string_view::npos)
            return text.size();
        begin = newline + 1;
    }
    return std::min(begin + place.column - 1, text.size());
}

void checkRecording(const Rule &rule, std::vector<RuleFault> &faults)
{
    if (!rule.annotations.empty())
        faults.push_back({RulePart::Annotations, 0, 0, "invalid field 'annotations' in recording rule"});
    if (rule.forDuration != metric::Duration::zero())
        faults.push_back({RulePart::For, 0, 0, "invalid field 'for' in recording rule"});
    if (rule.keepFiringFor != metric::Duration::zero())
        faults.push_back({RulePart::KeepFiringFor, 0, 0, "invalid field 'keep_firing_for' in recording rule"});
    if (!metric::isUtf8(rule.name))
        faults.push_back({RulePart::Name, 0, 0, fmt::format("invalid recording rule name: {}", rule.name)});
    if (rule.name.find_first_of("{}") != std::string::npos) // PromQL in the wrong field, most likely
        faults.push_back({RulePart::Name, 0, 0, fmt::format("braces present in the recording rule name; should it be in expr?: {}", rule.name)});
}

} // namespace

std::string labelNameFault(std::string_view name)
{
    const bool valid = !name.empty() && name != metric::kMetricName && metric::isUtf8(name);
    return valid ? std::string() : fmt::format("invalid label name: {}", name);
}

std::string labelValueFault(std::string_view value) { return metric::isUtf8(value) ? std::string() : fmt::format("invalid label value: {}", value); }

std::vector<RuleFault> faultsOf(const Rule &rule)
{
    std::vector<RuleFault> faults;
    if (rule.name.empty())
        faults.push_back({RulePart::Name, 0, 0, "one of 'record' or 'alert' must be set"});
    if (rule.expression.empty()) {
        faults.push_back({RulePart::Expression, 0, 0, "field 'expr' must be set in rule"});
    } else if (const auto tree = query::parse(rule.expression); !tree) {
        faults.push_back({RulePart::Expression, 0, tree.error().span.begin,
                          fmt::format("could not parse expression: {}", query::errorOf(rule.expression, tree.error()).message)});
    }
    if (rule.kind == Rule::Kind::Recording)
        checkRecording(rule, faults);

    const auto checkTemplate = [&](RulePart part, std::size_t index, const NamedText &text, std::string_view word) {
        if (rule.kind != Rule::Kind::Alerting)
            return;
        if (const auto parsed = Template::parse(text.value); !parsed) {
            const auto &error = parsed.error();
            faults.push_back({part, index, byteOf(text.value, {error.line, error.column}),
                              fmt::format("{} {:?}: template: __alert_{}:{}: {}", word, text.name, rule.name, error.line, error.message)});
        }
    };
    for (std::size_t i = 0; i < rule.labels.size(); ++i) {
        const auto &label = rule.labels[i];
        for (auto &&message : {labelNameFault(label.name), labelValueFault(label.value)}) {
            if (!message.empty())
                faults.push_back({RulePart::Labels, i, 0, message});
        }
        checkTemplate(RulePart::Labels, i, label, "label");
    }
    for (std::size_t i = 0; i < rule.annotations.size(); ++i) {
        const auto &annotation = rule.annotations[i];
        if (annotation.name.empty() || !metric::isUtf8(annotation.name))
            faults.push_back({RulePart::Annotations, i, 0, fmt::format("invalid annotation name: {}", annotation.name)});
        checkTemplate(RulePart::Annotations, i, annotation, "annotation");
    }
    return faults;
}

} // namespace rules
