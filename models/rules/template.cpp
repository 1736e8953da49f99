#include "models/rules/template.h"

#include "models/rules/template_parser.h"
#include "models/rules/template_run.h"

#include <utility>

namespace rules {

tl::expected<Template, TemplateError> Template::parse(std::string_view text)
{
    return TemplateParser(text).parse().map([](auto &&tree) { return Template(std::forward<decltype(tree)>(tree)); });
}

metric::Result<std::string> Template::render(const TemplateData &data, const TemplateQuery &query) const
{
    std::vector<metric::Label> external;
    external.reserve(data.externalLabels.size());
    for (const auto &[name, text] : data.externalLabels)
        external.push_back({name, text});
    const auto root = std::make_shared<const Root>(
        Root{std::make_shared<const metric::Labels>(data.labels), std::make_shared<const metric::Labels>(external), data.externalUrl, data.value});
    return TemplateRun(*m_tree, root, data.time, query).run();
}

} // namespace rules
