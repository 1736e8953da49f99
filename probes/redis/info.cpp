#include "probes/redis/info.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace redis {

static std::string_view withoutReturn(std::string_view line) { return line.substr(0, line.find_last_not_of("\r ") + 1); }

Info::Info(std::string_view text)
{
    std::string_view section;
    while (!text.empty() && m_fields.size() < kMostFields) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = withoutReturn(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("# ")) {
            section = line.substr(2);
            continue;
        }
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && colon > 0 && m_places.emplace(line.substr(0, colon), m_fields.size()).second)
            m_fields.push_back({section, line.substr(0, colon), line.substr(colon + 1)});
    }
}

std::string_view Info::text(std::string_view name) const
{
    const auto found = m_places.find(name);
    return found == m_places.end() ? std::string_view() : m_fields[found->second].value;
}

std::optional<double> Info::number(std::string_view name) const { return parseNumber(text(name)); }

std::optional<double> parseNumber(std::string_view word)
{
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::string_view part(std::string_view value, std::string_view name)
{
    while (!value.empty()) {
        const auto end = std::min(value.find(','), value.size());
        const auto each = value.substr(0, end);
        if (each.size() > name.size() && each.starts_with(name) && each[name.size()] == '=')
            return each.substr(name.size() + 1);
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return {};
}

} // namespace redis
