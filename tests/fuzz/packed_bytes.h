// What must hold for any bytes in place of what the stores wrote: they are read or refused, and points that were read come back bit
// for bit when they are packed again. For the fuzzer and for the test that replays what it found.
#pragma once

#include "models/history/journal.h"
#include "models/history/packing.h"
#include "models/history/segment.h"
#include "models/series/chunk.h"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

namespace tests {

class PackedBytes {
public:
    // What the first byte of an input says that the rest is.
    enum class Kind { Chunk, Segment, PackedSegment, Journal, Table, PackedTable, Labels, Last = Labels };

    // Names what does not hold; empty where all does.
    static std::string fault(std::string_view input)
    {
        if (input.empty())
            return {};
        const auto kind = Kind(std::uint8_t(input[0]) % (unsigned(Kind::Last) + 1));
        const Exact bytes(input.substr(1));
        switch (kind) {
        case Kind::Chunk: return chunkFault(bytes.view());
        case Kind::Segment: return segmentFault(framed(bytes.view()));
        case Kind::PackedSegment: return segmentFault(bytes.view());
        case Kind::Journal: return journalFault(bytes.view());
        case Kind::Table: return tableFault(framed(bytes.view()));
        case Kind::PackedTable: return tableFault(bytes.view());
        case Kind::Labels: return labelsFault(bytes.view());
        }
        return {};
    }

    // A zstd frame around bytes as they are, so that what is inside can be fuzzed at little cost.
    static history::Bytes framed(history::ByteView bytes)
    {
        constexpr std::size_t kMostInBlock = 128 * 1024;
        history::Bytes frame("\x28\xb5\x2f\xfd\xe0", 5); // magic; one segment, its size in eight bytes, no checksum
        series::putFixed64(frame, bytes.size());
        do {
            const auto block = bytes.substr(0, kMostInBlock);
            bytes.remove_prefix(block.size());
            const auto head = block.size() << 3 | (bytes.empty() ? 1u : 0u); // raw; the last?
            for (int shift = 0; shift < 24; shift += 8)
                series::putByte(frame, std::uint8_t(head >> shift));
            frame += block;
        } while (!bytes.empty());
        return frame;
    }

private:
    // Exactly as long as it says, so that the sanitizer sees a byte too far.
    struct Exact {
        explicit Exact(history::ByteView bytes) : m_bytes(bytes.begin(), bytes.end()) {}
        history::ByteView view() const { return {m_bytes.data(), m_bytes.size()}; }
        const std::vector<char> m_bytes;
    };

    static constexpr series::TimeRange kAlways{metric::Timestamp::min(), metric::Timestamp::max()};
    // Longer runs of points are only decoded: they cost too much to be packed again for every input.
    static constexpr std::size_t kMostPackedAgain = 600;

    static bool same(std::span<const metric::Point> a, std::span<const metric::Point> b)
    {
        return std::ranges::equal(a, b, [](const metric::Point &one, const metric::Point &other) {
            return one.time == other.time && std::bit_cast<std::uint64_t>(one.value) == std::bit_cast<std::uint64_t>(other.value);
        });
    }

    static std::string chunkFault(history::ByteView chunk)
    {
        std::vector<metric::Point> points;
        if (!series::decodeChunk(chunk, kAlways, points))
            return {};
        if (points.empty() || points.size() != series::pointsIn(chunk))
            return "another number of points than the chunk says";
        const std::span<const metric::Point> first(points.data(), std::min(points.size(), kMostPackedAgain));
        const series::TimeRange part{std::min(first.front().time, first.back().time), std::max(first.front().time, first.back().time)};
        std::vector<metric::Point> inside, asked;
        std::ranges::copy_if(points, std::back_inserter(inside),
                             [&](const metric::Point &point) { return point.time >= part.from && point.time <= part.to; });
        if (!series::decodeChunk(chunk, part, asked) || !same(inside, asked))
            return "other points in a range";
        if (auto wrong = momentsFault(chunk, part, inside); !wrong.empty())
            return wrong;
        const auto packed = series::encodeChunk(first);
        const Exact exact(packed);
        std::vector<metric::Point> again;
        if (!series::decodeChunk(exact.view(), kAlways, again) || !same(first, again))
            return "points that do not come back";
        series::normalise(again);
        const auto misplaced = std::ranges::adjacent_find(again, std::greater_equal(), &metric::Point::time);
        return misplaced == again.end() ? "" : "times that do not ascend";
    }

