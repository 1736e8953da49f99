#include "app/api/gzip.h"

#include <limits>

#include <zlib.h>

namespace api {

std::string gzipped(std::string_view text)
{
    constexpr int kGzip = 16; // added to the window's bits: this header in place of zlib's
    z_stream stream{};
    if (text.size() > std::numeric_limits<uInt>::max() ||
        deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data())); // zlib only reads it
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    packed.resize(whole ? stream.total_out : 0);
    deflateEnd(&stream);
    return packed;
}

} // namespace api
