#include "models/health/evidence_packing.h"

#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

namespace health {

using metric::ErrorCode;
using metric::Result;

namespace {

constexpr std::size_t kMostUnpacked = 1024 * 1024;
constexpr std::size_t kMostParts = 64;
constexpr int kLevel = 3;

void appendText(std::string &bytes, std::string_view text)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(char(std::uint8_t(text.size() >> shift)));
    bytes += text;
}

// Empty: there is not that much left.
std::optional<std::string> takeText(std::string_view &bytes)
{
    if (bytes.size() < 4)
        return std::nullopt;
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i)
        size |= std::size_t(std::uint8_t(bytes[i])) << (8 * i);
    bytes.remove_prefix(4);
    if (size > bytes.size())
        return std::nullopt;
    std::string text(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return text;
}

} // namespace

std::string cutText(std::string_view text, std::size_t longest)
{
    constexpr std::string_view kMore = "…";
    if (text.size() <= longest)
        return std::string(text);
    if (longest < kMore.size())
        return {};
    auto end = longest - kMore.size();
    while (end > 0 && (std::uint8_t(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end)).append(kMore);
}

std::string packParts(std::span<const metric::Evidence::Part> parts, std::size_t longestPart, std::size_t longest)
{
    std::string bytes;
    for (const auto &part : parts.first(std::min(parts.size(), kMostParts))) {
        const auto room = longest - std::min(longest, bytes.size());
        appendText(bytes, cutText(part.title, 200));
        appendText(bytes, cutText(part.text, std::min(longestPart, room)));
    }
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    const auto size = ZSTD_compress2(context.get(), packed.data(), packed.size(), bytes.data(), bytes.size());
    packed.resize(ZSTD_isError(size) ? 0 : size);
    return packed;
}

Result<std::vector<metric::Evidence::Part>> unpackParts(std::span<const std::byte> packed)
{
    const auto malformed = [] { return metric::fail(ErrorCode::Malformed, "stored evidence is damaged"); };
    const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > kMostUnpacked)
        return malformed();
    std::string bytes(std::size_t(size), '\0');
    const auto got = ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
    if (ZSTD_isError(got) || got != bytes.size())
        return malformed();
    std::vector<metric::Evidence::Part> parts;
    for (std::string_view rest = bytes; !rest.empty();) {
        auto title = takeText(rest);
        auto text = title ? takeText(rest) : std::nullopt;
        if (!text || parts.size() == kMostParts)
            return malformed();
        parts.push_back({std::move(*title), std::move(*text)});
    }
    return parts;
}

} // namespace health
