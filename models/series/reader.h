#pragma once

#include "models/metric/batch.h"
#include "models/metric/result.h"
#include "models/series/matcher.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace series {

// Both ends included.
struct TimeRange {
    metric::Timestamp from;
    metric::Timestamp to;
};

struct Series {
    metric::LabelsRef labels;
    std::vector<metric::Point> points; // strictly ascending in time; staleness markers included
};

// Of the points that fall together where fewer are wanted, what to tell.
enum class Aggregate { Last, Average, Min, Max, Sum, Count };

// What whoever asks does with the points; a reader may ignore it, and then says more than is needed.
struct SelectHints {
    metric::Duration step{0}; // points closer together than this are not needed; zero: all
    Aggregate aggregate = Aggregate::Last;
    // Where given, the newest point at or before each of the moments `moments` + k * step is needed, exactly: nothing that was summed
    // up will do for it.
    std::optional<metric::Timestamp> moments = std::nullopt;
    // Where given, what lies before it is wanted only as far back as the newest kEnough points of it reach.
    static constexpr std::size_t kEnough = 12;
    std::optional<metric::Timestamp> enoughBefore = std::nullopt;
};

// The one way to ask for the past. Memory, history and the fan-out of both implement it, and nobody can tell which
// one answers. Safe to call from any thread.
class Reader {
public:
    virtual ~Reader() = default;

    // Every series that satisfies all matchers and has a point in the range, in no particular order.
    virtual metric::Result<std::vector<Series>> select(std::span<const Matcher> matchers, TimeRange range, SelectHints hints = {}) const = 0;

    // The same series by series, which need not all be held at once; the points are the visitor's during the call alone. It
    // answers whether to go on.
    using SeriesVisitor = std::function<bool(const metric::LabelsRef &, std::span<const metric::Point>)>;
    virtual metric::Result<void> visit(std::span<const Matcher> matchers, TimeRange range, SelectHints hints, const SeriesVisitor &visitor) const;
    // Which these are, without their points: for lists of series and labels. May tell of more series than select(), never of fewer: by
    // the day rather than by the point where that costs less.
    virtual metric::Result<std::vector<metric::LabelsRef>> series(std::span<const Matcher> matchers, TimeRange range) const;

    // The newest table of that name (of the target with that instance label, any if empty) taken at or before `time`, not older than `maxAge`.
    virtual metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                                       metric::Duration maxAge) const = 0;

    // Another one whenever what was taken lately may be answered otherwise than before; none says that anything may change at any time.
    virtual std::optional<std::uint64_t> generation() const { return std::nullopt; }

    // From here on this reader has everything there is, so that nobody else need be asked; max() says nothing is certain.
    virtual metric::Timestamp completeSince() const { return metric::Timestamp::max(); }
};

} // namespace series
