// What must hold for any bytes given as a template: they are refused with a place in them, or render within the limits, every time to the
// same. For the fuzzer and for the test that replays what it found.
#pragma once

#include "models/rules/template.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace tests {

class TemplateText {
public:
    // Names what does not hold; empty where all does.
    static std::string fault(std::string_view input)
    {
        const auto read = rules::Template::parse(input);
        if (!read)
            return refusal(input, read.error());
        const rules::TemplateData data{
            {{"__name__", "up"}, {"instance", "here:9100"}, {"job", "node"}}, {{"env", "test"}}, "http://here:9090/a%20b", 1.5};
        const auto said = read->render(data, series);
        if (!said)
            return said.error().message.empty() ? "fails without a reason" : "";
        if (said->size() > rules::kMaxRenderedBytes)
            return "says too much";
        const auto again = read->render(data, series);
        return again && *again == *said ? "" : "says something else the second time";
    }

private:
    static std::string refusal(std::string_view input, const rules::TemplateError &error)
    {
        const auto lines = std::size_t(std::count(input.begin(), input.end(), '\n')) + 1;
        if (error.message.empty() || error.line < 1 || error.line > lines || error.column < 1 || error.column > input.size() + 1)
            return "refused at a place that is none: " + error.message;
        return {};
    }

    // None where the expression is empty, refused where it begins with an exclamation mark.
    static metric::Result<query::Vector> series(std::string_view expression)
    {
        if (expression.starts_with('!'))
            return metric::fail(metric::ErrorCode::InvalidArgument, "refused");
        if (expression.empty())
            return query::Vector{};
        const auto labels =
            std::make_shared<const metric::Labels>(metric::Labels{{"__name__", "up"}, {"instance", expression}, {"__value__", "text"}});
        return query::Vector{{labels, 21}, {std::make_shared<const metric::Labels>(), -0.5}};
    }
};

} // namespace tests
