#include "models/items/query_history_model.h"

namespace items {

static const Column<QueryHistoryRow> kQueryHistoryColumns[] = {
    {"star", QT_TRANSLATE_NOOP("items", "kept"), Qt::AlignLeft, [](const QueryHistoryRow &row) -> Cell { return row.starred ? 1.0 : 0.0; },
     [](const QueryHistoryRow &row) { return row.starred ? QStringLiteral("★") : QStringLiteral("☆"); }},
    {"expression", QT_TRANSLATE_NOOP("items", "expression"), Qt::AlignLeft, [](const QueryHistoryRow &row) -> Cell { return row.expression; },
     [](const QueryHistoryRow &row) { return QString::fromStdString(row.expression).simplified(); }},
    {"asked", QT_TRANSLATE_NOOP("items", "asked"), Qt::AlignRight,
     [](const QueryHistoryRow &row) -> Cell { return double(row.asked.time_since_epoch().count()); },
     [](const QueryHistoryRow &row) { return timeText(row.asked); }},
};

QueryHistoryModel::QueryHistoryModel(QObject *parent)
    : ColumnTableModel({.columns = kQueryHistoryColumns, .key = [](const QueryHistoryRow &row) { return RowKey::of(row.expression); }}, parent)
{
}

void QueryHistoryModel::setHistory(const settings::QueryHistory &history)
{
    std::vector<QueryHistoryRow> rows;
    for (const auto &record : history)
        rows.push_back({record.expression.toStdString(), metric::Timestamp(std::chrono::milliseconds(record.askedMs)), record.starred});
    setRows(std::move(rows));
}

} // namespace items
