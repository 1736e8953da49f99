#include "models/series/column.h"

#include "models/series/chunk.h"

#include <algorithm>
#include <bit>

namespace series {

using metric::Point;
using metric::Timestamp;

// Long enough to pack well, short enough that the tails of a million series stay small.
static constexpr std::size_t kTailPoints = 32;

// A tail is its first time, and for every point
//   new step? (1 bit) | how many bytes differ (4) | zero bytes below them (3) | [step] | bytes that differ from the value before
// where none differ and the step is the same, the lowest bits count further points that do so too.
static constexpr std::uint8_t kNewStep = 0x80;
static constexpr std::uint8_t kMostRepeats = 7;

// Calls visitor(time, bits) for every point.
template <class Visitor>
static void walk(ByteView tail, Visitor visitor)
{
    ByteReader reader(tail);
    auto time = std::uint64_t(reader.signedVarint()); // unsigned: from one end of time to the other is further than it counts
    std::uint64_t step = 0;
    std::uint64_t bits = 0;
    while (reader.left() > 0) {
        const auto shape = reader.byte();
        if ((shape & kNewStep) != 0)
            step = reader.varint();
        time += step;
        const unsigned count = shape >> 3 & 0xf;
        std::uint64_t changed = 0;
        const auto differ = reader.bytes(count);
        for (std::size_t i = 0; i < differ.size(); ++i)
            changed |= std::uint64_t(std::uint8_t(differ[i])) << 8 * i;
        bits ^= count == 0 ? 0 : changed << 8 * (shape & 7);
        visitor(std::int64_t(time), bits);
        if (count == 0 && (shape & kNewStep) == 0) {
            for (unsigned more = shape; more > 0; --more)
                visitor(std::int64_t(time += step), bits);
        }
    }
}

static Timestamp timestamp(std::int64_t milliseconds) { return Timestamp(metric::Duration(milliseconds)); }

// What is there at the time of a point that is not the newest.
Column::Taken Column::compare(Point point) const
{
    thread_local std::vector<Point> same;
    same.clear();
    read({point.time, point.time}, same);
    if (same.empty())
        return Taken::Yes;
    return std::bit_cast<std::uint64_t>(same.front().value) == std::bit_cast<std::uint64_t>(point.value) ? Taken::Known : Taken::Refused;
}

Column::Taken Column::append(Point point)
{
    const auto time = point.time.time_since_epoch().count();
    if (!empty() && (time <= m_time || m_wentBack)) {
        if (const auto taken = compare(point); taken != Taken::Yes)
            return taken;
        m_wentBack = true;
    }
    if (m_points == kTailPoints || (m_points > 0 && time < m_time))
        seal();
    char packed[32];
    std::size_t size = 0;
    const auto putNumber = [&](std::uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            packed[size++] = char(value | 0x80);
        packed[size++] = char(value);
    };
    if (m_points == 0) {
        putNumber(zigzag(time));
        m_time = time;
        m_step = 0;
        m_bits = 0;
        m_repeats = false;
    }
    const auto step = std::int64_t(std::uint64_t(time) - std::uint64_t(m_time));
    const auto bits = std::bit_cast<std::uint64_t>(point.value);
    auto changed = bits ^ m_bits;
    const bool repeats = changed == 0 && step == m_step;
    ++m_points;
    m_time = time;
    if (repeats && m_repeats && m_bytes[m_size - 1] < char(kMostRepeats)) {
        ++m_bytes[m_size - 1];
        return Taken::Yes;
    }
    const auto below = changed == 0 ? 0u : unsigned(std::countr_zero(changed)) / 8;
    const auto count = changed == 0 ? 0u : 8 - below - unsigned(std::countl_zero(changed)) / 8;
    packed[size++] = char((step != m_step ? kNewStep : 0u) | count << 3 | below);
    if (step != m_step)
        putNumber(std::uint64_t(step));
    changed >>= 8 * below;
    for (unsigned i = 0; i < count; ++i, changed >>= 8)
        packed[size++] = char(changed);
    m_step = step;
    m_bits = bits;
    m_repeats = repeats;
    put({packed, size});
    return Taken::Yes;
}

void Column::put(ByteView bytes)
{
    if (m_size + bytes.size() > m_room) {
        // A little more than needed, as the allocator cuts it anyway: 16 bytes each, 8 of them its own.
        const auto wanted = m_size + bytes.size() + m_size / 8 + 8;
        const auto room = (wanted + 8 + 15) / 16 * 16 - 8;
        auto larger = std::make_unique_for_overwrite<char[]>(room);
        std::copy_n(m_bytes.get(), m_size, larger.get());
        m_bytes = std::move(larger);
        m_room = std::uint32_t(room);
    }
    std::ranges::copy(bytes, m_bytes.get() + m_size);
    m_size += std::uint32_t(bytes.size());
}

// In place of what it held.
void Column::hold(ByteView sealed, ByteView tail)
{
    auto old = std::move(m_bytes);
    m_room = m_size = 0;
    put(sealed);
    m_sealed = m_size;
    put(tail);
    if (m_size == 0)
        *this = {};
}

// A chunk stands behind its first time and how much later its last one is, and before the length of the three, lowest seven bits
// last: what is asked for is mostly near the end, so stretches are walked from there.
void Column::seal()
{
    thread_local std::vector<Point> points;
    points.clear();
    walk(tail(), [](std::int64_t time, std::uint64_t bits) { points.push_back({timestamp(time), std::bit_cast<double>(bits)}); });
    const auto chunk = encodeChunk(points);
    const auto from = points.front().time.time_since_epoch().count();
    Bytes head;
    putSigned(head, from);
    putVarint(head, std::uint64_t(m_time) - std::uint64_t(from));
    Bytes length;
    putVarint(length, head.size() + chunk.size());
    std::ranges::reverse(length);
    m_size = m_sealed; // the tail has become the chunk
    m_points = 0;
    put(head);
    put(chunk);
    put(length);
    m_sealed = m_size;
}

namespace {

struct Stretch {
    Timestamp from;
    Timestamp to;
    ByteView chunk;
};

// Takes the last one off the end of sealed bytes.
Stretch lastStretch(ByteView &sealed)
{
    std::size_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto next = std::uint8_t(sealed.back());
        sealed.remove_suffix(1);
        size |= std::size_t(next & 0x7f) << shift;
        if (next < 0x80)
            break;
    }
    ByteReader reader(sealed.substr(sealed.size() - size));
    sealed.remove_suffix(size);
    const auto from = reader.signedVarint();
    const auto to = std::int64_t(std::uint64_t(from) + reader.varint());
    return {timestamp(from), timestamp(to), reader.bytes(reader.left())};
}

} // namespace

