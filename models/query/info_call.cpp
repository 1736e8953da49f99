#include "models/query/call.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>

// info(): labels of a series that describes its target put beside those of series from there. (Experimental in Prometheus 3.)
namespace query {

using metric::ErrorCode;
using metric::Labels;
using metric::LabelsRef;
using metric::Result;
using series::Matcher;

namespace {

// What says that two series are of one target.
constexpr std::string_view kIdentifying[] = {"instance", "job"};

struct InfoQuestion {
    std::vector<Matcher> names; // of the info metrics
    std::vector<Matcher> data;  // of the labels wanted; none: all
    bool isWanted(std::string_view label) const
    {
        return data.empty() || std::any_of(data.begin(), data.end(), [&](const Matcher &matcher) { return matcher.name() == label; });
    }
    bool mayBeMissing() const
    {
        return std::all_of(data.begin(), data.end(), [](const Matcher &matcher) { return matcher.matches(std::string_view()); });
    }
    bool isInfo(const Labels &labels) const
    {
        return std::all_of(names.begin(), names.end(), [&](const Matcher &matcher) { return matcher.matches(labels.metricName()); });
    }
};

InfoQuestion questionOf(const CallSite &site)
{
    InfoQuestion question;
    if (site.count() > 1) {
        for (const auto &matcher : unwrapped(site.argument(1)).as<VectorSelector>()->matchers)
            (matcher.name() == metric::kMetricName ? question.names : question.data).push_back(matcher);
    }
    if (question.names.empty())
        question.names.push_back(Matcher::equal(metric::kMetricName, "target_info"));
    return question;
}

// Matchers that find the info series of all targets that the base series come from; none where they name no target.
Result<std::vector<Matcher>> targetMatchers(const Dense &base, const InfoQuestion &question)
{
    std::vector<Matcher> matchers;
    for (const auto name : kIdentifying) {
        std::set<std::string> values;
        for (const auto &series : base) {
            if (!question.isInfo(*series.labels) && series.labels->has(name))
                values.insert(re2::RE2::QuoteMeta(std::string(series.labels->get(name))));
        }
        if (values.empty())
            continue;
        auto matcher = Matcher::make(std::string(name), Matcher::Op::Matches, fmt::format("{}", fmt::join(values, "|")));
        if (!matcher)
            return tl::unexpected(matcher.error());
        matchers.push_back(std::move(*matcher));
    }
    return matchers;
}

// The base series' labels with those of the info series chosen for it; none where the question wants some and there are none.
Result<LabelsRef> enriched(const Labels &base, const std::vector<const DenseSeries *> &chosen, const InfoQuestion &question)
{
    std::vector<metric::Label> labels(base.begin(), base.end());
    std::map<std::string_view, std::string_view> added;
    for (const auto *info : chosen) {
        for (const auto label : *info->labels) {
            if (label.name == metric::kMetricName || !question.isWanted(label.name))
                continue;
            const auto [known, isNew] = added.emplace(label.name, label.value);
            if (!isNew && known->second != label.value)
                return metric::fail(ErrorCode::Malformed, fmt::format("conflicting label: {}", label.name));
            if (isNew && !base.has(label.name))
                labels.push_back(label);
        }
    }
    if (chosen.empty() && !question.mayBeMissing())
        return LabelsRef();
    return std::make_shared<const Labels>(labels);
}

Result<Evaluated> info(Evaluation &evaluation, const CallSite &site)
{
    auto base = evaluation.vector(site.argument(0), site.grid);
    if (!base)
        return tl::unexpected(base.error());
    const auto question = questionOf(site);
    auto matchers = targetMatchers(*base, question);
    if (!matchers)
        return tl::unexpected(matchers.error());
    Dense infos;
    if (!matchers->empty()) {
        VectorSelector selector;
        selector.matchers = std::move(*matchers);
        selector.matchers.insert(selector.matchers.end(), question.names.begin(), question.names.end());
        selector.matchers.insert(selector.matchers.end(), question.data.begin(), question.data.end());
        auto selected = evaluation.select(selector, site.grid, Evaluation::Tell::Times);
        if (!selected)
            return tl::unexpected(selected.error());
        infos = std::move(*selected);
    }
    std::map<Labels, std::map<std::string, std::vector<const DenseSeries *>>> byTarget; // then by the info metric's name
    for (const auto &series : infos)
        byTarget[series.labels->only(kIdentifying)][std::string(series.labels->metricName())].push_back(&series);

    Dense results;
    for (auto &series : *base) {
        if (question.isInfo(*series.labels)) {
            results.push_back(std::move(series));
            continue;
        }
        const auto &candidates = byTarget[series.labels->only(kIdentifying)];
        // As long as the same info series are the newest ones, the labels are the same.
        std::map<std::vector<const DenseSeries *>, std::size_t> known;
        for (std::size_t i = 0; i < site.grid.count; ++i) {
            if (isAbsent(series.values[i]))
                continue;
            std::vector<const DenseSeries *> chosen;
            for (const auto &[name, several] : candidates) {
                const DenseSeries *newest = nullptr;
                for (const auto *one : several) {
                    if (isAbsent(one->values[i]))
                        continue;
                    if (newest && newest->values[i] == one->values[i])
                        return metric::fail(ErrorCode::Malformed, fmt::format("found duplicate series for info metric: existing {} @ {}, new {} @ {}",
                                                                              newest->labels->toString(), newest->values[i] * 1000,
                                                                              one->labels->toString(), one->values[i] * 1000));
                    if (!newest || newest->values[i] < one->values[i])
                        newest = one;
                }
                if (newest)
                    chosen.push_back(newest);
            }
            const auto [found, isNew] = known.try_emplace(chosen, results.size());
            if (isNew) {
                auto labels = enriched(*series.labels, chosen, question);
                if (!labels)
                    return tl::unexpected(labels.error());
                results.push_back({std::move(*labels), std::vector<double>(site.grid.count, kAbsent), series.dropName});
            }
            results[found->second].values[i] = series.values[i];
        }
    }
    std::erase_if(results, [](const DenseSeries &series) { return !series.labels; });
    return mergedVector(std::move(results));
}

} // namespace

std::span<const NamedCall> infoCalls()
{
    static constexpr NamedCall kCalls[] = {{"info", info}};
    return kCalls;
}

} // namespace query
