#include "models/query/figure.h"

#include "models/query/expression.h"
#include "models/query/figure_table.h"

#include <algorithm>

namespace query {

using metric::Unit;

std::span<const FigureInfo> figures()
{
    static const auto kInfos = [] {
        std::vector<FigureInfo> infos;
        for (const auto &figure : figureTable())
            infos.push_back(figure.info);
        return infos;
    }();
    return kInfos;
}

const FigureInfo *figureOf(std::string_view expression)
{
    const auto parsed = parseExpression(expression);
    if (!parsed || parsed->rateWindow > metric::Duration::zero())
        return nullptr;
    const auto all = figures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const FigureInfo &info) { return info.name == parsed->selector.name; });
    return found == all.end() ? nullptr : &*found;
}

Unit unitOf(std::string_view expression)
{
    const auto parsed = parseExpression(expression);
    if (!parsed)
        return Unit::None;
    const bool isRate = parsed->rateWindow > metric::Duration::zero();
    if (const Figure *figure = findFigure(parsed->selector.name); figure && !isRate)
        return figure->info.unit;

    struct Ending {
        std::string_view text;
        Unit unit;
        Unit perSecond;
    };
    // The longest first: the first that fits counts.
    static constexpr Ending kEndings[] = {
        {"_timestamp_seconds", Unit::UnixTime, Unit::None},
        {"_boot_time_seconds", Unit::UnixTime, Unit::None},
        {"_start_time_seconds", Unit::UnixTime, Unit::None},
        {"_seconds", Unit::Seconds, Unit::Ratio},
        {"_bytes", Unit::Bytes, Unit::BytesPerSecond},
        {"_celsius", Unit::Celsius, Unit::None},
        {"_ratio", Unit::Ratio, Unit::None},
        {"_hertz", Unit::Hertz, Unit::None},
        {"_volts", Unit::Volts, Unit::None},
        {"_watts", Unit::Watts, Unit::None},
        {"_watt", Unit::Watts, Unit::None},
        {"_joules", Unit::None, Unit::Watts},
        {"_rpm", Unit::RevolutionsPerMinute, Unit::None},
    };
    std::string_view name = parsed->selector.name;
    if (name == "node_thermal_zone_temp")
        return Unit::Celsius;
    if (name.ends_with("_total"))
        name.remove_suffix(6);
    for (const auto &ending : kEndings) {
        if (name.ends_with(ending.text))
            return isRate ? ending.perSecond : ending.unit;
    }
    return isRate ? Unit::PerSecond : Unit::None;
}

} // namespace query
