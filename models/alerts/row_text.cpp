#include "models/alerts/row_text.h"

#include "models/query/parser.h"
#include "models/query/printer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace alerts {

using metric::ErrorCode;

std::string textOfIds(std::span<const std::int64_t> ids) { return fmt::format("{}", fmt::join(ids, " ")); }

metric::Result<std::vector<std::int64_t>> parseIds(std::string_view text)
{
    std::vector<std::int64_t> ids;
    const char *const end = text.data() + text.size();
    for (const char *at = text.data(); at != end;) {
        if (!ids.empty() && *at++ != ' ')
            return metric::fail(ErrorCode::Corrupt, "there is something else among the ids of alerts");
        std::int64_t id = 0;
        const auto [stop, error] = std::from_chars(at, end, id);
        if (error != std::errc{} || id < 0 || (!ids.empty() && id <= ids.back()))
            return metric::fail(ErrorCode::Corrupt, "the ids of alerts are not ascending numbers");
        ids.push_back(id);
        at = stop;
    }
    return ids;
}

std::string textOfLabels(const metric::Labels &labels)
{
    std::string text = "{";
    for (const auto label : labels) {
        text += text.size() > 1 ? "," : "";
        text += query::print(series::Matcher::equal(label.name, label.value));
    }
    return text + '}';
}

metric::Result<metric::Labels> parseLabelsText(std::string_view text)
{
    if (text == "{}")
        return metric::Labels();
    auto labels = query::parseLabels(text);
    if (!labels || labels->empty())
        return metric::fail(ErrorCode::Corrupt, labels ? "there are no labels" : labels.error().message);
    return labels;
}

} // namespace alerts
