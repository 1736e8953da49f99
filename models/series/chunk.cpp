#include "models/series/chunk.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

namespace series {

using metric::Point;

namespace {

enum class ValueForm : std::uint8_t { Constant = 1, Decimal = 2, Xor = 3 };

// Exact as doubles, and so exact divisors of any integer below 2^53.
constexpr double kPowersOfTen[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr double kExactIntegers = 9007199254740992.0; // 2^53
// Differences this narrow are not beaten by XOR often enough to try.
constexpr unsigned kNarrow = 12;

std::uint64_t bitsOf(double value) { return std::bit_cast<std::uint64_t>(value); }

class BitWriter {
public:
    explicit BitWriter(Bytes &out) : m_out(out) {}
    ~BitWriter()
    {
        if (m_filled > 0)
            m_out.push_back(char(m_bits));
    }
    BitWriter(const BitWriter &) = delete;
    BitWriter &operator=(const BitWriter &) = delete;

    // REQUIRES: count <= 64, no higher bit set in value.
    void put(std::uint64_t value, unsigned count)
    {
        if (count > 32) {
            put(value & 0xffffffffu, 32);
            value >>= 32;
            count -= 32;
        }
        m_bits |= value << m_filled;
        m_filled += count;
        while (m_filled >= 8) {
            m_out.push_back(char(m_bits));
            m_bits >>= 8;
            m_filled -= 8;
        }
    }

private:
    Bytes &m_out;
    std::uint64_t m_bits = 0;
    unsigned m_filled = 0;
};

class BitReader {
public:
    // From bit `at` on.
    explicit BitReader(ByteView bytes, std::size_t at = 0) : m_bytes(bytes), m_at(at) {}

    // Whether no bit was read past the end.
    bool ok() const { return m_at <= m_bytes.size() * 8; }

    // REQUIRES: count <= 64.
    std::uint64_t get(unsigned count)
    {
        // Up to 56 bits lie in the eight bytes that begin with the first of them: one load, one shift.
        if (count > 56) {
            const auto low = get(32);
            return low | (get(count - 32) << 32);
        }
        const auto value = wordAt(m_at / 8) >> (m_at % 8);
        m_at += count;
        return value & ((std::uint64_t(1) << count) - 1);
    }

private:
    // Little endian, zeros past the end.
    std::uint64_t wordAt(std::size_t byte) const
    {
        std::uint64_t word = 0;
        if (byte + 8 <= m_bytes.size())
            std::memcpy(&word, m_bytes.data() + byte, 8);
        else if (byte < m_bytes.size())
            std::memcpy(&word, m_bytes.data() + byte, m_bytes.size() - byte);
        if constexpr (std::endian::native == std::endian::big)
            word = __builtin_bswap64(word);
        return word;
    }

    ByteView m_bytes;
    std::size_t m_at; // bits
};

// Adds up neighbouring fields of one width, on and on. REQUIRES: the bytes hold those that are asked for; width <= 64.
class FieldSums {
public:
    FieldSums(ByteView bytes, unsigned width)
        : m_bytes(bytes),
          m_width(width),
          m_mask(width < 64 ? (std::uint64_t(1) << width) - 1 : ~std::uint64_t(0)),
          m_safe(width == 0                               ? ~std::size_t(0)
                 : width > kInOneLoad || bytes.size() < 8 ? 0
                                                          : (bytes.size() - 8) * 8 / width + 1)
    {
    }

    // Of all fields before `end`, which only grows.
    std::uint64_t before(std::size_t end)
    {
        if (m_width == 0)
            return 0;
        auto sum = m_sum;
        auto at = m_done * m_width;
        const auto safe = std::min(end, m_safe);
        for (; m_done < safe; ++m_done, at += m_width) {
            std::uint64_t word = 0;
            std::memcpy(&word, m_bytes.data() + at / 8, 8);
            if constexpr (std::endian::native == std::endian::big)
                word = __builtin_bswap64(word);
            sum += (word >> (at % 8)) & m_mask;
        }
        BitReader bits(m_bytes, m_done * m_width);
        for (; m_done < end; ++m_done)
            sum += bits.get(m_width);
        return m_sum = sum;
    }

private:
    static constexpr unsigned kInOneLoad = 56;
    const ByteView m_bytes;
    const unsigned m_width;
    const std::uint64_t m_mask;
    const std::size_t m_safe; // so many fields can be read with one load each
    std::size_t m_done = 0;
    std::uint64_t m_sum = 0;
};

// `count` fields of `width` bits each, one after the other; false where the bytes end before them.
template <class Take>
bool readFields(ByteView bytes, std::size_t count, unsigned width, Take take)
{
    constexpr unsigned kInOneLoad = 56;
    std::size_t done = 0;
    if (width <= kInOneLoad && bytes.size() >= 8) {
        const auto mask = (std::uint64_t(1) << width) - 1;
        const auto lastStart = (bytes.size() - 8) * 8; // of a field that may be read so
        const auto safe = width == 0 ? count : std::min(count, lastStart / width + 1);
        for (; done < safe; ++done) {
            const auto at = done * width;
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at / 8, 8);
            if constexpr (std::endian::native == std::endian::big)
                word = __builtin_bswap64(word);
            take(done, (word >> (at % 8)) & mask);
        }
    }
    BitReader bits(bytes, done * width);
    for (; done < count; ++done)
        take(done, bits.get(width));
    return bits.ok();
}

// Points of equal distance in time, beside their values: a vector that takes them in whole neither clears its room first nor looks
// at it for every point.
class RunIterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Point;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Point;

