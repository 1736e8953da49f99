// What must hold for all series that a decoder of foreign bytes writes.
#pragma once

#include "models/metric/batch_builder.h"
#include "models/metric/series_interner.h"
#include "models/metric/utf8.h"

#include <algorithm>
#include <set>
#include <string>

namespace tests {

// Runs `decode` on a builder; names what does not hold, empty where all does.
template <class Decode>
std::string faultOfSeries(Decode &&decode, bool eachOnce)
{
    metric::Batch batch;
    metric::SeriesInterner interner{metric::Labels{}};
    metric::BatchBuilder builder(batch, interner);
    decode(builder);
    std::set<const metric::Labels *> seen;
    for (const auto &sample : batch.samples) {
        const auto name = sample.labels->metricName();
        const bool plain = !name.empty() && std::ranges::all_of(name, [](char each) {
            return each == '_' || (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9');
        });
        if (!plain)
            return "a metric has a name that is none: " + std::string(name);
        if (!metric::isUtf8(sample.labels->toString()))
            return "labels are no UTF-8";
        if (eachOnce && !seen.insert(sample.labels.get()).second)
            return "told twice: " + sample.labels->toString();
    }
    for (const auto &table : batch.tables) {
        for (const auto &column : table->columns) {
            if (std::visit([](const auto &cells) { return cells.size(); }, column.cells) != table->rows())
                return "a table has columns of different length";
        }
    }
    return {};
}

} // namespace tests
