#include "probes/linux/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace probes::scan {

namespace {

// The length of the UTF-8 sequence at the start of `text`, zero where there is none (RFC 3629: no surrogates, nothing overlong).
std::size_t utf8Length(std::string_view text)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
    if (length == 0 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    }
    const unsigned second = byte(1);
    const bool bad =
        (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return bad ? 0 : length;
}

} // namespace

tl::unexpected<metric::Error> malformed(std::string_view what, std::string_view piece)
{
    constexpr std::size_t kShown = 60;
    std::string shown;
    for (const char c : piece.substr(0, kShown))
        shown += c >= ' ' && c < 127 ? c : '?';
    if (piece.size() > kShown)
        shown += "...";
    return metric::fail(metric::ErrorCode::Malformed, fmt::format("{}: can not read \"{}\"", what, shown));
}

metric::Result<void> complete(std::string_view text, std::string_view what)
{
    if (text.empty())
        return metric::fail(metric::ErrorCode::Malformed, fmt::format("{}: is empty", what));
    if (text.back() != '\n')
        return metric::fail(metric::ErrorCode::Malformed, fmt::format("{}: is cut off", what));
    return {};
}

std::string validUtf8(std::string_view text)
{
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const auto length = utf8Length(text);
        if (length == 0) {
            // One mark for a run of bad bytes.
            if (!valid.ends_with("\xEF\xBF\xBD"))
                valid += "\xEF\xBF\xBD";
        } else {
            valid += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return valid;
}

std::string_view validUtf8(std::string_view text, std::string &buffer)
{
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return text;
    buffer = validUtf8(text);
    return buffer;
}

metric::Result<std::vector<unsigned>> list(std::string_view text)
{
    constexpr unsigned kLargest = 65535;
    std::vector<unsigned> members;
    auto rest = trimmed(text);
    while (!rest.empty()) {
        auto range = until(rest, ',');
        const auto shown = range;
        const auto first = number<unsigned>(until(range, '-'));
        const auto last = range.empty() ? first : number<unsigned>(range);
        if (!first || !last || *last > kLargest || *first > *last || members.size() + (*last - *first) > kLargest)
            return malformed("list", shown);
        for (unsigned member = *first; member <= *last; ++member)
            members.push_back(member);
    }
    return members;
}

void sortNaturally(std::vector<std::string> &names)
{
    std::ranges::sort(names, [](const std::string &a, const std::string &b) { return std::tuple(a.size(), a) < std::tuple(b.size(), b); });
}

} // namespace probes::scan

namespace probes {

std::optional<std::string_view> Attributes::text(std::string_view directory, std::string_view name, Source::Keep keep)
{
    m_path.assign(directory).append("/").append(name);
    if (!m_source.read(m_path, m_text, keep))
        return std::nullopt;
    return scan::trimmed(m_text);
}

} // namespace probes