    RunIterator(std::int64_t time, std::int64_t step, const double *value) : m_time(time), m_step(step), m_value(value) {}
    Point operator*() const { return {metric::Timestamp(metric::Duration(m_time)), *m_value}; }
    RunIterator &operator++() { return *this += 1; }
    RunIterator &operator--() { return *this += -1; }
    RunIterator &operator+=(difference_type count)
    {
        m_time += count * m_step;
        m_value += count;
        return *this;
    }
    friend difference_type operator-(const RunIterator &a, const RunIterator &b) { return a.m_value - b.m_value; }
    friend bool operator==(const RunIterator &a, const RunIterator &b) { return a.m_value == b.m_value; }

private:
    std::int64_t m_time;
    std::int64_t m_step;
    const double *m_value;
};

// The times of neighbouring points with one distance. The first point of a chunk is a run of its own.
struct TimeRun {
    std::int64_t first;
    std::int64_t step;
    std::uint32_t index; // of its first point in the chunk
    std::uint32_t count;

    std::int64_t at(std::uint32_t place) const { return first + step * std::int64_t(place); }
};

void putTimes(std::span<const Point> points, Bytes &out)
{
    // Unsigned: damaged bytes may have told times that lie further apart than a number reaches, and the sum comes round again.
    const auto timeAt = [&](std::size_t at) { return std::uint64_t(points[at].time.time_since_epoch().count()); };
    putSigned(out, std::int64_t(timeAt(0)));
    for (std::size_t i = 1; i < points.size();) {
        const auto step = timeAt(i) - timeAt(i - 1);
        std::size_t run = i + 1;
        while (run < points.size() && timeAt(run) - timeAt(run - 1) == step)
            ++run;
        putSigned(out, std::int64_t(step));
        putVarint(out, run - i);
        i = run;
    }
}

std::optional<std::int64_t> asDecimal(double value, int exponent)
{
    const double scaled = value * kPowersOfTen[exponent];
    if (!(std::abs(scaled) < kExactIntegers))
        return std::nullopt;
    const auto number = std::llround(scaled);
    if (bitsOf(double(number) / kPowersOfTen[exponent]) != bitsOf(value))
        return std::nullopt;
    return number;
}

// The values as integers over one power of ten, if that is exact for all of them.
struct Decimals {
    int exponent = 0;
    std::vector<std::int64_t> numbers;
};

bool asDecimals(std::span<const Point> points, Decimals &decimals)
{
    // What is exact with few digits stays exact with more, so one ascent finds the exponent.
    decimals.exponent = 0;
    for (const auto &point : points) {
        while (!asDecimal(point.value, decimals.exponent)) {
            if (++decimals.exponent == int(std::size(kPowersOfTen)))
                return false;
        }
    }
    decimals.numbers.clear();
    for (const auto &point : points) {
        const auto number = asDecimal(point.value, decimals.exponent);
        if (!number)
            return false; // more digits than a double holds
        decimals.numbers.push_back(*number);
    }
    return true;
}

// exponent | first | least difference | width | differences above the least, packed
unsigned putDecimals(const Decimals &decimals, Bytes &out)
{
    const auto &numbers = decimals.numbers;
    std::int64_t least = numbers[1] - numbers[0];
    std::int64_t most = least;
    for (std::size_t i = 2; i < numbers.size(); ++i) {
        least = std::min(least, numbers[i] - numbers[i - 1]);
        most = std::max(most, numbers[i] - numbers[i - 1]);
    }
    const auto width = unsigned(std::bit_width(std::uint64_t(most - least)));
    putByte(out, std::uint8_t(decimals.exponent));
    putSigned(out, numbers[0]);
    putSigned(out, least);
    putByte(out, std::uint8_t(width));
    BitWriter bits(out);
    for (std::size_t i = 1; i < numbers.size(); ++i)
        bits.put(std::uint64_t(numbers[i] - numbers[i - 1] - least), width);
    return width;
}

void putXor(std::span<const Point> points, Bytes &out)
{
    putFixed64(out, bitsOf(points[0].value));
    BitWriter bits(out);
    unsigned leading = 0;
    unsigned length = 0; // of the window in force; none yet
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto changed = bitsOf(points[i].value) ^ bitsOf(points[i - 1].value);
        if (changed == 0) {
            bits.put(0, 1);
            continue;
        }
        const auto zerosAbove = unsigned(std::countl_zero(changed));
        const auto zerosBelow = unsigned(std::countr_zero(changed));
        const bool fits = length > 0 && zerosAbove >= leading && zerosBelow >= 64 - leading - length;
        // A much narrower value pays for a window of its own.
        if (fits && length <= 64 - zerosAbove - zerosBelow + 12) {
            bits.put(1, 2);
        } else {
            leading = zerosAbove;
            length = 64 - zerosAbove - zerosBelow;
            bits.put(3, 2);
            bits.put(leading, 6);
            bits.put(length - 1, 6);
        }
        bits.put(changed >> (64 - leading - length), length);
    }
}

