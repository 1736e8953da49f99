#include "tests/conformance/promql_run.h"

#include "models/query/function.h"
#include "models/query/parser.h"
#include "models/query/promql_engine.h"
#include "tests/conformance/promql_case.h"
#include "tests/conformance/promql_rewrite.h"

#include <fmt/format.h>

#include <algorithm>

namespace tests {

using metric::Label;
using metric::Labels;

namespace {

query::EngineOptions optionsOfScripts()
{
    query::EngineOptions options;
    options.maxSamples = 10'000;
    options.delayedNameRemoval = true;
    return options;
}

// What a series of a classic histogram becomes as a native one: without le and without what its name ends with. Empty where it is none.
Labels nativeFormOf(const Labels &labels)
{
    const auto name = labels.metricName();
    for (const std::string_view suffix : {"_bucket", "_count", "_sum"}) {
        if (name.ends_with(suffix)) {
            constexpr std::string_view kLe[] = {"le"};
            return labels.without(kLe).with({Label{metric::kMetricName, name.substr(0, name.size() - suffix.size())}});
        }
    }
    return {};
}

} // namespace

std::size_t ScriptReport::count(CaseReport::Outcome outcome) const { return std::size_t(std::ranges::count(cases, outcome, &CaseReport::outcome)); }

ScriptReport PromqlRun::run(std::string_view script)
{
    ScriptReport report;
    const auto commands = parseScript(script);
    if (!commands) {
        report.error = commands.error().message;
        return report;
    }
    const query::PromqlEngine engine(m_reader, optionsOfScripts());
    for (const auto &command : *commands) {
        if (std::holds_alternative<ClearCommand>(command)) {
            m_reader = FakeReader();
            m_histograms.clear();
        } else if (const auto *loaded = std::get_if<LoadCommand>(&command)) {
            report.error = load(*loaded);
            if (!report.error.empty())
                return report;
        } else if (const auto *eval = std::get_if<EvalCommand>(&command)) {
            if (auto why = whyLeftOut(*eval); !why.empty()) {
                report.cases.push_back({eval->line, eval->expression, CaseReport::Outcome::LeftOut, std::move(why)});
                continue;
            }
            auto wrong = failureOf(*eval, engine);
            const auto outcome = wrong.empty() ? CaseReport::Outcome::Passed : CaseReport::Outcome::Failed;
            report.cases.push_back({eval->line, eval->expression, outcome, std::move(wrong)});
        }
    }
    return report;
}

std::string PromqlRun::load(const LoadCommand &load)
{
    std::map<Labels, const query::SeriesDescription *> all; // of two lines with one series the later counts
    for (const auto &series : load.series)
        all.insert_or_assign(series.labels, &series);
    for (const auto &[labels, series] : all) {
        if (series->hasNativeHistograms)
            m_histograms.push_back({labels, fmt::format("loaded with native histograms in line {}", load.line)});
        const auto native = load.withNativeHistograms ? nativeFormOf(labels) : Labels();
        if (!native.empty())
            m_histograms.push_back({native, fmt::format("a native histogram made of a classic one in line {}", load.line)});
        metric::Timestamp time{};
        for (const auto &value : series->values) {
            if (value && !m_reader.addNext(labels, time, *value))
                return fmt::format("line {}: {} is loaded twice or out of order", load.line, labels.toString());
            time += load.step;
        }
    }
    return {};
}

std::string PromqlRun::whyLeftOut(const EvalCommand &eval) const
{
    if (eval.hasNativeHistograms)
        return "expects a native histogram";
    const auto tree = query::parse(eval.expression);
    if (!tree)
        return {}; // that is for the case to tell
    for (const auto *function : functionsOf(**tree)) {
        if (function->nativeHistogramsOnly)
            return fmt::format("calls {}, which is for native histograms alone", function->name);
    }
    for (const auto *selector : selectorsOf(**tree)) {
        for (const auto &[labels, reason] : m_histograms) {
            if (series::matchesAll(selector->matchers, labels))
                return fmt::format("selects {}, {}", labels.toString(), reason);
        }
    }
    return {};
}

} // namespace tests
