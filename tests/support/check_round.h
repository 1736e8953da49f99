// One round of a check: what it wrote and what it judged.
#pragma once

#include "tests/support/exposition.h"
#include "tests/support/fake_source.h"
#include "tests/support/system_time.h"

#include "models/metric/table.h"
#include "models/metric/verdict.h"

#include <algorithm>

namespace tests {

struct CheckRound {
    metric::Result<void> result;
    Exposition series;
    metric::Verdict verdict;
    std::vector<std::shared_ptr<const metric::Table>> tables{};

    // NaN: there is no such series.
    double value(const std::string &name) const
    {
        const auto found = series.find(name);
        return found == series.end() ? std::nan("") : found->second;
    }
    // The evidence's part of that title; empty where there is none.
    std::string part(std::string_view title) const
    {
        if (!verdict.evidence)
            return {};
        for (const auto &part : verdict.evidence->parts) {
            if (part.title == title)
                return part.text;
        }
        return {};
    }
    // Null: there is no such table.
    const metric::Table *table(std::string_view name) const
    {
        const auto found = std::ranges::find_if(tables, [&](const auto &table) { return table->name == name; });
        return found == tables.end() ? nullptr : found->get();
    }
    // Message, evidence and series: all that people may come to see, to look for secrets in it.
    std::string everything() const
    {
        auto text = verdict.message + "\n";
        for (const auto &part : verdict.evidence ? verdict.evidence->parts : std::vector<metric::Evidence::Part>())
            text += part.title + "\n" + part.text + "\n";
        return text + printed(series);
    }
    bool says(std::string_view words) const { return everything().find(words) != std::string::npos; }
};

// A series told twice, and a round without a verdict, are told as failures.
inline CheckRound checkRound(probes::Probe &probe)
{
    const SystemTime clock;
    FakeSource source;
    metric::SeriesInterner interner{metric::Labels{}};
    metric::Batch batch{"target", clock.now(), {}, {}, {}, {}};
    metric::BatchBuilder builder(batch, interner);
    CheckRound round{probe.collect(source, clock, builder), {}, {}, {}};
    round.tables = batch.tables;
    for (const auto &[labels, value] : batch.samples) {
        if (!round.series.emplace(labels->toString(), value).second)
            round.result = metric::fail(metric::ErrorCode::Conflict, "told twice: " + labels->toString());
    }
    if (auto verdict = builder.takeVerdict())
        round.verdict = std::move(*verdict);
    else if (round.result)
        round.result = metric::fail(metric::ErrorCode::Conflict, "there is no verdict");
    return round;
}

} // namespace tests
