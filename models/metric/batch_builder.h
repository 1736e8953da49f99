#pragma once

#include "models/metric/batch.h"
#include "models/metric/series_interner.h"

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace metric {

// What a probe writes its samples into. Cheap enough for every tick: labels are interned, not built again.
// Belongs to one lane, for one round of one target.
class BatchBuilder {
public:
    BatchBuilder(Batch &batch, SeriesInterner &interner) : m_batch(batch), m_interner(interner) {}

    Timestamp time() const { return m_batch.time; }

    // The interner adds the target's own labels (job, instance). REQUIRES: no label name twice.
    void add(std::string_view name, double value) { add(name, {}, value); }
    void add(std::string_view name, std::initializer_list<Label> labels, double value)
    {
        add(name, std::span<const Label>(labels.begin(), labels.size()), value);
    }
    void add(std::string_view name, std::span<const Label> labels, double value)
    {
        m_batch.samples.push_back({m_interner.intern(name, labels), value});
    }
    // A series that the caller interned itself and that has all its labels: for whoever has thousands, round after round.
    void add(LabelsRef labels, double value) { m_batch.samples.push_back({std::move(labels), value}); }
    void addTable(std::shared_ptr<const Table> table) { m_batch.tables.push_back(std::move(table)); }

    // What the endpoint tells of its metrics, where that is new or has changed. It stands whatever becomes of the samples.
    void describe(std::vector<Metadata> metadata)
    {
        if (metadata.empty())
            return;
        if (m_batch.metadata)
            metadata.insert(metadata.begin(), m_batch.metadata->begin(), m_batch.metadata->end());
        m_batch.metadata = std::make_shared<const std::vector<Metadata>>(std::move(metadata));
    }

    // What the probe, being a check, found; the last one counts. Samples and tables stand whatever it is.
    void judge(Verdict verdict) { m_verdict = std::move(verdict); }
    std::optional<Verdict> takeVerdict() { return std::exchange(m_verdict, std::nullopt); }
    // How many samples the endpoint told, where that is not what is added (relabelling drops some).
    void setScraped(std::size_t samples) { m_scraped = samples; }
    std::optional<std::size_t> scraped() const { return m_scraped; }

    // A probe that fails half-way leaves nothing behind: mark before, roll back after.
    struct Mark {
        std::size_t samples;
        std::size_t tables;
    };
    Mark mark() const { return {m_batch.samples.size(), m_batch.tables.size()}; }
    void rollBack(Mark mark)
    {
        m_batch.samples.resize(mark.samples);
        m_batch.tables.resize(mark.tables);
    }

private:
    Batch &m_batch;
    SeriesInterner &m_interner;
    std::optional<Verdict> m_verdict;
    std::optional<std::size_t> m_scraped;
};

} // namespace metric
