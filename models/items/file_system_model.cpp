#include "models/items/file_system_model.h"

#include <map>

namespace items {
namespace {

QString fullInText(const FileSystemRow &row)
{
    constexpr double kDay = 86400;
    if (!row.fullInSeconds.known() || row.fullInSeconds > 3650 * kDay)
        return cellText({}, metric::Unit::None);
    return durationText(metric::Duration(std::int64_t(std::max(0.0, row.fullInSeconds.value) * 1e3)));
}

const Column<FileSystemRow> kFileSystemColumns[] = {
    {"mount", QT_TRANSLATE_NOOP("items", "mount"), Qt::AlignLeft, [](const FileSystemRow &row) -> Cell { return row.mount; }},
    {"used", QT_TRANSLATE_NOOP("items", "used"), Qt::AlignRight, [](const FileSystemRow &row) -> Cell { return row.usedRatio; }, nullptr,
     metric::Unit::Ratio},
    {"bar", QT_TRANSLATE_NOOP("items", "use"), Qt::AlignLeft, [](const FileSystemRow &row) -> Cell { return row.usedRatio; },
     [](const FileSystemRow &) { return QString(); }, metric::Unit::Ratio, [](const FileSystemRow &row) { return row.state; }},
    {"free", QT_TRANSLATE_NOOP("items", "free"), Qt::AlignRight, [](const FileSystemRow &row) -> Cell { return row.freeBytes; }, nullptr,
     metric::Unit::Bytes},
    {"full_in", QT_TRANSLATE_NOOP("items", "full in"), Qt::AlignRight, [](const FileSystemRow &row) -> Cell { return row.fullInSeconds; },
     fullInText},
    {"size", QT_TRANSLATE_NOOP("items", "size"), Qt::AlignRight, [](const FileSystemRow &row) -> Cell { return row.sizeBytes; }, nullptr,
     metric::Unit::Bytes},
    {"inodes", QT_TRANSLATE_NOOP("items", "inodes"), Qt::AlignRight, [](const FileSystemRow &row) -> Cell { return row.usedInodes; }, nullptr,
     metric::Unit::Ratio},
    {"device", QT_TRANSLATE_NOOP("items", "device"), Qt::AlignLeft, [](const FileSystemRow &row) -> Cell { return row.device; }},
    {"type", QT_TRANSLATE_NOOP("items", "type"), Qt::AlignLeft, [](const FileSystemRow &row) -> Cell { return row.type; }},
};

} // namespace

std::vector<FileSystemRow> fileSystemRows(const metric::Batch &batch)
{
    struct Raw {
        FileSystemRow row;
        Number free, files, filesFree;
    };
    std::map<std::string, Raw, std::less<>> found;
    for (const metric::Sample &sample : batch.samples) {
        const auto name = sample.labels->metricName();
        if (!name.starts_with("node_filesystem_"))
            continue;
        Raw &raw = found[std::string(sample.labels->get("mountpoint"))];
        if (raw.row.mount.empty()) {
            raw.row.mount = sample.labels->get("mountpoint");
            raw.row.device = sample.labels->get("device");
            raw.row.type = sample.labels->get("fstype");
        }
        if (name == "node_filesystem_size_bytes")
            raw.row.sizeBytes = sample.value;
        else if (name == "node_filesystem_avail_bytes")
            raw.row.freeBytes = sample.value;
        else if (name == "node_filesystem_files")
            raw.files = sample.value;
        else if (name == "node_filesystem_files_free")
            raw.filesFree = sample.value;
    }
    std::vector<FileSystemRow> rows;
    for (auto &[mount, raw] : found) {
        // Without a size it could not be asked (only its device_error is there), or it is a pseudo file system.
        if (raw.row.sizeBytes > 0)
            raw.row.usedRatio = 1 - raw.row.freeBytes / raw.row.sizeBytes;
        if (raw.files > 0)
            raw.row.usedInodes = 1 - raw.filesFree / raw.files;
        if (!mount.empty() && raw.row.sizeBytes.value != 0)
            rows.push_back(std::move(raw.row));
    }
    return rows;
}

FileSystemModel::FileSystemModel(QObject *parent)
    : ColumnTableModel({.columns = kFileSystemColumns, .key = [](const FileSystemRow &row) { return RowKey::of(row.mount); }}, parent)
{
}

} // namespace items
