#include "app/api/http.h"

#include <algorithm>

namespace api {

std::string_view Request::parameter(std::string_view name) const
{
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? std::string_view() : std::string_view(found->value);
}

std::vector<std::string_view> Request::parametersNamed(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto &parameter : parameters) {
        if (parameter.name == name)
            values.emplace_back(parameter.value);
    }
    return values;
}

static int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percentDecoded(std::string_view text, bool plusIsSpace)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low >= 0) {
            out += char(high * 16 + low);
            i += 2;
        } else {
            out += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

void readForm(std::string_view text, std::vector<Request::Parameter> &parameters)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty())
            continue;
        const auto equals = std::min(pair.find('='), pair.size());
        parameters.push_back({percentDecoded(pair.substr(0, equals), true), percentDecoded(pair.substr(std::min(equals + 1, pair.size())), true)});
    }
}

static std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool listHas(std::string_view list, std::string_view wanted)
{
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        auto entry = trimmed(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        const auto name = trimmed(entry.substr(0, entry.find(';')));
        if (!std::ranges::equal(name, wanted, [](char a, char b) { return (a | 0x20) == (b | 0x20); }))
            continue;
        const auto weight = entry.find("q=");
        return weight == std::string_view::npos || entry.find_first_of("123456789", weight) != std::string_view::npos;
    }
    return false;
}

} // namespace api