struct DecimalHead {
    std::uint64_t number = 0; // unsigned: bytes from outside may overflow
    std::uint64_t least = 0;
    double divisor = 1;
    unsigned width = 0;
};

std::optional<DecimalHead> readDecimalHead(ByteReader &reader)
{
    DecimalHead head;
    const auto exponent = reader.byte();
    head.number = std::uint64_t(reader.signedVarint());
    head.least = std::uint64_t(reader.signedVarint());
    head.width = reader.byte();
    if (!reader.ok() || exponent >= std::size(kPowersOfTen) || head.width > 64)
        return std::nullopt;
    head.divisor = kPowersOfTen[exponent];
    return head;
}

// All values, or as far as `values` has room; `count` of them are there.
bool decodeDecimals(ByteReader &reader, std::size_t count, std::span<double> values)
{
    const auto head = readDecimalHead(reader);
    if (!head)
        return false;
    const auto bytes = reader.bytes(reader.left());
    if (bytes.size() * 8 < (count - 1) * head->width)
        return false;
    auto number = head->number;
    values[0] = double(std::int64_t(number)) / head->divisor;
    return readFields(bytes, values.size() - 1, head->width, [&](std::size_t i, std::uint64_t difference) {
        number += head->least + difference;
        values[i + 1] = double(std::int64_t(number)) / head->divisor;
    });
}

