#include "models/rules/template_functions.h"

#include <algorithm>

namespace rules {

const TemplateFunction *findTemplateFunction(std::string_view name)
{
    for (const auto &functions : {builtinFunctions(), prometheusFunctions()}) {
        const auto found = std::ranges::find(functions, name, &TemplateFunction::name);
        if (found != functions.end())
            return &*found;
    }
    return nullptr;
}

std::string_view typeNameOf(TemplateFunction::Parameter parameter)
{
    switch (parameter) {
    case TemplateFunction::Parameter::Any: return "interface {}";
    case TemplateFunction::Parameter::Text: return "string";
    case TemplateFunction::Parameter::Samples: return "template.queryResult";
    case TemplateFunction::Parameter::Sample: return "*template.sample";
    }
    return {};
}

} // namespace rules
