#include "ui/tabs/page_section.h"

#include <fmt/format.h>

#include <algorithm>

namespace ui {

metric::Duration windowOf(metric::Duration interval)
{
    using namespace std::chrono_literals;
    return std::clamp<metric::Duration>(interval * 9 / 2, 10s, 5min);
}

std::vector<ChartSpec> chartsOver(metric::Duration window, std::vector<ChartSpec> charts)
{
    static constexpr std::string_view kPlace = "[window]";
    const auto range = fmt::format("[{}s]", std::chrono::ceil<std::chrono::seconds>(window).count());
    const auto fill = [&](std::string &expression) {
        for (auto at = expression.find(kPlace); at != std::string_view::npos; at = expression.find(kPlace, at + 1))
            expression.replace(at, kPlace.size(), range);
    };
    for (auto &chart : charts) {
        for (auto &line : chart.lines)
            fill(line.expression);
        fill(chart.headline);
        fill(chart.whole);
    }
    return charts;
}

} // namespace ui
