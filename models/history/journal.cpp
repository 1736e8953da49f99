#include "models/history/journal.h"

#include <bit>

namespace history {

using namespace series; // the put functions

// stream | new layout? | time | [count | differences of ids] | (how many stay, zero bytes above and below, bytes that differ)...
static constexpr std::uint64_t kMostSeries = 1 << 22;

Bytes JournalWriter::entry(const metric::Batch &batch, const std::vector<SeriesId> &ids)
{
    auto &[number, stream] = m_streams.try_emplace(batch.target, Named{m_streams.size(), {}}).first->second;
    const bool newLayout = stream.ids != ids || ids.empty();
    Bytes out;
    putVarint(out, number);
    putByte(out, newLayout ? 1 : 0);
    putSigned(out, batch.time.time_since_epoch().count());
    if (newLayout) {
        stream.ids = ids;
        stream.values.assign(ids.size(), 0);
        putVarint(out, ids.size());
        std::int64_t last = 0;
        for (const auto id : ids) {
            putSigned(out, std::int64_t(id) - last);
            last = id;
        }
    }
    std::uint64_t unchanged = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(batch.samples[i].value);
        auto changed = bits ^ stream.values[i];
        if (changed == 0) {
            ++unchanged;
            continue;
        }
        stream.values[i] = bits;
        putVarint(out, unchanged);
        unchanged = 0;
        const auto above = unsigned(std::countl_zero(changed)) / 8;
        const auto below = unsigned(std::countr_zero(changed)) / 8;
        putByte(out, std::uint8_t(above << 4 | below));
        changed >>= 8 * below;
        for (unsigned left = 8 - above - below; left > 0; --left, changed >>= 8)
            putByte(out, std::uint8_t(changed));
    }
    return out;
}

metric::Result<JournalEntry> JournalReader::read(ByteView bytes)
{
    ByteReader reader(bytes);
    JournalEntry entry{};
    entry.stream = reader.varint();
    const auto kind = reader.byte();
    entry.newLayout = kind == 1;
    entry.time = metric::Timestamp(metric::Duration(reader.signedVarint()));
    const auto damaged = [&] {
        m_streams.erase(entry.stream);
        return metric::fail(metric::ErrorCode::Malformed, "damaged journal entry");
    };
    if (!reader.ok() || kind > 1 || (!entry.newLayout && !m_streams.contains(entry.stream)))
        return damaged();
    auto &stream = m_streams[entry.stream];
    if (entry.newLayout) {
        const auto count = reader.varint();
        if (!reader.ok() || count > kMostSeries || count > reader.left())
            return damaged();
        stream.ids.resize(count);
        stream.values.assign(count, 0);
        std::uint64_t id = 0;
        for (auto &next : stream.ids) {
            id += std::uint64_t(reader.signedVarint());
            next = SeriesId(id);
        }
    }
    std::uint64_t at = 0;
    while (reader.left() > 0) {
        const auto unchanged = reader.varint();
        const auto shape = reader.byte();
        const unsigned above = shape >> 4;
        const unsigned below = shape & 0xf;
        if (!reader.ok() || above + below >= 8 || unchanged >= stream.values.size() - at)
            return damaged();
        at += unchanged;
        std::uint64_t changed = 0;
        const auto differ = reader.bytes(8 - above - below);
        for (std::size_t i = 0; i < differ.size(); ++i)
            changed |= std::uint64_t(std::uint8_t(differ[i])) << (8 * (below + i));
        stream.values[at++] ^= changed;
    }
    if (!reader.ok())
        return damaged();
    return entry;
}

} // namespace history
