#pragma once

#include "models/alerts/silence.h"
#include "models/items/column_table_model.h"

namespace items {

// A silence, and what has become of it at the moment when the row was made.
struct SilenceRow {
    alerts::Silence silence;
    alerts::SilenceState state = alerts::SilenceState::Active;
    std::string matchers = {}; // of the silence, in text
};

// Silences, expired ones too; one row each.
class SilenceModel final : public ColumnTableModel<SilenceRow> {
public:
    explicit SilenceModel(QObject *parent = nullptr);
};

} // namespace items
