#include "probes/scrape/group_template.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace probes {

// Letters of other alphabets belong to it, too.
static std::string_view groupNameAt(std::string_view text)
{
    const auto belongs = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
    };
    return text.substr(0, std::size_t(std::ranges::find_if_not(text, belongs) - text.begin()));
}

static int groupOf(const RE2 &regex, std::string_view name)
{
    int number = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool isNumber = error == std::errc() && stop == name.data() + name.size() && (name.size() == 1 || name.front() != '0');
    if (isNumber)
        return number <= regex.NumberOfCapturingGroups() ? number : -1;
    const auto &names = regex.NamedCapturingGroups();
    const auto found = names.find(std::string(name));
    return found == names.end() ? -1 : found->second;
}

GroupTemplate::GroupTemplate(std::string_view text, const RE2 &regex)
{
    std::string plain;
    while (!text.empty()) {
        const auto dollar = std::min(text.find('$'), text.size());
        plain += text.substr(0, dollar);
        text.remove_prefix(dollar);
        if (text.empty())
            break;
        const bool isBraced = text.starts_with("${");
        const auto name = groupNameAt(text.substr(isBraced ? 2 : 1));
        const auto length = 1 + name.size() + (isBraced ? 2 : 0);
        if (text.starts_with("$$") || name.empty() || (isBraced && (text.size() < length || text[length - 1] != '}'))) {
            plain += '$';
            text.remove_prefix(text.starts_with("$$") ? 2 : 1);
            continue;
        }
        m_pieces.push_back({std::exchange(plain, {}), groupOf(regex, name)});
        text.remove_prefix(length);
    }
    if (!plain.empty())
        m_pieces.push_back({std::move(plain), -1});
}

std::string GroupTemplate::expand(std::span<const re2::StringPiece> groups) const
{
    std::string text;
    for (const auto &[plain, group] : m_pieces) {
        text += plain;
        if (group >= 0 && groups[std::size_t(group)].data())
            text.append(groups[std::size_t(group)].data(), groups[std::size_t(group)].size());
    }
    return text;
}

} // namespace probes
