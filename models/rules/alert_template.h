#pragma once

#include "models/rules/rule_file.h"
#include "models/rules/template.h"

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

// What the labels and annotations of an alerting rule say. Private to the room.
namespace rules {

// The text of a label or an annotation, ready to be rendered. What is wrong with it is what it says, as Prometheus has it.
class AlertTemplate {
public:
    explicit AlertTemplate(const NamedText &written);

    const std::string &name() const { return m_name; }
    // The same text whatever the value and the moment, as long as the labels are the same; false where that is not certain.
    bool hangsOnLabelsAlone() const { return m_hangsOnLabelsAlone; }
    std::string render(const TemplateData &data, const TemplateQuery &query) const;

private:
    std::string m_name;
    std::optional<Template> m_text; // none where it is no template
    std::string m_fault;            // then, why
    bool m_hangsOnLabelsAlone;
};

// The label set of the alert that data.labels, what the expression answers with, stands for.
metric::Labels alertLabels(std::string_view alertName, std::span<const AlertTemplate> labels, const TemplateData &data, const TemplateQuery &query);

// What the expression of a rule or of a template answers with at a moment, a scalar as a vector of one.
metric::Result<query::Vector> vectorAt(const query::Engine &engine, std::string_view expression, metric::Timestamp time, const std::stop_token &stop);

} // namespace rules
