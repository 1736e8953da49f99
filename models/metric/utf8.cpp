#include "models/metric/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace metric {

bool isUtf8(std::string_view bytes)
{
    const auto *at = bytes.data();
    const auto *const end = at + bytes.size();
    while (at != end) {
        std::uint64_t word = 0;
        if (end - at >= 8 && (std::memcpy(&word, at, 8), (word & 0x8080808080808080U) == 0)) {
            at += 8;
            continue;
        }
        const auto lead = static_cast<unsigned char>(*at++);
        if (lead < 0x80)
            continue;
        // What the second byte may be decides about overlong forms, surrogates and the last code point (RFC 3629, section 4).
        int more = 0;
        unsigned char low = 0x80;
        unsigned char high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            more = 2;
            low = lead == 0xE0 ? 0xA0 : 0x80;
            high = lead == 0xED ? 0x9F : 0xBF;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            low = lead == 0xF0 ? 0x90 : 0x80;
            high = lead == 0xF4 ? 0x8F : 0xBF;
        } else {
            return false;
        }
        for (; more > 0; --more, low = 0x80, high = 0xBF) {
            if (at == end)
                return false;
            const auto byte = static_cast<unsigned char>(*at++);
            if (byte < low || byte > high)
                return false;
        }
    }
    return true;
}

std::size_t countCharacters(std::string_view utf8)
{
    return std::size_t(std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace metric
