#pragma once

#include "models/series/bytes.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Numbers of any width in bits, one behind the other. Private to the room.
namespace series {

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
          m_together(width == 0 ? 1 : std::max<std::size_t>(57 / width, 1)),
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
        const auto safe = std::min(end, m_safe);
        while (m_done < safe) {
            // As many as one load holds, wherever in its first byte the first of them begins.
            const auto at = m_done * m_width;
            std::uint64_t word = 0;
            std::memcpy(&word, m_bytes.data() + at / 8, 8);
            if constexpr (std::endian::native == std::endian::big)
                word = __builtin_bswap64(word);
            word >>= at % 8;
            const auto count = std::min(m_together, safe - m_done);
            for (std::size_t i = 0; i < count; ++i, word >>= m_width)
                sum += word & m_mask;
            m_done += count;
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
    const std::size_t m_together;
    const std::size_t m_safe; // so many fields can be read with one load each
    std::size_t m_done = 0;
    std::uint64_t m_sum = 0;
};

// The fields from one to before another, of `width` bits each, one after the other; false where the bytes end before them.
template <class Take>
bool readFields(ByteView bytes, std::size_t from, std::size_t to, unsigned width, Take take)
{
    constexpr unsigned kInOneLoad = 56;
    if (width <= kInOneLoad && bytes.size() >= 8) {
        const auto mask = (std::uint64_t(1) << width) - 1;
        const auto lastStart = (bytes.size() - 8) * 8; // of a field that may be read so
        const auto safe = width == 0 ? to : std::min(to, lastStart / width + 1);
        for (; from < safe; ++from) {
            const auto at = from * width;
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at / 8, 8);
            if constexpr (std::endian::native == std::endian::big)
                word = __builtin_bswap64(word);
            take(from, (word >> (at % 8)) & mask);
        }
    }
    BitReader bits(bytes, from * width);
    for (; from < to; ++from)
        take(from, bits.get(width));
    return bits.ok();
}

} // namespace series
