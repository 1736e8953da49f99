#pragma once

#include "models/series/reader.h"

#include <unordered_map>
#include <vector>

namespace series {

// Several readers as one: memory for what just happened, history for the rest. Where two know a point at one time, the
// earlier reader's counts. A reader is asked only for what lies before the time from which an earlier one is complete.
class FanOutReader : public Reader {
public:
    // REQUIRES: the readers outlive this one.
    explicit FanOutReader(std::vector<const Reader *> readers) : m_readers(std::move(readers)) {}

    metric::Result<std::vector<Series>> select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints = {}) const override;
    metric::Result<void> visit(std::span<const Matcher> matchers, TimeRange range, SelectHints hints, const SeriesVisitor &visitor) const override;
    metric::Result<std::vector<metric::LabelsRef>> series(std::span<const Matcher> matchers, TimeRange range) const override;
    // Of the first reader that has one.
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const override;
    // Of the first: what happens comes to it.
    std::optional<std::uint64_t> generation() const override { return m_readers.empty() ? std::nullopt : m_readers.front()->generation(); }
    metric::Timestamp completeSince() const override;

private:
    struct ByContent {
        std::size_t operator()(const metric::LabelsRef &labels) const { return std::size_t(labels->hash()); }
        bool operator()(const metric::LabelsRef &a, const metric::LabelsRef &b) const { return a == b || *a == *b; }
    };
    // What some of the readers know together; the range shrinks to what is left to ask the others.
    struct Merged {
        std::vector<Series> series;
        std::unordered_map<metric::LabelsRef, std::size_t, ByContent, ByContent> places;
    };
    static metric::Result<Merged> merge(std::span<const Reader *const> readers, std::span<const Matcher> matchers, TimeRange &range,
                                        SelectHints hints);
    // Calls ask(reader) for one reader after the other as long as it answers no error; `range` is what is left to ask the next.
    template <class Ask>
    static metric::Result<void> askEach(std::span<const Reader *const> readers, TimeRange &range, Ask ask);

    std::vector<const Reader *> m_readers;
};

} // namespace series