void Column::read(TimeRange range, std::vector<Point> &points, const SelectHints &hints) const
{
    thread_local std::vector<Stretch> stretches; // the last first
    stretches.clear();
    std::size_t before = 0;
    for (auto left = sealed(); !left.empty();) {
        const auto stretch = lastStretch(left);
        const bool isAtOrAfter = stretch.to >= range.from;
        if (!m_wentBack && (!isAtOrAfter || (hints.enoughBefore && before >= SelectHints::kEnough)))
            break;
        if (!isAtOrAfter || stretch.from > range.to)
            continue;
        stretches.push_back(stretch);
        if (hints.enoughBefore && stretch.to < *hints.enoughBefore)
            before += pointsIn(stretch.chunk);
    }
    // Our own bytes: they decode.
    for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch)
        (void)decodeChunk(stretch->chunk, range, points);
    if (m_points == 0)
        return;
    walk(tail(), [&](std::int64_t time, std::uint64_t bits) {
        if (const auto at = timestamp(time); at >= range.from && at <= range.to)
            points.push_back({at, std::bit_cast<double>(bits)});
    });
}

bool Column::reachesInto(TimeRange range) const
{
    for (auto left = sealed(); !left.empty();) {
        const auto stretch = lastStretch(left);
        if (stretch.to >= range.from && stretch.from <= range.to)
            return true;
    }
    return m_points > 0 && timestamp(m_time) >= range.from && timestamp(ByteReader(tail()).signedVarint()) <= range.to;
}

void Column::forget(const std::function<bool(Timestamp, Timestamp)> &isOut)
{
    thread_local std::vector<ByteView> kept; // the last first
    kept.clear();
    std::size_t size = 0;
    for (auto left = sealed(); !left.empty();) {
        const auto whole = left;
        const auto stretch = lastStretch(left);
        if (!isOut(stretch.from, stretch.to)) {
            kept.push_back(whole.substr(left.size()));
            size += kept.back().size();
        }
    }
    const bool tailOut = m_points > 0 && isOut(timestamp(ByteReader(tail()).signedVarint()), timestamp(m_time));
    if (size == m_sealed && !tailOut)
        return;
    if (tailOut)
        m_points = 0;
    Bytes stretches;
    stretches.reserve(size);
    for (auto stretch = kept.rbegin(); stretch != kept.rend(); ++stretch)
        stretches += *stretch;
    const Bytes open(tailOut ? ByteView() : tail());
    hold(stretches, open);
}

} // namespace series
