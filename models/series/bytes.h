#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace series {

// Packed bytes, as the stores write them: little endian, small numbers short.
using Bytes = std::string;
using ByteView = std::string_view;

inline constexpr std::uint64_t zigzag(std::int64_t value) { return (std::uint64_t(value) << 1) ^ std::uint64_t(value >> 63); }
inline constexpr std::int64_t unzigzag(std::uint64_t value) { return std::int64_t(value >> 1) ^ -std::int64_t(value & 1); }

inline void putByte(Bytes &out, std::uint8_t value) { out.push_back(char(value)); }

// Seven bits a byte, lowest first (LEB128).
inline void putVarint(Bytes &out, std::uint64_t value)
{
    while (value >= 0x80) {
        out.push_back(char(value | 0x80));
        value >>= 7;
    }
    out.push_back(char(value));
}

inline void putSigned(Bytes &out, std::int64_t value) { putVarint(out, zigzag(value)); }

inline void putFixed64(Bytes &out, std::uint64_t value)
{
    for (int i = 0; i < 8; ++i)
        out.push_back(char(value >> (8 * i)));
}

inline void putText(Bytes &out, std::string_view text)
{
    putVarint(out, text.size());
    out.append(text);
}

// Reads what the functions above wrote from bytes that nobody vouches for. The first read past the end makes it fail for
// good: reads then answer zero, and the caller asks ok() once, before it uses anything.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

    bool ok() const { return m_ok; }
    std::size_t left() const { return std::size_t(m_end - m_at); }
    void fail()
    {
        m_ok = false;
        m_at = m_end;
    }

    std::uint8_t byte() { return need(1) ? std::uint8_t(*m_at++) : std::uint8_t(0); }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (!need(1))
                return 0;
            const auto next = std::uint8_t(*m_at++);
            value |= std::uint64_t(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        fail();
        return 0;
    }

    std::int64_t signedVarint() { return unzigzag(varint()); }

    std::uint64_t fixed64()
    {
        if (!need(8))
            return 0;
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value |= std::uint64_t(std::uint8_t(m_at[i])) << (8 * i);
        m_at += 8;
        return value;
    }

    ByteView bytes(std::uint64_t count)
    {
        if (!need(count))
            return {};
        const ByteView taken(m_at, std::size_t(count));
        m_at += count;
        return taken;
    }

    ByteView text() { return bytes(varint()); }

private:
    bool need(std::uint64_t count)
    {
        if (count <= left())
            return true;
        fail();
        return false;
    }

    const char *m_at;
    const char *m_end;
    bool m_ok = true;
};

} // namespace series