// The values at some places alone: what lies between is added up and not told.
bool pickDecimals(ByteReader &reader, std::size_t count, std::span<const std::uint32_t> places, std::span<double> values)
{
    const auto head = readDecimalHead(reader);
    if (!head)
        return false;
    const auto bytes = reader.bytes(reader.left());
    if (bytes.size() * 8 < (count - 1) * head->width)
        return false;
    FieldSums differences(bytes, head->width);
    for (std::size_t i = 0; i < places.size(); ++i)
        values[i] = double(std::int64_t(head->number + head->least * places[i] + differences.before(places[i]))) / head->divisor;
    return true;
}

// Calls `take(place, value)` for the first `wanted` of `count` values.
template <class Take>
bool decodeXor(ByteReader &reader, std::size_t wanted, Take take)
{
    auto value = reader.fixed64();
    if (!reader.ok())
        return false;
    BitReader bits(reader.bytes(reader.left()));
    unsigned leading = 0;
    unsigned length = 0;
    take(0, std::bit_cast<double>(value));
    for (std::size_t i = 1; i < wanted; ++i) {
        if (bits.get(1) != 0) {
            if (bits.get(1) != 0) {
                leading = unsigned(bits.get(6));
                length = unsigned(bits.get(6)) + 1;
            }
            if (length == 0 || leading + length > 64)
                return false;
            value ^= bits.get(length) << (64 - leading - length);
        }
        take(i, std::bit_cast<double>(value));
    }
    return bits.ok();
}

// How a chunk's times run: whether they only go forward (and never leave one end of time to come in at the other).
struct TimeRuns {
    std::vector<TimeRun> runs;
    bool ascend = true;
};

bool readTimes(ByteReader &reader, std::uint32_t count, TimeRuns &times)
{
    times.runs.clear();
    times.ascend = true;
    auto time = std::uint64_t(reader.signedVarint()); // unsigned: bytes from outside may overflow
    times.runs.push_back({std::int64_t(time), 0, 0, 1});
    for (std::uint32_t i = 1; i < count;) {
        const auto step = std::uint64_t(reader.signedVarint());
        const auto run = reader.varint();
        if (!reader.ok() || run == 0 || run > count - i)
            return false;
        std::int64_t last = 0;
        const bool comesRound =
            __builtin_mul_overflow(std::int64_t(step), std::int64_t(run), &last) || __builtin_add_overflow(last, std::int64_t(time), &last);
        times.ascend = times.ascend && std::int64_t(step) > 0 && !comesRound;
        times.runs.push_back({std::int64_t(time + step), std::int64_t(step), i, std::uint32_t(run)});
        time += step * run;
        i += std::uint32_t(run);
    }
    return reader.ok();
}

// How many points lie before the time, of times that ascend.
std::uint32_t pointsBefore(const TimeRuns &times, std::int64_t time)
{
    const auto after =
        std::upper_bound(times.runs.begin(), times.runs.end(), time, [](std::int64_t a, const TimeRun &run) { return a <= run.first; });
    if (after == times.runs.begin())
        return 0;
    const auto &run = *std::prev(after); // begins before the time
    if (run.step == 0)
        return run.index + 1;
    const auto inside = (std::uint64_t(time) - std::uint64_t(run.first) - 1) / std::uint64_t(run.step) + 1;
    return run.index + std::uint32_t(std::min<std::uint64_t>(inside, run.count));
}

