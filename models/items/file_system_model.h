#pragma once

#include "models/items/column_table_model.h"
#include "models/metric/batch.h"

namespace items {

struct FileSystemRow {
    std::string mount;
    std::string device;
    std::string type;
    Number sizeBytes;
    Number freeBytes;     // what users may still take
    Number usedRatio;     // of the size, what users may not take any more: as the thresholds and node-mixin count
    Number usedInodes;    // ratio
    Number fullInSeconds; // at the present trend; unknown where it does not grow
    State state = State::Ok;

    friend bool operator==(const FileSystemRow &, const FileSystemRow &) = default;
};

// The file systems of a batch's node_filesystem_* samples, by mount point. fullInSeconds and state are left to the caller.
std::vector<FileSystemRow> fileSystemRows(const metric::Batch &batch);

class FileSystemModel final : public ColumnTableModel<FileSystemRow> {
public:
    explicit FileSystemModel(QObject *parent = nullptr);
};

} // namespace items
