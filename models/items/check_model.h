#pragma once

#include "models/items/check_texts.h"
#include "models/items/column_table_model.h"

#include <memory>

namespace items {

// One check at a moment.
struct CheckRow {
    std::shared_ptr<const health::CheckStatus> status; // never null; keeps the snapshot that it is of
    std::string kind{};                                // "HTTP or HTTPS": a source text in the context "items"
    std::string why{};                                 // why it is as it is and since when; translated
    health::Span span = health::Span::Day;             // of which bar and availability tell

    const health::Spent &spent() const { return status->spent[std::size_t(span)]; }
    const std::vector<health::BarPiece> &bar() const { return status->bars[std::size_t(span)]; }
};

class CheckModel final : public ColumnTableModel<CheckRow> {
public:
    explicit CheckModel(QObject *parent = nullptr);
    static RowKey key(std::string_view target) { return RowKey::of(target); }
};

// The same checks as objectives over the last 30 days.
class SloModel final : public ColumnTableModel<CheckRow> {
public:
    explicit SloModel(QObject *parent = nullptr);
    static RowKey key(std::string_view target) { return RowKey::of(target); }
};

} // namespace items
