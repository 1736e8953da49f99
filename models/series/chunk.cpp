#include "models/series/chunk.h"

#include "models/series/bit_fields.h"
#include "models/series/time_runs.h"

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
        // Behind the last point there may be no time any more.
        m_time = std::int64_t(std::uint64_t(m_time) + std::uint64_t(count) * std::uint64_t(m_step));
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

// The values from one place on, as many as there is room for; `count` are there in all.
bool decodeDecimals(ByteReader &reader, std::size_t count, std::size_t begin, std::span<double> values)
{
    const auto head = readDecimalHead(reader);
    if (!head)
        return false;
    const auto bytes = reader.bytes(reader.left());
    if (bytes.size() * 8 < (count - 1) * head->width)
        return false;
    auto number = head->number + head->least * begin + FieldSums(bytes, head->width).before(begin);
    values[0] = double(std::int64_t(number)) / head->divisor;
    return readFields(bytes, begin, begin + values.size() - 1, head->width, [&](std::size_t i, std::uint64_t difference) {
        number += head->least + difference;
        values[i + 1 - begin] = double(std::int64_t(number)) / head->divisor;
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
    const auto lead = reader.byte();
    const auto form = ValueForm(lead & 0xf);
    const unsigned constantBytes = lead >> 4;
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
    const auto isPickable = [](std::int64_t time) { return time > -kPickable && time < kPickable; };
    const bool picks = moments && times.ascend && begin < end && spacing > 0 && moments->step.count() / 2 >= spacing && isPickable(from) &&
                       isPickable(to) && isPickable(moments->step.count()) && isPickable(moments->start.time_since_epoch().count());
    if (picks)
        pickPlaces(times, begin, end, *moments, places);
    const auto first = begin < end ? begin : 0; // something is read at least, to see that it is a chunk
    const auto read = begin < end ? end : 1;
    values.resize(picks ? places.size() : read - first);

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
    case ValueForm::Decimal: valid = picks ? pickDecimals(reader, count, places, values) : decodeDecimals(reader, count, first, values); break;
    case ValueForm::Xor: {
        std::size_t next = 0;
        valid = decodeXor(reader, read, [&](std::size_t place, double value) {
            if (!picks && place >= first)
                values[place - first] = value;
            else if (picks && next < places.size() && places[next] == place)
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
            const RunIterator stretch(run.at(low - run.index), run.step, values.data() + (low - first));
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
