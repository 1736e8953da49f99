#pragma once

#include "models/metric/batch.h"
#include "models/metric/series_interner.h"

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string_view>

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
    void addTable(std::shared_ptr<const Table> table) { m_batch.tables.push_back(std::move(table)); }

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
};

} // namespace metric
