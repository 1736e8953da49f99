#include "models/query/figure.h"

#include "models/query/figure_table.h"
#include "models/query/parser.h"

#include <algorithm>

namespace query {

std::span<const FigureInfo> figures() { return figureTable(); }

std::vector<Definition> figureDefinitions()
{
    std::vector<Definition> definitions;
    for (const auto &figure : figureTable())
        definitions.push_back({figure.name, figure.promql});
    return definitions;
}

const FigureInfo *figureOf(std::string_view expression)
{
    const auto parsed = parse(expression);
    const auto *selector = parsed ? unwrapped(**parsed).as<VectorSelector>() : nullptr;
    if (!selector)
        return nullptr;
    const auto all = figures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const FigureInfo &info) { return info.name == definedName(*selector); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace query