// The places of the points that are the newest at some moment, and the last one, between two places.
void pickPlaces(const TimeRuns &times, std::uint32_t begin, std::uint32_t end, const Moments &moments, std::vector<std::uint32_t> &places)
{
    places.clear();
    const auto step = moments.step.count();
    const auto start = moments.start.time_since_epoch().count();
    for (std::size_t r = 0; r < times.runs.size(); ++r) {
        const auto &run = times.runs[r];
        if (run.index + run.count <= begin || run.index >= end)
            continue;
        // Until the next run begins the newest point is one of this run.
        const bool isLast = r + 1 == times.runs.size() || times.runs[r + 1].index >= end;
        const auto until = isLast ? run.at(run.count - 1) : times.runs[r + 1].first - 1;
        auto k = (run.first - start) / step;
        if (start + k * step < run.first)
            ++k;
        auto moment = start + k * step;
        if (moment > until)
            continue;
        // Divided once: from moment to moment a run goes on by the same number of points, and what is left over adds up.
        const auto stride = run.step == 0 ? 0 : step / run.step;
        const auto over = run.step == 0 ? 0 : step % run.step;
        auto inside = run.step == 0 ? 0 : (moment - run.first) / run.step;
        auto left = run.step == 0 ? 0 : (moment - run.first) % run.step;
        for (; moment <= until; moment += step) {
            const auto place = run.index + std::uint32_t(std::min<std::int64_t>(inside, run.count - 1));
            if (place >= begin && place < end && (places.empty() || places.back() != place))
                places.push_back(place);
            inside += stride;
            if ((left += over) >= run.step && over > 0) {
                left -= run.step;
                ++inside;
            }
        }
    }
    if (places.empty() || places.back() != end - 1)
        places.push_back(end - 1);
}

} // namespace

Bytes encodeChunk(std::span<const Point> points)
{
    Bytes head;
    putVarint(head, points.size());
    putTimes(points, head);

    const auto assemble = [&](ValueForm form, const Bytes &values) {
        Bytes chunk;
        chunk.reserve(1 + head.size() + values.size());
        putByte(chunk, std::uint8_t(form));
        chunk += head;
        chunk += values;
        return chunk;
    };

    Bytes values;
    const auto first = bitsOf(points[0].value);
    if (std::all_of(points.begin(), points.end(), [&](const Point &point) { return bitsOf(point.value) == first; })) {
        // Small integers end in zero bytes. How many bytes are left stands above the form, and the chunk of a constant
        // small number fits into a string without a heap block, of which memory would hold tens of thousands.
        const auto count = first == 0 ? 0u : 8u - unsigned(std::countr_zero(first)) / 8u;
        for (unsigned i = 0; i < count; ++i)
            putByte(values, std::uint8_t(first >> (56 - 8 * i)));
        return assemble(ValueForm(std::uint8_t(ValueForm::Constant) | count << 4), values);
    }
    Decimals decimals;
    decimals.numbers.reserve(points.size());
    const bool decimal = asDecimals(points, decimals);
    if (decimal && putDecimals(decimals, values) <= kNarrow)
        return assemble(ValueForm::Decimal, values);
    Bytes neighbours;
    putXor(points, neighbours);
    return decimal && values.size() <= neighbours.size() ? assemble(ValueForm::Decimal, values) : assemble(ValueForm::Xor, neighbours);
}

std::size_t pointsIn(ByteView chunk)
{
    ByteReader reader(chunk);
    reader.byte();
    const auto count = reader.varint();
    return reader.ok() && count <= kMaxChunkPoints ? count : 0;
}

