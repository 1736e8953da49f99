#pragma once

#include "models/metric/clock.h"
#include "models/metric/result.h"
#include "models/rules/template.h"
#include "models/rules/template_value.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

// What a template may call. Private to the room.
namespace rules {

// What a function knows beside its arguments.
struct FunctionContext {
    const Root &root;
    metric::Timestamp time;
    const TemplateQuery &query;
    std::optional<metric::ErrorCode> code = std::nullopt; // of what failed, where it is more than a mistake in the template
};

// The error is what "error calling NAME: " goes on with.
using Outcome = tl::expected<Value, std::string>;
inline tl::unexpected<std::string> fault(std::string text) { return tl::unexpected<std::string>(std::move(text)); }

struct TemplateFunction {
    enum class Parameter { Any, Text, Samples, Sample };
    enum class Evaluation { Call, And, Or }; // `and` and `or` look at no more of their arguments than they need

    std::string_view name;
    std::array<Parameter, 3> parameters = {Parameter::Any, Parameter::Any, Parameter::Any};
    std::size_t count = 0; // of parameters; the last of a variadic one stands for any number
    bool isVariadic = false;
    Outcome (*call)(FunctionContext &, std::span<const Value>) = nullptr;
    std::size_t cost = 1; // steps
    Evaluation evaluation = Evaluation::Call;

    Parameter parameter(std::size_t at) const { return parameters[std::min(at, count - 1)]; }
};

// Null where there is none of that name.
const TemplateFunction *findTemplateFunction(std::string_view name);
std::string_view typeNameOf(TemplateFunction::Parameter parameter);

// Those of Go and those of Prometheus.
std::span<const TemplateFunction> builtinFunctions();
std::span<const TemplateFunction> prometheusFunctions();

// A method of a time or a duration.
struct TimeMethod {
    std::string_view name;
    std::string_view parameter; // the type of the one it takes; empty: none
    // REQUIRES: as many arguments as it takes.
    Outcome (*call)(std::int64_t receiver, std::span<const Value> arguments);
};
// Null where there is none of that name.
const TimeMethod *findMethod(const Value &receiver, std::string_view name);
Outcome callMethod(const TimeMethod &method, const Value &receiver, std::span<const Value> arguments);

} // namespace rules
