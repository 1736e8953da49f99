#include "models/history/segment.h"

#include "models/series/chunk.h"

#include <limits>

namespace history {

using namespace series; // the put functions

// Decoded they take a quarter of a gigabyte: what says that it holds more is a bomb. Sixteen hours of a block every second are 4 million.
static constexpr std::uint64_t kMostPoints = 1 << 24;

// A thread that reads segments keeps so much room for the next one.
static constexpr std::size_t kKeptRoom = 8u << 20;

// zstd over: how many | (difference of ids, length)... | chunks
Bytes packSegment(const std::vector<SeriesChunk> &chunks)
{
    Bytes out;
    putVarint(out, chunks.size());
    SeriesId last = 0;
    for (const auto &[id, chunk] : chunks) {
        putVarint(out, id - last);
        putVarint(out, chunk.size());
        last = id;
    }
    for (const auto &chunk : chunks)
        out += chunk.chunk;
    return compress(out);
}

// Where each chunk stands in the unpacked bytes.
static metric::Result<std::vector<UnpackedSegment::Place>> placesIn(ByteView unpacked)
{
    ByteReader heads(unpacked);
    const auto count = heads.varint();
    ByteReader chunks = heads;
    for (std::uint64_t i = 0; i < count && chunks.ok(); ++i) {
        chunks.varint();
        chunks.varint();
    }
    std::vector<UnpackedSegment::Place> places;
    std::uint64_t id = 0, points = 0;
    for (std::uint64_t i = 0; i < count && chunks.ok(); ++i) {
        id += heads.varint();
        const auto chunk = chunks.bytes(heads.varint());
        points += pointsIn(chunk);
        if (points > kMostPoints || id > std::numeric_limits<SeriesId>::max())
            chunks.fail();
        if (chunks.ok())
            places.push_back({SeriesId(id), std::uint32_t(chunk.data() - unpacked.data()), std::uint32_t(chunk.size())});
    }
    if (!chunks.ok())
        return metric::fail(metric::ErrorCode::Malformed, "damaged segment");
    return places;
}

metric::Result<UnpackedSegment> unpackSegment(ByteView bytes)
{
    auto unpacked = decompress(bytes);
    if (!unpacked)
        return tl::unexpected(unpacked.error());
    auto places = placesIn(*unpacked);
    if (!places)
        return tl::unexpected(places.error());
    return UnpackedSegment{std::move(*unpacked), std::move(*places)};
}

metric::Result<void> unpackSegment(ByteView bytes, const std::function<void(SeriesId, ByteView)> &visitor)
{
    static thread_local Bytes room;
    if (room.size() > kKeptRoom)
        room = {};
    const auto unpacked = decompressInto(room, bytes);
    if (!unpacked)
        return tl::unexpected(unpacked.error());
    const auto places = placesIn(*unpacked);
    if (!places)
        return tl::unexpected(places.error());
    for (const auto &place : *places)
        visitor(place.id, unpacked->substr(place.at, place.length));
    return {};
}

} // namespace history
