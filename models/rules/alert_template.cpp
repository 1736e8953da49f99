#include "models/rules/alert_template.h"

#include <fmt/format.h>
#include <re2/re2.h>

namespace rules {

using metric::Label;
using metric::Labels;

namespace {

// Plain text, and actions that are one of the labels and nothing else: as nearly all are written.
bool namesLabelsAlone(const std::string &text)
{
    static const re2::RE2 kLabel(R"(\{\{-?\s*(?:\$labels|\.Labels)\.\w+\s*-?\}\})");
    std::string rest = text;
    re2::RE2::GlobalReplace(&rest, kLabel, "");
    return rest.find("{{") == std::string::npos;
}

} // namespace

AlertTemplate::AlertTemplate(const NamedText &written) : m_name(written.name), m_hangsOnLabelsAlone(namesLabelsAlone(written.value))
{
    auto parsed = Template::parse(written.value);
    if (parsed)
        m_text = std::move(*parsed);
    else
        m_fault = parsed.error().message;
}

std::string AlertTemplate::render(const TemplateData &data, const TemplateQuery &query) const
{
    const auto rendered = m_text ? m_text->render(data, query) : metric::fail(metric::ErrorCode::InvalidArgument, m_fault);
    return rendered ? *rendered : fmt::format("<error expanding template: {}>", rendered.error().message);
}

Labels alertLabels(std::string_view alertName, std::span<const AlertTemplate> texts, const TemplateData &data, const TemplateQuery &query)
{
    std::vector<std::string> values;
    for (const auto &text : texts)
        values.push_back(text.render(data, query));
    std::vector<Label> labels(data.labels.begin(), data.labels.end());
    labels.push_back({metric::kMetricName, ""});
    for (std::size_t i = 0; i < values.size(); ++i)
        labels.push_back({texts[i].name(), values[i]});
    labels.push_back({"alertname", alertName});
    return Labels(labels);
}

metric::Result<query::Vector> vectorAt(const query::Engine &engine, std::string_view expression, metric::Timestamp time, const std::stop_token &stop)
{
    auto answer = engine.answer({.expression = expression, .start = time, .end = time}, stop);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    if (auto *vector = std::get_if<query::Vector>(&answer->value))
        return std::move(*vector);
    if (const auto *number = std::get_if<double>(&answer->value))
        return query::Vector{{std::make_shared<const Labels>(), *number}};
    return metric::fail(metric::ErrorCode::InvalidArgument, "rule result is not a vector or scalar");
}

} // namespace rules