metric::Result<bool> decodeChunk(ByteView chunk, TimeRange range, std::vector<Point> &points, const Moments *moments)
{
    const auto damaged = [] { return metric::fail(metric::ErrorCode::Malformed, "these bytes are no chunk of points"); };
    ByteReader reader(chunk);
    const auto first = reader.byte();
    const auto form = ValueForm(first & 0xf);
    const unsigned constantBytes = first >> 4;
    const auto count = std::uint32_t(std::min<std::uint64_t>(reader.varint(), kMaxChunkPoints + 1));
    // Times and values are laid out apart, so one of them waits while the other is read; reused, for chunks come by the thousand.
    thread_local TimeRuns times;
    thread_local std::vector<double> values;
    thread_local std::vector<std::uint32_t> places;
    if (!reader.ok() || constantBytes > 8 || count == 0 || count > kMaxChunkPoints || !readTimes(reader, count, times))
        return damaged();

    // Where times only go forward, what lies in the range is one stretch, and what lies behind it need not be read.
    const auto from = range.from.time_since_epoch().count(), to = range.to.time_since_epoch().count();
    const auto begin = times.ascend ? pointsBefore(times, from) : 0;
    const auto end = times.ascend && to < std::numeric_limits<std::int64_t>::max() ? pointsBefore(times, to + 1) : count;
    const auto spacing = times.runs.back().step;
    const bool picks = moments && times.ascend && begin < end && spacing > 0 && moments->step.count() >= 2 * spacing &&
                       to - from < std::numeric_limits<std::int64_t>::max() / 4;
    if (picks)
        pickPlaces(times, begin, end, *moments, places);
    const auto read = std::max<std::uint32_t>(begin < end ? end : 0, 1);
    values.resize(picks ? places.size() : read);

    bool valid = false;
    switch (form) {
    case ValueForm::Constant: {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < constantBytes; ++i)
            value |= std::uint64_t(reader.byte()) << (56 - 8 * i);
        std::fill(values.begin(), values.end(), std::bit_cast<double>(value));
        valid = reader.ok();
        break;
    }
    case ValueForm::Decimal: valid = picks ? pickDecimals(reader, count, places, values) : decodeDecimals(reader, count, values); break;
    case ValueForm::Xor: {
        std::size_t next = 0;
        valid = decodeXor(reader, read, [&](std::size_t place, double value) {
            if (!picks)
                values[place] = value;
            else if (next < places.size() && places[next] == place)
                values[next++] = value;
        });
        break;
    }
    }
    if (!valid)
        return damaged();

    const auto before = points.size();
    const auto wanted = picks ? places.size() : begin < end ? end - begin : 0;
    // Once, and not in steps: a vector that grows by the page is paid for in page faults.
    if (points.capacity() < before + wanted)
        points.reserve(std::max(before + wanted, before * 2));
    if (picks) {
        auto run = times.runs.begin();
        for (std::size_t i = 0; i < places.size(); ++i) {
            while (places[i] >= run->index + run->count)
                ++run;
            points.push_back({metric::Timestamp(metric::Duration(run->at(places[i] - run->index))), values[i]});
        }
    } else if (times.ascend) {
        for (const auto &run : times.runs) {
            const auto low = std::max(run.index, begin);
            const auto high = std::min(run.index + run.count, end);
            if (low >= high)
                continue;
            const RunIterator stretch(run.at(low - run.index), run.step, values.data() + low);
            auto stretchEnd = stretch;
            points.insert(points.end(), stretch, stretchEnd += std::ptrdiff_t(high - low));
        }
    } else {
        for (const auto &run : times.runs) {
            for (std::uint32_t i = 0; i < run.count; ++i) {
                const auto moment = std::int64_t(std::uint64_t(run.first) + std::uint64_t(run.step) * i);
                if (moment >= from && moment <= to)
                    points.push_back({metric::Timestamp(metric::Duration(moment)), values[run.index + i]});
            }
        }
    }
    return times.ascend && (before == 0 || before == points.size() || points[before - 1].time < points[before].time);
}

void normalise(std::vector<Point> &points)
{
    const auto misplaced = std::adjacent_find(points.begin(), points.end(), [](const Point &a, const Point &b) { return a.time >= b.time; });
    if (misplaced == points.end())
        return;
    std::stable_sort(points.begin(), points.end(), [](const Point &a, const Point &b) { return a.time < b.time; });
    points.erase(std::unique(points.begin(), points.end(), [](const Point &a, const Point &b) { return a.time == b.time; }), points.end());
}

} // namespace series
