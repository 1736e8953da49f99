#pragma once

#include "models/metric/batch.h"
#include "models/metric/result.h"
#include "models/series/bytes.h"
#include "models/sqlite/database.h"

namespace history {

using series::ByteReader;
using series::Bytes;
using series::ByteView;

inline sqlite::Blob asBlob(ByteView bytes) { return std::as_bytes(std::span(bytes.data(), bytes.size())); }
inline ByteView asBytes(sqlite::Blob blob) { return {reinterpret_cast<const char *>(blob.data()), blob.size()}; }

// Times as the tables hold them.
inline std::int64_t milliseconds(metric::Timestamp time) { return time.time_since_epoch().count(); }
inline metric::Timestamp timeOf(std::int64_t milliseconds) { return metric::Timestamp(metric::Duration(milliseconds)); }

// zstd, with a checksum over the content. Unpacking answers Malformed for bytes that are none, that were damaged, or that would unpack to more than
// 64 MiB. What was packed as resembling other bytes (`like`) can only be unpacked with the same beside it.
Bytes compress(ByteView bytes, ByteView like = {});
metric::Result<Bytes> decompress(ByteView bytes, ByteView like = {});
// Into room that is used again, because taking and giving back megabytes costs as much as unpacking into them.
metric::Result<ByteView> decompressInto(Bytes &room, ByteView bytes, ByteView like = {});

Bytes packLabels(const metric::Labels &labels);
metric::Result<metric::Labels> unpackLabels(ByteView bytes);

// Every bit of every number comes back. unpackTable() takes compress(tableBytes(table), like), and answers Malformed for
// more than four million cells.
Bytes tableBytes(const metric::Table &table);
metric::Result<metric::Table> unpackTable(ByteView bytes, ByteView like = {});

} // namespace history
