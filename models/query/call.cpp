#include "models/query/call.h"

#include "models/query/range_functions.h"

#include <unordered_map>

namespace query {

using metric::Result;

CallFunction findCall(std::string_view name)
{
    static const auto kCalls = [] {
        std::unordered_map<std::string_view, CallFunction> calls;
        for (const auto functions : {rateFunctions(), overTimeFunctions()}) {
            for (const auto &each : functions)
                calls.emplace(each.name, callOfRange);
        }
        calls.emplace("absent_over_time", absentOverTime);
        for (const auto named : {vectorCalls(), labelCalls(), histogramCalls(), infoCalls()}) {
            for (const auto &each : named)
                calls.emplace(each.name, each.function);
        }
        return calls;
    }();
    const auto found = kCalls.find(name);
    return found == kCalls.end() ? nullptr : found->second;
}

Result<Evaluated> mergedVector(Dense dense)
{
    if (const auto merged = mergeSame(dense); !merged)
        return tl::unexpected(merged.error());
    return Evaluated{ValueType::Vector, {}, {}, std::move(dense)};
}

metric::LabelsRef labelsOfAbsent(const Node &node)
{
    const Node *inner = &unwrapped(node);
    if (const auto *matrix = inner->as<MatrixSelector>())
        inner = matrix->selector.get();
    const auto *selector = inner->as<VectorSelector>();
    if (!selector)
        return emptyLabels();
    std::vector<metric::Label> labels;
    std::vector<std::string_view> named;
    std::vector<std::string_view> unclear;
    for (const auto &matcher : selector->matchers) {
        if (matcher.name() == metric::kMetricName)
            continue;
        const bool isFirst = std::find(named.begin(), named.end(), matcher.name()) == named.end();
        if (matcher.op() == series::Matcher::Op::Equal && isFirst) {
            labels.push_back({matcher.name(), matcher.value()});
            named.push_back(matcher.name());
        } else {
            unclear.push_back(matcher.name());
        }
    }
    return std::make_shared<const metric::Labels>(metric::Labels(labels).without(unclear));
}

} // namespace query
