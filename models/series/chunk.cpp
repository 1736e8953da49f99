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

// Times and values side by side, as points: a vector that takes them in whole neither clears its room first nor looks at it for
// every point.
class PointIterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Point;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Point;

    PointIterator(const std::int64_t *time, const double *value) : m_time(time), m_value(value) {}
    Point operator*() const { return {metric::Timestamp(metric::Duration(*m_time)), *m_value}; }
    PointIterator &operator++()
    {
        ++m_time;
        ++m_value;
        return *this;
    }
    PointIterator &operator--()
    {
        --m_time;
        --m_value;
        return *this;
    }
    PointIterator &operator+=(difference_type count)
    {
        m_time += count;
        m_value += count;
        return *this;
    }
    friend difference_type operator-(const PointIterator &a, const PointIterator &b) { return a.m_time - b.m_time; }
    friend bool operator==(const PointIterator &a, const PointIterator &b) { return a.m_time == b.m_time; }

private:
    const std::int64_t *m_time;
    const double *m_value;
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

bool decodeDecimals(ByteReader &reader, std::size_t count, std::span<double> values)
{
    const auto exponent = reader.byte();
    auto number = std::uint64_t(reader.signedVarint());
    const auto least = std::uint64_t(reader.signedVarint());
    const auto width = reader.byte();
    if (!reader.ok() || exponent >= std::size(kPowersOfTen) || width > 64)
        return false;
    const double divisor = kPowersOfTen[exponent];
    values[0] = double(std::int64_t(number)) / divisor;
    return readFields(reader.bytes(reader.left()), count - 1, width, [&](std::size_t i, std::uint64_t difference) {
        number += least + difference;
        values[i + 1] = double(std::int64_t(number)) / divisor;
    });
}

bool decodeXor(ByteReader &reader, std::size_t count, std::span<double> values)
{
    auto value = reader.fixed64();
    if (!reader.ok())
        return false;
    BitReader bits(reader.bytes(reader.left()));
    unsigned leading = 0;
    unsigned length = 0;
    values[0] = std::bit_cast<double>(value);
    for (std::size_t i = 1; i < count; ++i) {
        if (bits.get(1) != 0) {
            if (bits.get(1) != 0) {
                leading = unsigned(bits.get(6));
                length = unsigned(bits.get(6)) + 1;
            }
            if (length == 0 || leading + length > 64)
                return false;
            value ^= bits.get(length) << (64 - leading - length);
        }
        values[i] = std::bit_cast<double>(value);
    }
    return bits.ok();
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

metric::Result<bool> decodeChunk(ByteView chunk, TimeRange range, std::vector<Point> &points)
{
    const auto damaged = [] { return metric::fail(metric::ErrorCode::Malformed, "these bytes are no chunk of points"); };
    ByteReader reader(chunk);
    const auto first = reader.byte();
    const auto form = ValueForm(first & 0xf);
    const unsigned constantBytes = first >> 4;
    const auto count = reader.varint();
    if (!reader.ok() || constantBytes > 8 || count == 0 || count > kMaxChunkPoints)
        return damaged();

    // Times and values are laid out apart, so one of them waits while the other is read; reused, for chunks come by the thousand.
    thread_local std::vector<std::int64_t> times;
    thread_local std::vector<double> values;
    times.resize(count);
    values.resize(count);
    auto time = std::uint64_t(reader.signedVarint()); // unsigned: bytes from outside may overflow
    times[0] = std::int64_t(time);
    auto earliest = times[0], latest = times[0];
    bool ascending = true;
    for (std::size_t i = 1; i < count;) {
        const auto step = std::uint64_t(reader.signedVarint());
        const auto run = reader.varint();
        if (!reader.ok() || run == 0 || run > count - i)
            return damaged();
        std::int64_t last = 0;
        const bool comesRound =
            __builtin_mul_overflow(std::int64_t(step), std::int64_t(run), &last) || __builtin_add_overflow(last, times[i - 1], &last);
        for (const auto end = i + run; i < end; ++i)
            times[i] = std::int64_t(time += step);
        ascending = ascending && std::int64_t(step) > 0 && !comesRound;
        // Within a run time goes one way, unless it leaves one end of time and comes in at the other.
        earliest = std::min(earliest, comesRound ? std::numeric_limits<std::int64_t>::min() : times[i - 1]);
        latest = std::max(latest, comesRound ? std::numeric_limits<std::int64_t>::max() : times[i - 1]);
    }

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
    case ValueForm::Decimal: valid = decodeDecimals(reader, count, values); break;
    case ValueForm::Xor: valid = decodeXor(reader, count, values); break;
    }
    if (!valid)
        return damaged();
    // Once, and not in steps: a vector that grows by the page is paid for in page faults.
    if (points.capacity() < points.size() + count)
        points.reserve(std::max(points.size() + count, points.size() * 2));
    const auto from = range.from.time_since_epoch().count(), to = range.to.time_since_epoch().count();
    const auto *moments = times.data();
    const auto before = points.size();
    if (earliest >= from && latest <= to) {
        const PointIterator all(moments, values.data());
        auto end = all;
        points.insert(points.end(), all, end += std::ptrdiff_t(count));
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            if (moments[i] >= from && moments[i] <= to)
                points.push_back({metric::Timestamp(metric::Duration(moments[i])), values[i]});
        }
    }
    return ascending && (before == 0 || before == points.size() || points[before - 1].time < points[before].time);
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
