#pragma once

#include "models/items/column_table_model.h"
#include "models/settings/query_record.h"

namespace items {

struct QueryHistoryRow {
    std::string expression;
    metric::Timestamp asked{};
    bool starred = false;
    friend bool operator==(const QueryHistoryRow &, const QueryHistoryRow &) = default;
};

// What was asked before, in the order of the history.
class QueryHistoryModel final : public ColumnTableModel<QueryHistoryRow> {
public:
    explicit QueryHistoryModel(QObject *parent = nullptr);
    void setHistory(const settings::QueryHistory &history);
};

} // namespace items
