#pragma once

#include "models/metric/result.h"
#include "probes/source/source.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The few words all parsers of /proc and /sys share. They look at text in place and allocate nothing.
namespace probes::scan {

// Takes the next line off `rest`, without its newline.
inline std::string_view line(std::string_view &rest)
{
    const auto end = rest.find('\n');
    const auto taken = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return taken;
}

inline bool isBlank(char c) { return c == ' ' || c == '\t'; }

// Takes the next word between blanks off `rest`; empty at the end.
inline std::string_view field(std::string_view &rest)
{
    std::size_t start = 0;
    while (start < rest.size() && isBlank(rest[start]))
        ++start;
    std::size_t end = start;
    while (end < rest.size() && !isBlank(rest[end]))
        ++end;
    const auto taken = rest.substr(start, end - start);
    rest.remove_prefix(end);
    return taken;
}

// Takes what is before `separator` off `rest`, and the separator; everything where there is none.
inline std::string_view until(std::string_view &rest, char separator)
{
    const auto end = rest.find(separator);
    const auto taken = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return taken;
}

inline std::string_view trimmed(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

// The whole text as a number, or nothing: no blanks, no sign where T has none, no overflow, no infinity.
template <class T>
std::optional<T> number(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value))
            return std::nullopt;
    }
    return value;
}

// Malformed, with the piece of text that does not fit, shortened and made printable.
tl::unexpected<metric::Error> malformed(std::string_view what, std::string_view piece);

// A file of lines is not empty and ends with a newline; otherwise it was cut off, and its last number may be another.
metric::Result<void> complete(std::string_view text, std::string_view what);

// The text with everything that is not UTF-8 replaced by U+FFFD: names of devices and mount points may hold any bytes.
std::string validUtf8(std::string_view text);

// The same without a copy where there is nothing to replace; otherwise the result is in `buffer`.
std::string_view validUtf8(std::string_view text, std::string &buffer);

// "1,3-5" as 1 3 4 5, the kernel's list format (cpulist, bitmap_parselist).
metric::Result<std::vector<unsigned>> list(std::string_view text);

// Names as people count: cpu2 before cpu10.
void sortNaturally(std::vector<std::string> &names);

} // namespace probes::scan

namespace probes {

// Reads attributes of /sys: files with one value, any of which a driver may leave out or have no value for just now.
class Attributes {
public:
    explicit Attributes(Source &source) : m_source(source) {}

    // The value without blanks at its ends, valid until the next call; nothing where there is none now, which is no error.
    std::optional<std::string_view> text(std::string_view directory, std::string_view name, Source::Keep keep = Source::Keep::No);

    // The same as a number. Malformed where it is none, except "<unknown>" and the like, which say that there is no value.
    template <class T>
    metric::Result<std::optional<T>> number(std::string_view directory, std::string_view name, Source::Keep keep = Source::Keep::No)
    {
        const auto value = text(directory, name, keep);
        if (!value || value->empty() || value->front() == '<')
            return std::optional<T>();
        const auto parsed = scan::number<T>(*value);
        if (!parsed)
            return scan::malformed(m_path, *value);
        return parsed;
    }

private:
    Source &m_source;
    std::string m_path;
    std::string m_text;
};

// Where a subject may be missing from a machine (no sensors, no cpufreq, an old kernel): nothing to tell, and no failure. A file that is
// there and can not be read is a failure.
inline bool isAbsence(const metric::Error &error)
{
    return error.code == metric::ErrorCode::NotFound || error.code == metric::ErrorCode::Unavailable;
}

} // namespace probes
