#include "models/rules/rule_saying.h"

#include "models/rules/alert_template.h"
#include "models/rules/measured.h"
#include "models/rules/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rules {

using metric::Result;

namespace {

std::vector<SaidText> rendered(const std::vector<NamedText> &texts, const TemplateData &data, const TemplateQuery &query)
{
    std::vector<SaidText> said;
    for (const auto &written : texts) {
        const auto text = Template::parse(written.value);
        if (text) {
            said.push_back({written.name, text->render(data, query)});
            continue;
        }
        const auto &fault = text.error();
        said.push_back(
            {written.name, metric::fail(metric::ErrorCode::InvalidArgument, fmt::format("{}:{}: {}", fault.line, fault.column, fault.message))});
    }
    return said;
}

} // namespace

Result<std::optional<RuleSaying>> sayingOf(const Rule &rule, const query::Engine &engine, metric::Timestamp time, const std::stop_token &stop)
{
    auto vector = vectorAt(engine, rule.expression, time, stop);
    if (!vector)
        return tl::unexpected(vector.error());
    const bool fires = !vector->empty();
    if (const auto measured = fires ? std::string() : measuredOf(firstConditionOf(rule.expression)); !measured.empty()) {
        vector = vectorAt(engine, measured, time, stop);
        if (!vector)
            return tl::unexpected(vector.error());
    }
    if (vector->empty())
        return std::nullopt;
    const auto first = std::ranges::min_element(*vector, [](const auto &a, const auto &b) { return *a.labels < *b.labels; });
    const TemplateData data{*first->labels, {}, {}, first->value, time};
    const TemplateQuery query = [&](std::string_view expression) { return vectorAt(engine, expression, time, stop); };
    return RuleSaying{data.labels, data.value, fires, rendered(rule.labels, data, query), rendered(rule.annotations, data, query)};
}

} // namespace rules
