#pragma once

#include "models/series/reader.h"

#include <vector>

namespace series {

// Several readers as one: memory for what just happened, history for the rest. Where two know a point at one time, the
// earlier reader's counts. A reader is asked only for what lies before the time from which an earlier one is complete.
class FanOutReader : public Reader {
public:
    // REQUIRES: the readers outlive this one.
    explicit FanOutReader(std::vector<const Reader *> readers) : m_readers(std::move(readers)) {}

    metric::Result<std::vector<Series>> select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints = {}) const override;
    // Of the first reader that has one.
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const override;
    metric::Timestamp completeSince() const override;

private:
    std::vector<const Reader *> m_readers;
};

} // namespace series
