#include "models/items/completion_model.h"

#include "models/query/completion.h"

#include <algorithm>

namespace items {

static const Column<CompletionRow> kCompletionColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "name"), Qt::AlignLeft, [](const CompletionRow &row) -> Cell { return row.name; }},
    {"detail", QT_TRANSLATE_NOOP("items", "detail"), Qt::AlignLeft, [](const CompletionRow &row) -> Cell { return row.detail; }},
};

std::vector<CompletionRow> matching(const std::vector<CompletionRow> &rows, std::string_view prefix, std::size_t most)
{
    std::vector<std::pair<int, const CompletionRow *>> ranked;
    for (const auto &row : rows) {
        if (const int rank = query::completionRank(row.name, prefix); rank >= 0)
            ranked.emplace_back(rank, &row);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<CompletionRow> best;
    for (const auto &[rank, row] : ranked) {
        if (best.size() == most)
            break;
        best.push_back(*row);
    }
    return best;
}

CompletionModel::CompletionModel(QObject *parent)
    : ColumnTableModel({.columns = kCompletionColumns, .key = [](const CompletionRow &row) { return RowKey::of(row.name + '\n' + row.detail); }},
                       parent)
{
}

} // namespace items
