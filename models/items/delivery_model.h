#pragma once

#include "models/alerts/outbox_table.h"
#include "models/items/column_table_model.h"

namespace items {

// What was told to whom, and what became of it; one row each.
class DeliveryModel final : public ColumnTableModel<alerts::Delivery> {
public:
    explicit DeliveryModel(QObject *parent = nullptr);
};

} // namespace items
