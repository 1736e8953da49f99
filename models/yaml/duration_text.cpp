#include "models/yaml/duration_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace yaml {

namespace {

struct DurationUnit {
    std::string_view word;
    std::uint64_t milliseconds;
};

// From the biggest down, which is the order in which they may follow each other.
constexpr std::array<DurationUnit, 7> kUnits{
    {{"y", 31'536'000'000}, {"w", 604'800'000}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};

constexpr std::uint64_t kLongest = 9'223'372'036'854; // what Go's 63 bits of nanoseconds hold

} // namespace

metric::Result<metric::Duration> durationOf(std::string_view text)
{
    const auto refused = [](std::string message) { return metric::fail(metric::ErrorCode::InvalidArgument, std::move(message)); };
    if (text == "0")
        return metric::Duration::zero();
    if (text.empty())
        return refused("empty duration string");
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto invalid = [&] { return refused(fmt::format("not a valid duration string: {:?}", text)); };
    std::uint64_t sum = 0;
    auto next = kUnits.begin();
    for (auto rest = text; !rest.empty();) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error != std::errc() || !isDigit(rest.front()))
            return invalid();
        rest.remove_prefix(std::size_t(end - rest.data()));
        const auto length = std::size_t(std::find_if(rest.begin(), rest.end(), isDigit) - rest.begin());
        if (length == 0)
            return invalid();
        const auto word = rest.substr(0, length);
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const DurationUnit &known) { return known.word == word; });
        if (unit == kUnits.end())
            return refused(fmt::format("unknown unit {:?} in duration {:?}", word, text));
        if (unit < next)
            return invalid();
        if (number > kLongest / unit->milliseconds)
            return refused("duration out of range");
        sum += number * unit->milliseconds;
        if (sum > kLongest)
            return refused("duration out of range");
        next = std::next(unit);
        rest.remove_prefix(length);
    }
    return metric::Duration(std::int64_t(sum));
}

} // namespace yaml
