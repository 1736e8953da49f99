#pragma once

#include "models/history/head.h"
#include "models/history/history_file.h"
#include "models/history/partitions.h"
#include "models/history/unpacked_segments.h"
#include "models/history/visit_order.h"
#include "models/metric/metadata.h"
#include "models/series/chunk.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace history {

// The readers' side of the history: which series there are, what is not sealed yet (the head), and a few reading
// connections, opened when first needed. Any thread.
class Archive {
public:
    explicit Archive(HistoryFile file) : m_file(std::move(file)), head(catalogue) {}

    metric::Result<std::vector<series::Series>> select(std::span<const series::Matcher> matchers, series::TimeRange range,
                                                       series::SelectHints hints) const;
    // As series::Reader::visit.
    metric::Result<void> visit(std::span<const series::Matcher> matchers, series::TimeRange range, series::SelectHints hints,
                               const series::Reader::SeriesVisitor &visitor) const;
    // Which these are, by what the catalogue and the list of partitions know: when a series was last seen, not when it began.
    std::vector<metric::LabelsRef> series(std::span<const series::Matcher> matchers, series::TimeRange range) const;
    // As select(), at full resolution where there still is one, series by series, in the order asked for, without holding them all; the visitor
    // answers whether to go on.
    metric::Result<void> walk(std::span<const series::Matcher> matchers, series::TimeRange range,
                              const std::function<bool(const series::Series &)> &visitor, const VisitOrder &order = byMetric) const;
    metric::Result<std::shared_ptr<const metric::Table>> table(std::string_view instance, std::string_view name, metric::Timestamp time,
                                                               metric::Duration maxAge) const;
    metric::Result<std::vector<metric::Metadata>> metadata(std::string_view name) const;

private:
    // Vectors of points used before, empty but roomy: memory that is given back and taken anew costs more than decoding into it.
    using Room = std::vector<std::vector<metric::Point>>;

    // One asking: what is wanted, and what was found of it. The vectors stand in the order of `known`.
    struct Reading {
        std::span<const KnownSeries> known; // ascending ids
        series::TimeRange range;
        series::SelectHints hints;
        std::optional<series::Moments> moments;         // at which alone values are wanted
        std::vector<std::vector<metric::Point>> recent; // of the head
        std::vector<std::vector<metric::Point>> points;
        std::vector<bool> unordered; // the points of this place
    };

    metric::Result<std::vector<series::Series>> read(std::span<const KnownSeries> known, series::TimeRange range, series::SelectHints hints,
                                                     std::vector<series::Series> unsealed, Room *room = nullptr) const;
    struct Connection {
        sqlite::Database database;
        sqlite::ReadSnapshots snapshots;
        struct PartitionStatements {
            sqlite::Statement list;  // the segments of a block in a range
            sqlite::Statement bytes; // of one
        };
        std::map<std::int64_t, PartitionStatements> segments; // by partition
        sqlite::Statement snapshot;
    };
    using ConnectionPtr = std::unique_ptr<Connection>;

    metric::Result<ConnectionPtr> connection() const;
    void giveBack(ConnectionPtr connection) const;
    metric::Error noted(metric::Error error) const;
    metric::Result<Connection::PartitionStatements *> reading(Connection &connection, const Partition &partition) const;
    metric::Result<void> readPartition(Connection::PartitionStatements &segments, const Partition &partition, series::TimeRange range,
                                       Reading &wanted) const;
    metric::Result<std::shared_ptr<const UnpackedSegment>> unpacked(Connection::PartitionStatements &segments,
                                                                    const UnpackedSegments::Key &key) const;
    metric::Result<void> visitParts(std::span<const KnownSeries> known, std::vector<series::Series> unsealed, series::TimeRange range,
                                    series::SelectHints hints, const std::function<std::size_t(std::size_t)> &endOfPart,
                                    const std::function<bool(const series::Series &)> &visitor) const;
    metric::Result<void> readSegments(Reading &wanted) const;

    const HistoryFile m_file;
    mutable std::mutex m_mutex;
    mutable std::vector<ConnectionPtr> m_idle;
    // Half a day of a thousand series.
    static constexpr std::size_t kMostUnpackedBytes = 32u << 20;

public:
    mutable UnpackedSegments unpackedSegments{kMostUnpackedBytes};
    // The writer's to change. It seals in this order: segments committed, sealedUntil raised, head emptied; a reader looks
    // the other way round, so that it meets every point at least once.
    Catalogue catalogue;
    Partitions partitions;
    Head head;
    std::atomic<metric::Timestamp> sealedUntil = metric::Timestamp::min();
};

} // namespace history
