#include "models/history/packing.h"

#include <zstd.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace history {

using metric::ErrorCode;
using metric::fail;
using namespace series; // the put functions

namespace {

constexpr int kLevel = 3;
constexpr std::uint64_t kMostUnpacked = 64ull << 20;
// A block takes four bytes at least and holds 128 KiB at most (RFC 8878, 3.1.1.2): what claims more is not given room.
constexpr std::uint64_t kMostPerByte = (128u << 10) / 4;
// A hundred thousand processes with forty columns. In memory a cell takes up to 32 times the byte that it may be on disk.
constexpr std::uint64_t kMostCells = 1 << 22;

enum class CellForm : std::uint8_t { Texts = 0, Integers = 1, Doubles = 2 };

bool isInteger(double value)
{
    return std::abs(value) < 9e15 && std::bit_cast<std::uint64_t>(double(std::int64_t(value))) == std::bit_cast<std::uint64_t>(value);
}

void putNumbers(Bytes &out, const std::vector<double> &cells)
{
    if (std::all_of(cells.begin(), cells.end(), isInteger)) {
        putByte(out, std::uint8_t(CellForm::Integers));
        for (const double cell : cells)
            putSigned(out, std::int64_t(cell));
        return;
    }
    // First bytes with first bytes, and so on: neighbours resemble each other there, which the compressor sees.
    putByte(out, std::uint8_t(CellForm::Doubles));
    for (int shift = 56; shift >= 0; shift -= 8) {
        for (const double cell : cells)
            putByte(out, std::uint8_t(std::bit_cast<std::uint64_t>(cell) >> shift));
    }
}

std::vector<double> readDoubles(ByteView planes, std::size_t rows)
{
    std::vector<double> cells(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        std::uint64_t bits = 0;
        for (std::size_t plane = 0; plane < 8; ++plane)
            bits = bits << 8 | std::uint8_t(planes[plane * rows + row]);
        cells[row] = std::bit_cast<double>(bits);
    }
    return cells;
}

} // namespace

Bytes compress(ByteView bytes, ByteView like)
{
    struct Free {
        void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    };
    // A context is large and takes its time to make; each thread that writes keeps one.
    static thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1); // xxHash64 of the content: damage does not read as values
    ZSTD_CCtx_refPrefix(context.get(), like.data(), like.size());  // for this frame alone
    Bytes packed(ZSTD_compressBound(bytes.size()), '\0');
    const auto size = ZSTD_compress2(context.get(), packed.data(), packed.size(), bytes.data(), bytes.size());
    packed.resize(ZSTD_isError(size) ? 0 : size); // only without memory; an empty blob reads as malformed
    return packed;
}

metric::Result<Bytes> decompress(ByteView bytes, ByteView like)
{
    Bytes room;
    if (const auto unpacked = decompressInto(room, bytes, like); !unpacked)
        return tl::unexpected(unpacked.error());
    return room;
}

metric::Result<ByteView> decompressInto(Bytes &room, ByteView bytes, ByteView like)
{
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMostUnpacked || size > bytes.size() * kMostPerByte)
        return fail(ErrorCode::Malformed, "damaged compressed bytes");
    struct Free {
        void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
    };
    static thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    if (room.size() < size)
        room.resize(size);
    ZSTD_DCtx_refPrefix(context.get(), like.data(), like.size());
    if (ZSTD_decompressDCtx(context.get(), room.data(), room.size(), bytes.data(), bytes.size()) != size)
        return fail(ErrorCode::Malformed, "damaged compressed bytes");
    return ByteView(room).substr(0, size);
}

Bytes packLabels(const metric::Labels &labels)
{
    Bytes out;
    for (const auto label : labels) {
        putText(out, label.name);
        putText(out, label.value);
    }
    return out;
}

metric::Result<metric::Labels> unpackLabels(ByteView bytes)
{
    std::vector<metric::Label> labels;
    ByteReader reader(bytes);
    while (reader.left() > 0) {
        const auto name = reader.text();
        labels.push_back({name, reader.text()});
    }
    metric::Labels set(labels);
    if (!reader.ok() || set.empty()) // also where all of them have no value
        return fail(ErrorCode::Malformed, "damaged labels");
    return set;
}

Bytes tableBytes(const metric::Table &table)
{
    Bytes out;
    putText(out, table.name);
    putSigned(out, table.time.time_since_epoch().count());
    putVarint(out, table.rows());
    putVarint(out, table.columns.size());
    for (const auto &column : table.columns) {
        putText(out, column.name);
        putByte(out, std::uint8_t(column.unit));
        if (const auto *numbers = std::get_if<std::vector<double>>(&column.cells)) {
            putNumbers(out, *numbers);
        } else {
            putByte(out, std::uint8_t(CellForm::Texts));
            for (const auto &text : std::get<std::vector<std::string>>(column.cells))
                putText(out, text);
        }
    }
    return out;
}

metric::Result<metric::Table> unpackTable(ByteView bytes, ByteView like)
{
    const auto unpacked = decompress(bytes, like);
    if (!unpacked)
        return tl::unexpected(unpacked.error());
    ByteReader reader(*unpacked);
    metric::Table table;
    table.name = reader.text();
    table.time = metric::Timestamp(metric::Duration(reader.signedVarint()));
    const auto rows = reader.varint();
    const auto columns = reader.varint();
    // Every cell takes a byte at least, so there cannot be more of them than bytes.
    bool valid = reader.ok() && rows <= reader.left() && columns <= reader.left() && (rows + 1) * columns <= kMostCells;
    for (std::uint64_t i = 0; valid && i < columns; ++i) {
        metric::TableColumn column;
        column.name = reader.text();
        const auto unit = reader.byte();
        column.unit = metric::Unit(unit);
        const auto form = CellForm(reader.byte());
        valid = reader.ok() && unit <= std::uint8_t(metric::Unit::UnixTime) && form <= CellForm::Doubles && rows <= reader.left();
        if (!valid)
            break;
        if (form == CellForm::Texts) {
            std::vector<std::string> texts(rows);
            for (auto &text : texts)
                text = reader.text();
            column.cells = std::move(texts);
        } else if (form == CellForm::Integers) {
            std::vector<double> numbers(rows);
            for (auto &number : numbers)
                number = double(reader.signedVarint());
            column.cells = std::move(numbers);
        } else if (const auto planes = reader.bytes(rows * 8); reader.ok()) {
            column.cells = readDoubles(planes, rows);
        }
        valid = reader.ok();
        table.columns.push_back(std::move(column));
    }
    if (!valid)
        return fail(ErrorCode::Malformed, "damaged table");
    return table;
}

} // namespace history
