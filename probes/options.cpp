#include "probes/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace probes {

static std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view OptionReader::find(std::string_view name)
{
    m_asked.emplace(name);
    const auto found = m_options.find(name);
    return found == m_options.end() ? std::string_view() : std::string_view(found->second);
}

void OptionReader::fault(std::string_view name, std::string_view what)
{
    if (m_fault.empty())
        m_fault = fmt::format("{}: {}", name, what);
}

std::string OptionReader::text(std::string_view name, std::string_view fallback)
{
    const auto found = find(name);
    return std::string(found.empty() ? fallback : found);
}

std::string OptionReader::required(std::string_view name)
{
    auto found = text(name);
    if (trimmed(found).empty())
        fault(name, "is missing");
    return found;
}

bool OptionReader::flag(std::string_view name, bool fallback)
{
    const auto found = trimmed(find(name));
    if (found.empty())
        return fallback;
    if (found != "true" && found != "false")
        fault(name, fmt::format("expected true or false, got \"{}\"", found));
    return found == "true";
}

double OptionReader::number(std::string_view name, double fallback, double least, double most)
{
    const auto found = trimmed(find(name));
    if (found.empty())
        return fallback;
    double value = 0;
    const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
    if (error != std::errc() || end != found.data() + found.size() || !(value >= least && value <= most)) {
        fault(name, fmt::format("expected a number from {} to {}, got \"{}\"", least, most, found));
        return fallback;
    }
    return value;
}

std::string OptionReader::choice(std::string_view name, std::initializer_list<std::string_view> words, std::string_view fallback)
{
    const auto found = trimmed(find(name));
    if (found.empty())
        return std::string(fallback);
    if (std::ranges::find(words, found) == words.end())
        fault(name, fmt::format("expected one of {}, got \"{}\"", fmt::join(words, ", "), found));
    return std::string(found);
}

std::vector<std::string> OptionReader::lines(std::string_view name)
{
    std::vector<std::string> all;
    auto rest = find(name);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (const auto line = trimmed(rest.substr(0, end)); !line.empty())
            all.emplace_back(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return all;
}

metric::Result<void> OptionReader::finish()
{
    for (const auto &[name, text] : m_options) {
        if (!m_asked.contains(name))
            fault(name, "there is no such option");
    }
    if (m_fault.empty())
        return {};
    return metric::fail(metric::ErrorCode::InvalidArgument, m_fault);
}

} // namespace probes
