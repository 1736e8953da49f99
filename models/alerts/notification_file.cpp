#include "models/alerts/notification_file.h"

#include "models/alerts/matchers.h"
#include "models/yaml/field_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace alerts {

using yaml::Fault;
using yaml::Node;

namespace {

constexpr std::uintmax_t kMaxConfigBytes = 1 << 20;
constexpr std::array<std::string_view, 7> kWeekdays{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths{"january", "february", "march",     "april",   "may",      "june",
                                                   "july",    "august",   "september", "october", "november", "december"};

std::optional<int> numberOf(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

// Minutes of "HH:MM", up to 24:00.
std::optional<int> minuteOf(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const auto hour = numberOf(text.substr(0, 2)), minute = numberOf(text.substr(3));
    if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59 || *hour * 60 + *minute > 24 * 60)
        return std::nullopt;
    return *hour * 60 + *minute;
}

// A number, or one of the names, of which the first is `first`.
std::optional<int> calendarOf(std::string_view text, std::span<const std::string_view> names, int first)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    if (const auto found = std::ranges::find(names, lower); found != names.end())
        return first + int(found - names.begin());
    return numberOf(text);
}

class NotificationConfigReader : public yaml::FieldReader {
public:
    explicit NotificationConfigReader(NotificationConfig config) : FieldReader(false), m_config(std::move(config)) {}

    NotificationConfig read(const Node &root)
    {
        const Node *route = nullptr;
        for (const auto &[key, value] : fieldsOf(root, "the file")) {
            if (key->value == "route")
                route = value;
            else if (key->value == "inhibit_rules")
                readInhibitRules(*value);
            else if (key->value == "time_intervals")
                readNamedIntervals(*value);
            else
                unknownField(*key, "the file");
        }
        if (route) // it names intervals, wherever they stand
            readRoute(*route);
        return std::move(m_config);
    }

private:
    void readRoute(const Node &node)
    {
        auto &route = m_config.route;
        for (const auto &[key, value] : fieldsOf(node, "a route")) {
            if (key->value == "group_by")
                route.groupBy = textsOf(*value, "group_by");
            else if (key->value == "group_wait")
                route.groupWait = readDuration(*value).value_or(route.groupWait);
            else if (key->value == "group_interval")
                route.groupInterval = readDuration(*value).value_or(route.groupInterval);
            else if (key->value == "repeat_interval")
                route.repeatInterval = readDuration(*value).value_or(route.repeatInterval);
            else if (key->value == "mute_time_intervals")
                readMutedTimes(*value);
            else
                unknownField(*key, "a route");
        }
        if (route.repeatInterval <= metric::Duration::zero())
            fault(node.place, "repeat_interval must be longer than nothing");
    }

    std::vector<std::string> textsOf(const Node &node, std::string_view what)
    {
        std::vector<std::string> texts;
        for (const auto *item : itemsOf(node, what))
            texts.push_back(readText(*item));
        return texts;
    }

    void readMutedTimes(const Node &node)
    {
        for (const auto *item : itemsOf(node, "mute_time_intervals")) {
            const auto name = readText(*item);
            if (const auto found = m_intervals.find(name); found != m_intervals.end())
                std::ranges::copy(found->second, std::back_inserter(m_config.mutedTimes));
            else
                fault(item->place, fmt::format("no time interval is called {:?}; they stand in time_intervals", name));
        }
    }

    void readInhibitRules(const Node &node)
    {
        for (const auto *item : itemsOf(node, "inhibit_rules")) {
            InhibitRule rule;
            for (const auto &[key, value] : fieldsOf(*item, "an inhibit rule")) {
                if (key->value == "source_matchers")
                    rule.sourceMatchers = readMatchers(*value);
                else if (key->value == "target_matchers")
                    rule.targetMatchers = readMatchers(*value);
                else if (key->value == "equal")
                    rule.equal = textsOf(*value, "equal");
                else
                    unknownField(*key, "an inhibit rule");
            }
            // Without any it would be every alert: nobody means that.
            if (rule.sourceMatchers.empty() || rule.targetMatchers.empty())
                fault(item->place, "an inhibit rule needs source_matchers and target_matchers");
            m_config.inhibitRules.push_back(std::move(rule));
        }
    }

    std::vector<series::Matcher> readMatchers(const Node &node)
    {
        std::vector<series::Matcher> matchers;
        for (const auto *item : itemsOf(node, "a list of matchers")) {
            auto parsed = parseMatchers(readText(*item));
            if (parsed)
                std::ranges::move(*parsed, std::back_inserter(matchers));
            else
                fault(item->place, parsed.error().message);
        }
        return matchers;
    }

