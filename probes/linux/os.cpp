#include "probes/linux/os.h"

#include "probes/linux/scan.h"
#include "probes/source/source.h"

#include <array>
#include <chrono>

namespace probes {

using metric::Result;

namespace {

struct OsLabel {
    std::string_view label, key;
};
constexpr std::array kOsLabels{
    OsLabel{"build_id", "BUILD_ID"},
    OsLabel{"id", "ID"},
    OsLabel{"id_like", "ID_LIKE"},
    OsLabel{"image_id", "IMAGE_ID"},
    OsLabel{"image_version", "IMAGE_VERSION"},
    OsLabel{"name", "NAME"},
    OsLabel{"pretty_name", "PRETTY_NAME"},
    OsLabel{"variant", "VARIANT"},
    OsLabel{"variant_id", "VARIANT_ID"},
    OsLabel{"version", "VERSION"},
    OsLabel{"version_codename", "VERSION_CODENAME"},
    OsLabel{"version_id", "VERSION_ID"},
};

// The value of a shell assignment: bare, or in quotes with the escapes that double quotes know.
std::optional<std::string> shellValue(std::string_view text)
{
    text = scan::trimmed(text);
    if (text.empty() || (text.front() != '"' && text.front() != '\''))
        return std::string(text);
    const char quote = text.front();
    if (text.size() < 2 || text.back() != quote)
        return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\' && i + 1 < text.size() && std::string_view("\"$`\\").find(text[i + 1]) != std::string_view::npos)
            ++i;
        value += text[i];
    }
    return value;
}

std::optional<double> secondsOfDate(std::string_view date)
{
    const auto year = scan::number<int>(scan::until(date, '-'));
    const auto month = scan::number<unsigned>(scan::until(date, '-'));
    const auto day = scan::number<unsigned>(date);
    if (!year || !month || !day || *year > 9999)
        return std::nullopt;
    const std::chrono::year_month_day whole{std::chrono::year(*year), std::chrono::month(*month), std::chrono::day(*day)};
    if (!whole.ok())
        return std::nullopt;
    return double(std::chrono::seconds(std::chrono::sys_days(whole).time_since_epoch()).count());
}

} // namespace

Result<OsRelease> parseOsRelease(std::string_view text)
{
    // People write this file, so a newline at its end is not to be had; the quotes tell a value that was cut off.
    OsRelease values;
    while (!text.empty()) {
        const auto full = scan::trimmed(scan::line(text));
        auto line = full;
        if (line.empty() || line.front() == '#')
            continue;
        const bool assigns = line.find('=') != std::string_view::npos;
        const auto key = scan::until(line, '=');
        auto value = shellValue(line);
        if (!assigns || !value)
            return scan::malformed("os-release", full);
        values.insert_or_assign(std::string(key), scan::validUtf8(*value));
    }
    if (values.empty())
        return metric::fail(metric::ErrorCode::Malformed, "os-release: is empty");
    return values;
}

std::optional<double> osVersionNumber(std::string_view versionId)
{
    const auto digits = [&](std::size_t from) { return std::min(versionId.find_first_not_of("0123456789", from), versionId.size()); };
    auto end = digits(0);
    if (end == 0)
        return std::nullopt;
    if (end < versionId.size() && versionId[end] == '.')
        end = digits(end + 1);
    return scan::number<double>(versionId.substr(0, end));
}

Result<void> OsProbe::collect(Source &source, const metric::Clock &, metric::BatchBuilder &batch)
{
    std::string text;
    if (!source.read("/etc/os-release", text)) {
        if (auto read = source.read("/usr/lib/os-release", text); !read)
            return read;
    }
    const auto release = parseOsRelease(text);
    if (!release)
        return tl::unexpected(release.error());
    const auto value = [&](std::string_view key) {
        const auto found = release->find(key);
        return found == release->end() ? std::string_view() : std::string_view(found->second);
    };
    std::array<metric::Label, kOsLabels.size()> labels;
    for (std::size_t i = 0; i < kOsLabels.size(); ++i)
        labels[i] = {kOsLabels[i].label, value(kOsLabels[i].key)};
    batch.add("node_os_info", labels, 1);
    if (const auto version = osVersionNumber(value("VERSION_ID")); version)
        batch.add("node_os_version", {{"id", value("ID")}, {"id_like", value("ID_LIKE")}, {"name", value("NAME")}}, *version);
    if (const auto end = secondsOfDate(value("SUPPORT_END")); end)
        batch.add("node_os_support_end_timestamp_seconds", *end);
    return {};
}

} // namespace probes
