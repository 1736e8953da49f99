// The functions that Prometheus adds to Go's.
#include "models/rules/go_format.h"
#include "models/rules/go_text.h"
#include "models/rules/humanize.h"
#include "models/rules/regex_replacement.h"
#include "models/rules/template_functions.h"

#include <algorithm>

#include <fmt/format.h>

namespace rules {

namespace {

using Parameter = TemplateFunction::Parameter;
using Values = std::span<const Value>;

// Deeper ones could not be taken down without running out of stack.
constexpr int kMostArgumentDepth = 100;

const std::string &text(const Value &value) { return *value.as<std::string>(); }

tl::expected<double, std::string> numberIn(const Value &value)
{
    if (const auto *number = value.as<double>())
        return *number;
    if (const auto *number = value.as<std::int64_t>())
        return double(*number);
    if (const auto *written = value.as<std::string>())
        return numberOf(*written);
    if (const auto *span = value.as<Span>(); span && !span->isPointer)
        return double(span->nanoseconds) / 1e9;
    return fault(fmt::format("can't convert {} to float", value.isNil() ? "<nil>" : typeNameOf(value)));
}

template <auto Make>
Outcome ofNumber(FunctionContext &, Values values)
{
    return numberIn(values[0]).map([](double number) { return Value(Make(number)); });
}
template <auto Make>
Outcome ofText(FunctionContext &, Values values)
{
    return Value(Make(text(values[0])));
}

Outcome askQuery(FunctionContext &context, Values values)
{
    if (!context.query)
        return fault("no queries can be asked here");
    auto answer = context.query(text(values[0]));
    if (!answer) {
        context.code = answer.error().code;
        return fault(answer.error().message);
    }
    return Value(SampleList(std::make_shared<const query::Vector>(std::move(*answer))));
}

Outcome first(FunctionContext &, Values values)
{
    const auto &list = *values[0].as<SampleList>();
    if (!list || list->empty())
        return fault("first() called on vector with no elements");
    return Value(SampleValue{list->front().labels, list->front().value});
}

Outcome labelOf(const Value &sample, std::string_view name)
{
    const auto &labels = sample.as<SampleValue>()->labels;
    if (!labels)
        return fault("runtime error: invalid memory address or nil pointer dereference");
    return Value(std::string(labels->get(name)));
}
Outcome label(FunctionContext &, Values values) { return labelOf(values[1], text(values[0])); }
Outcome stringValue(FunctionContext &, Values values) { return labelOf(values[0], "__value__"); }
Outcome value(FunctionContext &, Values values)
{
    const auto &sample = *values[0].as<SampleValue>();
    if (!sample.labels)
        return fault("runtime error: invalid memory address or nil pointer dereference");
    return Value(sample.value);
}

Outcome arguments(FunctionContext &, Values values)
{
    Arguments made{{}, 1};
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (const auto *inner = values[i].as<ArgumentsRef>())
            made.depth = std::max(made.depth, (*inner)->depth + 1);
        made.values[fmt::format("arg{}", i)] = values[i];
    }
    if (made.depth > kMostArgumentDepth)
        return fault(fmt::format("more than {} levels of arguments within each other", kMostArgumentDepth));
    return Value(ArgumentsRef(std::make_shared<const Arguments>(std::move(made))));
}

Outcome sortByLabel(FunctionContext &, Values values)
{
    const auto &list = *values[1].as<SampleList>();
    auto sorted = list ? *list : query::Vector();
    std::ranges::stable_sort(sorted, {}, [&](const query::InstantSample &sample) { return sample.labels->get(text(values[0])); });
    return Value(SampleList(std::make_shared<const query::Vector>(std::move(sorted))));
}

Outcome replaceAll(FunctionContext &, Values values)
{
    return replacedAll(text(values[0]), text(values[1]), text(values[2])).map([](std::string &&result) { return Value(std::move(result)); });
}
Outcome match(FunctionContext &, Values values)
{
    return isMatch(text(values[0]), text(values[1])).map([](bool found) { return Value(found); });
}

std::string link(std::string_view expression, int tab) { return fmt::format("/graph?g0.expr={}&g0.tab={}", queryEscaped(expression), tab); }
Outcome graphLink(FunctionContext &, Values values) { return Value(link(text(values[0]), 0)); }
Outcome tableLink(FunctionContext &, Values values) { return Value(link(text(values[0]), 1)); }

Outcome timestamp(FunctionContext &, Values values)
{
    return numberIn(values[0]).and_then(humanizedTimestamp).map([](std::string &&shown) { return Value(std::move(shown)); });
}
Outcome toTime(FunctionContext &, Values values)
{
    return numberIn(values[0]).and_then(timeOfSeconds).map([](std::int64_t time) { return Value(Instant{time, true}); });
}
Outcome toDuration(FunctionContext &, Values values)
{
    return numberIn(values[0]).map([](double seconds) {
        constexpr double kEdge = 9223372036854775808.0;
        const double nanoseconds = seconds * 1e9;
        const bool fits = nanoseconds >= -kEdge && nanoseconds < kEdge;
        return Value(Span{fits ? std::int64_t(nanoseconds) : std::numeric_limits<std::int64_t>::min(), true});
    });
}
Outcome parseDuration(FunctionContext &, Values values)
{
    return secondsOf(text(values[0])).map([](double seconds) { return Value(seconds); });
}
Outcome now(FunctionContext &context, Values) { return Value(double(context.time.time_since_epoch().count()) / 1000.0); }
Outcome externalUrl(FunctionContext &context, Values) { return Value(context.root.externalUrl); }
Outcome pathPrefix(FunctionContext &context, Values) { return Value(pathOf(context.root.externalUrl)); }
Outcome safeHtml(FunctionContext &, Values values) { return Value(Html{text(values[0])}); }

constexpr std::array kNothing{Parameter::Any, Parameter::Any, Parameter::Any};
constexpr std::array kNumber = kNothing;
constexpr std::array kTexts{Parameter::Text, Parameter::Text, Parameter::Text};
constexpr std::array kSample{Parameter::Sample, Parameter::Any, Parameter::Any};
constexpr std::array kSamples{Parameter::Samples, Parameter::Any, Parameter::Any};
constexpr std::array kTextAndSample{Parameter::Text, Parameter::Sample, Parameter::Any};
constexpr std::array kTextAndSamples{Parameter::Text, Parameter::Samples, Parameter::Any};

constexpr std::size_t kQueryCost = 1000;
constexpr std::size_t kRegexCost = 500;
constexpr std::array kPrometheusFunctions{
    TemplateFunction{"args", kNothing, 1, true, arguments, 4},
    TemplateFunction{"externalURL", kNothing, 0, false, externalUrl},
    TemplateFunction{"first", kSamples, 1, false, first},
    TemplateFunction{"graphLink", kTexts, 1, false, graphLink},
    TemplateFunction{"humanize", kNumber, 1, false, ofNumber<humanized>},
    TemplateFunction{"humanize1024", kNumber, 1, false, ofNumber<humanized1024>},
    TemplateFunction{"humanizeDuration", kNumber, 1, false, ofNumber<humanizedDuration>},
    TemplateFunction{"humanizePercentage", kNumber, 1, false, ofNumber<humanizedPercentage>},
    TemplateFunction{"humanizeTimestamp", kNumber, 1, false, timestamp},
    TemplateFunction{"label", kTextAndSample, 2, false, label},
    TemplateFunction{"match", kTexts, 2, false, match, kRegexCost},
    TemplateFunction{"now", kNothing, 0, false, now},
    TemplateFunction{"parseDuration", kTexts, 1, false, parseDuration},
    TemplateFunction{"pathPrefix", kNothing, 0, false, pathPrefix},
    TemplateFunction{"query", kTexts, 1, false, askQuery, kQueryCost},
    TemplateFunction{"reReplaceAll", kTexts, 3, false, replaceAll, kRegexCost},
    TemplateFunction{"safeHtml", kTexts, 1, false, safeHtml},
    TemplateFunction{"sortByLabel", kTextAndSamples, 2, false, sortByLabel, kQueryCost},
    TemplateFunction{"stripDomain", kTexts, 1, false, ofText<withoutDomain>},
    TemplateFunction{"stripPort", kTexts, 1, false, ofText<withoutPort>},
    TemplateFunction{"strvalue", kSample, 1, false, stringValue},
    TemplateFunction{"tableLink", kTexts, 1, false, tableLink},
    TemplateFunction{"title", kTexts, 1, false, ofText<titled>},
    TemplateFunction{"toDuration", kNumber, 1, false, toDuration},
    TemplateFunction{"toLower", kTexts, 1, false, ofText<toLower>},
    TemplateFunction{"toTime", kNumber, 1, false, toTime},
    TemplateFunction{"toUpper", kTexts, 1, false, ofText<toUpper>},
    TemplateFunction{"urlQueryEscape", kTexts, 1, false, ofText<queryEscaped>},
    TemplateFunction{"value", kSample, 1, false, value},
};

} // namespace

std::span<const TemplateFunction> prometheusFunctions() { return kPrometheusFunctions; }

} // namespace rules
