#include "models/items/operation_model.h"

#include <algorithm>

namespace items {

static const Column<OperationRow> kOperationColumns[] = {
    {"operation", QT_TRANSLATE_NOOP("items", "operation"), Qt::AlignLeft, [](const OperationRow &row) -> Cell { return row.name; }},
    {"rate", QT_TRANSLATE_NOOP("items", "rate"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.rate; }, nullptr,
     metric::Unit::PerSecond},
    {"errors", QT_TRANSLATE_NOOP("items", "errors"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.errors; }, nullptr,
     metric::Unit::Ratio},
    {"count", QT_TRANSLATE_NOOP("items", "count"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.count; }},
    {"min", QT_TRANSLATE_NOOP("items", "min"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.least; }, nullptr,
     metric::Unit::Seconds},
    {"avg", QT_TRANSLATE_NOOP("items", "avg"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.mean; }, nullptr,
     metric::Unit::Seconds},
    {"p50", QT_TRANSLATE_NOOP("items", "p50"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.p50; }, nullptr,
     metric::Unit::Seconds},
    {"p95", QT_TRANSLATE_NOOP("items", "p95"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.p95; }, nullptr,
     metric::Unit::Seconds},
    {"p99", QT_TRANSLATE_NOOP("items", "p99"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.p99; }, nullptr,
     metric::Unit::Seconds},
    {"max", QT_TRANSLATE_NOOP("items", "max"), Qt::AlignRight, [](const OperationRow &row) -> Cell { return row.most; }, nullptr,
     metric::Unit::Seconds},
    {"recent", QT_TRANSLATE_NOOP("items", "last 100"), Qt::AlignLeft,
     [](const OperationRow &row) -> Cell { return std::span<const double>(row.recent); }},
    {"metric", QT_TRANSLATE_NOOP("items", "metric"), Qt::AlignLeft, [](const OperationRow &row) -> Cell { return row.family; }},
};

bool operator==(const OperationRow &a, const OperationRow &b)
{
    const auto figures = [](const OperationRow &row) {
        return std::array{row.rate, row.errors, row.count, row.least, row.mean, row.most, row.p50, row.p95, row.p99};
    };
    return a.name == b.name && a.family == b.family && figures(a) == figures(b) &&
           std::ranges::equal(a.recent, b.recent, [](double x, double y) { return Number(x) == Number(y); });
}

OperationModel::OperationModel(QObject *parent)
    : ColumnTableModel({.columns = kOperationColumns, .key = [](const OperationRow &row) { return RowKey::of(row.family + '\n' + row.name); }},
                       parent)
{
}

} // namespace items
