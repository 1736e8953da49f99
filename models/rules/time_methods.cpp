// The methods of Go's time.Time and time.Duration that a template is likely to call.
#include "models/rules/go_time.h"
#include "models/rules/template_functions.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace rules {

namespace {

using Values = std::span<const Value>;

Value whole(std::int64_t number) { return number; }
template <std::int64_t Unit>
Outcome inUnits(std::int64_t receiver, Values)
{
    return whole(receiver / Unit);
}
template <std::int64_t Unit>
Outcome inParts(std::int64_t receiver, Values)
{
    // Rounded as Go rounds it.
    const std::int64_t units = receiver / Unit;
    return Value(double(units) + double(receiver % Unit) / double(Unit));
}
template <auto Member>
Outcome part(std::int64_t receiver, Values)
{
    return whole(calendarTimeOf(receiver).*Member);
}

// The receiver's whole seconds, towards the past.
std::int64_t floored(std::int64_t nanoseconds, std::int64_t unit) { return nanoseconds / unit - (nanoseconds % unit < 0 ? 1 : 0); }
template <std::int64_t Unit>
Outcome sinceEpoch(std::int64_t receiver, Values)
{
    return whole(floored(receiver, Unit));
}

std::int64_t lengthOf(const Value &value) { return value.as<Span>()->nanoseconds; }
std::int64_t timeOf(const Value &value) { return value.as<Instant>()->nanoseconds; }

// At the edge of what can be said where it lies beyond.
std::int64_t sum(std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result))
        return b < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    return result;
}
std::int64_t difference(std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (__builtin_sub_overflow(a, b, &result))
        return b < 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
    return result;
}

constexpr std::int64_t kMicrosecond = 1'000;
constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;

Outcome month(std::int64_t time, Values)
{
    const auto number = calendarTimeOf(time).month;
    return Value(NamedNumber{"time.Month", number, monthName(number)});
}
Outcome weekday(std::int64_t time, Values)
{
    const auto number = calendarTimeOf(time).weekday;
    return Value(NamedNumber{"time.Weekday", number, weekdayName(number)});
}

const std::array kTimeMethods{
    TimeMethod{"Add", "time.Duration",
               [](std::int64_t time, Values values) -> Outcome {
                   return Value(Instant{sum(time, lengthOf(values[0])), false});
               }},
    TimeMethod{"After", "time.Time", [](std::int64_t time, Values values) -> Outcome { return Value(time > timeOf(values[0])); }},
    TimeMethod{"Before", "time.Time", [](std::int64_t time, Values values) -> Outcome { return Value(time < timeOf(values[0])); }},
    TimeMethod{"Day", "", part<&CalendarTime::day>},
    TimeMethod{"Equal", "time.Time", [](std::int64_t time, Values values) -> Outcome { return Value(time == timeOf(values[0])); }},
    TimeMethod{"Format", "string", [](std::int64_t time, Values values) -> Outcome { return Value(timeText(time, *values[0].as<std::string>())); }},
    TimeMethod{"Hour", "", part<&CalendarTime::hour>},
    TimeMethod{"IsZero", "", [](std::int64_t, Values) -> Outcome { return Value(false); }},
    TimeMethod{"Minute", "", part<&CalendarTime::minute>},
    TimeMethod{"Month", "", month},
    TimeMethod{"Nanosecond", "", part<&CalendarTime::nanosecond>},
    TimeMethod{"Second", "", part<&CalendarTime::second>},
    TimeMethod{"String", "", [](std::int64_t time, Values) -> Outcome { return Value(timeText(time)); }},
    TimeMethod{"Sub", "time.Time",
               [](std::int64_t time, Values values) -> Outcome {
                   return Value(Span{difference(time, timeOf(values[0])), false});
               }},
    TimeMethod{"UTC", "",
               [](std::int64_t time, Values) -> Outcome {
                   return Value(Instant{time, false});
               }},
    TimeMethod{"Unix", "", sinceEpoch<kSecond>},
    TimeMethod{"UnixMicro", "", sinceEpoch<kMicrosecond>},
    TimeMethod{"UnixMilli", "", sinceEpoch<kMillisecond>},
    TimeMethod{"UnixNano", "", sinceEpoch<1>},
    TimeMethod{"Weekday", "", weekday},
    TimeMethod{"Year", "", part<&CalendarTime::year>},
    TimeMethod{"YearDay", "", part<&CalendarTime::yearDay>},
};

const std::array kDurationMethods{
    TimeMethod{"Abs", "",
               [](std::int64_t length, Values) -> Outcome {
                   return Value(Span{length < 0 ? difference(0, length) : length, false});
               }},
    TimeMethod{"Hours", "", inParts<3600 * kSecond>},
    TimeMethod{"Microseconds", "", inUnits<kMicrosecond>},
    TimeMethod{"Milliseconds", "", inUnits<kMillisecond>},
    TimeMethod{"Minutes", "", inParts<60 * kSecond>},
    TimeMethod{"Nanoseconds", "", inUnits<1>},
    TimeMethod{"Seconds", "", inParts<kSecond>},
    TimeMethod{"String", "", [](std::int64_t length, Values) -> Outcome { return Value(durationText(length)); }},
};

} // namespace

const TimeMethod *findMethod(const Value &receiver, std::string_view name)
{
    const auto found = [name](std::span<const TimeMethod> methods) {
        const auto method = std::ranges::find(methods, name, &TimeMethod::name);
        return method == methods.end() ? nullptr : &*method;
    };
    if (receiver.as<Instant>())
        return found(kTimeMethods);
    return receiver.as<Span>() ? found(kDurationMethods) : nullptr;
}

Outcome callMethod(const TimeMethod &method, const Value &receiver, std::span<const Value> arguments)
{
    // A pointer is taken for what it points to.
    if (!method.parameter.empty()) {
        const auto type = typeNameOf(arguments[0]);
        if (type != method.parameter && type != fmt::format("*{}", method.parameter))
            return fault(fmt::format("wrong type for value; expected {}; got {}", method.parameter, type));
    }
    const auto *instant = receiver.as<Instant>();
    return method.call(instant ? instant->nanoseconds : receiver.as<Span>()->nanoseconds, arguments);
}

} // namespace rules
