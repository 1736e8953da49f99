#pragma once

#include "models/metric/labels.h"
#include "models/query/engine.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

// What a template's expressions come to. Private to the room.
namespace rules {

// The forms that Go tells apart, each under the name that Go gives it in messages (typeNameOf()).
struct Nil {};
struct Html {
    std::string text;
};
// A number with a name: a month, a day of the week.
struct NamedNumber {
    std::string_view type;
    std::int64_t value;
    std::string_view name;
};
struct Instant {
    std::int64_t nanoseconds; // since the epoch, UTC
    bool isPointer;
};
struct Span {
    std::int64_t nanoseconds;
    bool isPointer;
};
struct SampleValue {
    metric::LabelsRef labels; // null: a pointer to nothing
    double value = 0;
};
using SampleList = std::shared_ptr<const query::Vector>; // null: an empty one
struct Arguments;
using ArgumentsRef = std::shared_ptr<const Arguments>;
// What `.` is at the outset.
struct Root {
    metric::LabelsRef labels;
    metric::LabelsRef externalLabels;
    std::string externalUrl;
    double value;
};
using RootRef = std::shared_ptr<const Root>;

struct Value : std::variant<Nil, bool, std::int64_t, std::uint8_t, double, std::string, Html, NamedNumber, Instant, Span, metric::LabelsRef,
                            SampleValue, SampleList, ArgumentsRef, RootRef> {
    using variant::variant;

    template <class T>
    const T *as() const
    {
        return std::get_if<T>(this);
    }
    bool isNil() const { return std::holds_alternative<Nil>(*this); }
};

// What `args` makes.
struct Arguments {
    std::map<std::string, Value> values;
    int depth; // of such within each other
};

// "string", "map[string]string", "*template.sample" ...; empty for nil.
std::string_view typeNameOf(const Value &value);
// Neither zero nor empty.
bool isTrue(const Value &value);
// What copying it costs, in bytes beyond the first few.
std::size_t weightOf(const Value &value);

} // namespace rules
