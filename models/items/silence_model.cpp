#include "models/items/silence_model.h"

namespace items {

using alerts::SilenceState;

static QString stateText(SilenceState state)
{
    switch (state) {
    case SilenceState::Pending: return translated(QT_TRANSLATE_NOOP("items", "begins later"));
    case SilenceState::Active: return translated(QT_TRANSLATE_NOOP("items", "active"));
    case SilenceState::Expired: break;
    }
    return translated(QT_TRANSLATE_NOOP("items", "expired"));
}

static Cell secondsCell(metric::Timestamp time) { return double(time.time_since_epoch().count()) / 1e3; }

static const Column<SilenceRow> kColumns[] = {
    {"matchers", QT_TRANSLATE_NOOP("items", "silences"), Qt::AlignLeft, [](const SilenceRow &row) -> Cell { return row.matchers; }},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, [](const SilenceRow &row) -> Cell { return double(row.state); },
     [](const SilenceRow &row) { return stateText(row.state); }},
    {"ends", QT_TRANSLATE_NOOP("items", "ends"), Qt::AlignRight, [](const SilenceRow &row) { return secondsCell(row.silence.endsAt); },
     [](const SilenceRow &row) { return timeText(row.silence.endsAt); }},
    {"author", QT_TRANSLATE_NOOP("items", "by"), Qt::AlignLeft, [](const SilenceRow &row) -> Cell { return row.silence.createdBy; }},
    {"comment", QT_TRANSLATE_NOOP("items", "comment"), Qt::AlignLeft, [](const SilenceRow &row) -> Cell { return row.silence.comment; }},
};

SilenceModel::SilenceModel(QObject *parent)
    : ColumnTableModel({.columns = kColumns,
                        .key =
                            [](const SilenceRow &row) {
                                return RowKey{metric::hashBytes(row.silence.id), 0};
                            },
                        .same = [](const SilenceRow &a, const SilenceRow &b) { return a.silence == b.silence && a.state == b.state; }},
                       parent)
{
}

} // namespace items