    // What is newest at some moments, asked for alone, is there, and nothing that is not.
    static std::string momentsFault(history::ByteView chunk, series::TimeRange part, std::span<const metric::Point> inside)
    {
        constexpr std::uint64_t kMoments = 7;
        const auto ticks = [](metric::Timestamp time) { return std::uint64_t(time.time_since_epoch().count()); };
        const auto step = (ticks(part.to) - ticks(part.from)) / kMoments + 1;
        const series::Moments moments{part.from, metric::Duration(std::int64_t(step))};
        std::vector<metric::Point> picked;
        if (!series::decodeChunk(chunk, part, picked, &moments))
            return "a chunk that is none once it is asked for moments";
        const auto isSame = [](const metric::Point &one, const metric::Point &other) { return same({&one, 1}, {&other, 1}); };
        auto at = inside.begin();
        for (const auto &point : picked) {
            at = std::find_if(at, inside.end(), [&](const metric::Point &each) { return isSame(each, point); });
            if (at++ == inside.end())
                return "a point at a moment that is none of all points";
        }
        if (!std::ranges::is_sorted(inside, std::less<>(), &metric::Point::time))
            return {};
        for (std::uint64_t k = 0; k < kMoments; ++k) {
            const metric::Timestamp moment(metric::Duration(std::int64_t(ticks(part.from) + k * step)));
            const auto newest = [&](std::span<const metric::Point> points) {
                return std::ranges::upper_bound(points, moment, std::less<>(), &metric::Point::time) - points.begin();
            };
            const auto of = newest(inside);
            const auto picks = newest(picked);
            if ((of == 0) != (picks == 0) || (of > 0 && inside[std::size_t(of - 1)].time != picked[std::size_t(picks - 1)].time))
                return "not the newest point at a moment";
        }
        return {};
    }

    static std::string segmentFault(history::ByteView bytes)
    {
        constexpr int kMostLookedAt = 4;
        std::string fault;
        int chunks = 0;
        const auto read = history::unpackSegment(bytes, [&](history::SeriesId, history::ByteView chunk) {
            if (++chunks <= kMostLookedAt && fault.empty())
                fault = chunkFault(Exact(chunk).view());
        });
        (void)read;
        return fault;
    }

    // Entries one after the other, each behind a byte that is its length.
    static std::string journalFault(history::ByteView bytes)
    {
        history::JournalReader reader;
        std::size_t layouts = 0;
        while (!bytes.empty()) {
            const Exact entry(bytes.substr(1, std::uint8_t(bytes[0])));
            bytes.remove_prefix(std::min(bytes.size(), entry.m_bytes.size() + 1));
            const auto read = reader.read(entry.view());
            if (!read)
                continue;
            layouts += read->newLayout ? 1 : 0;
            const auto &stream = reader.stream(*read);
            if (stream.ids.size() != stream.values.size())
                return "a journal whose series and values differ in number";
        }
        return reader.streams() <= layouts ? "" : "streams that no entry began";
    }

    static std::string tableFault(history::ByteView bytes)
    {
        const auto table = history::unpackTable(bytes);
        if (!table)
            return {};
        for (const auto &column : table->columns) {
            if (std::visit([](const auto &cells) { return cells.size(); }, column.cells) != table->rows())
                return "columns of different lengths";
        }
        if (table->rows() * table->columns.size() > kMostPackedAgain)
            return {};
        // NaNs differ from themselves, bytes do not.
        const auto plain = history::tableBytes(*table);
        const auto again = history::unpackTable(history::compress(plain));
        if (!again || history::tableBytes(*again) != plain)
            return "a table that does not come back";
        const auto resembling = history::unpackTable(history::compress(plain, plain), plain);
        return resembling && history::tableBytes(*resembling) == plain ? "" : "a table that does not come back from what it resembles";
    }

    static std::string labelsFault(history::ByteView bytes)
    {
        const auto labels = history::unpackLabels(bytes);
        if (!labels)
            return {};
        const auto again = history::unpackLabels(history::packLabels(*labels));
        return !labels->empty() && (!again || *again != *labels) ? "labels that do not come back" : "";
    }
};

} // namespace tests