    void readNamedIntervals(const Node &node)
    {
        for (const auto *item : itemsOf(node, "time_intervals")) {
            std::string name;
            std::vector<TimeInterval> intervals;
            for (const auto &[key, value] : fieldsOf(*item, "a time interval")) {
                if (key->value == "name")
                    name = readText(*value);
                else if (key->value == "time_intervals")
                    for (const auto *each : itemsOf(*value, "time_intervals"))
                        intervals.push_back(readInterval(*each));
                else
                    unknownField(*key, "a time interval");
            }
            if (name.empty())
                fault(item->place, "a time interval needs a name");
            else if (!m_intervals.emplace(name, std::move(intervals)).second)
                fault(item->place, fmt::format("the time interval {:?} is there twice", name));
        }
    }

    TimeInterval readInterval(const Node &node)
    {
        TimeInterval interval;
        for (const auto &[key, value] : fieldsOf(node, "a time interval")) {
            if (key->value == "times")
                for (const auto *each : itemsOf(*value, "times"))
                    interval.times.push_back(readTimes(*each));
            else if (key->value == "weekdays")
                interval.weekdays = readRanges(*value, "weekdays", kWeekdays, 0);
            else if (key->value == "days_of_month")
                interval.daysOfMonth = readRanges(*value, "days_of_month", {}, 0);
            else if (key->value == "months")
                interval.months = readRanges(*value, "months", kMonths, 1);
            else if (key->value == "years")
                interval.years = readRanges(*value, "years", {}, 0);
            else if (key->value == "location")
                interval.location = readText(*value);
            else
                unknownField(*key, "a time interval");
        }
        if (const auto valid = validate(interval); !valid)
            fault(node.place, valid.error().message);
        return interval;
    }

    MinuteRange readTimes(const Node &node)
    {
        MinuteRange range{0, 24 * 60};
        for (const auto &[key, value] : fieldsOf(node, "a range of times")) {
            const bool isStart = key->value == "start_time";
            if (!isStart && key->value != "end_time") {
                unknownField(*key, "a range of times");
                continue;
            }
            const auto text = readText(*value);
            if (const auto minute = minuteOf(text))
                (isStart ? range.start : range.end) = *minute;
            else
                fault(value->place, fmt::format("a time is written HH:MM, from 00:00 to 24:00, not {:?}", text));
        }
        return range;
    }

    std::vector<CalendarRange> readRanges(const Node &node, std::string_view what, std::span<const std::string_view> names, int first)
    {
        std::vector<CalendarRange> ranges;
        for (const auto *item : itemsOf(node, what)) {
            const auto text = readText(*item);
            const auto colon = text.find(':');
            const auto from = calendarOf(std::string_view(text).substr(0, colon), names, first);
            const auto until = colon == std::string::npos ? from : calendarOf(std::string_view(text).substr(colon + 1), names, first);
            if (from && until)
                ranges.push_back({*from, *until});
            else
                fault(item->place, fmt::format("{:?} is no range of {}", text, what));
        }
        return ranges;
    }

    NotificationConfig m_config;
    std::map<std::string, std::vector<TimeInterval>> m_intervals;
};

} // namespace

tl::expected<NotificationConfig, std::vector<Fault>> readNotificationConfig(std::string_view text, const NotificationConfig &defaults)
{
    const auto tree = yaml::treeOf(text);
    if (!tree)
        return tl::unexpected(std::vector{tree.error()});
    if (!tree->root())
        return defaults;
    NotificationConfigReader reader(defaults);
    auto config = reader.read(*tree->root());
    if (auto faults = reader.takeFaults(); !faults.empty())
        return tl::unexpected(std::move(faults));
    return config;
}

bool NotificationFile::refresh()
{
    std::error_code error;
    std::optional<std::pair<std::filesystem::file_time_type, std::uintmax_t>> seen;
    if (std::filesystem::is_regular_file(m_file, error))
        seen.emplace(std::filesystem::last_write_time(m_file, error), std::filesystem::file_size(m_file, error));
    if (seen == m_seen)
        return false;
    m_seen = seen;
    const auto name = m_file.filename().string();
    m_fault.reset();
    if (!seen) {
        m_config = m_defaults;
        return true;
    }
    if (seen->second > kMaxConfigBytes) {
        m_fault = FileFault{name, {{}, "the file is larger than 1 MiB"}};
        return true;
    }
    std::ifstream in(m_file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto config = in ? readNotificationConfig(text, m_defaults) : tl::unexpected(std::vector{Fault{{}, "it can not be read"}});
    if (config)
        m_config = std::move(*config);
    else
        m_fault = FileFault{name, config.error().front()};
    return true;
}

} // namespace alerts
