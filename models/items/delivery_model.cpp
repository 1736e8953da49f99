#include "models/items/delivery_model.h"

#include "models/items/rule_texts.h"

namespace items {

using alerts::Delivery;
using alerts::DeliveryState;

static QString deliveryStateText(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Queued: return translated(QT_TRANSLATE_NOOP("items", "waiting"));
    case DeliveryState::Delivered: return translated(QT_TRANSLATE_NOOP("items", "delivered"));
    case DeliveryState::Refused: return translated(QT_TRANSLATE_NOOP("items", "refused"));
    case DeliveryState::GivenUp: return translated(QT_TRANSLATE_NOOP("items", "given up"));
    case DeliveryState::Superseded: return translated(QT_TRANSLATE_NOOP("items", "told with a later one"));
    }
    return {};
}

static std::string_view nameOf(const Delivery &row)
{
    const auto name = row.what.labels.get("alertname");
    return name.empty() ? std::string_view(row.what.key) : name;
}

static const Column<Delivery> kDeliveryColumns[] = {
    {"time", QT_TRANSLATE_NOOP("items", "time"), Qt::AlignLeft,
     [](const Delivery &row) -> Cell { return double(row.created.time_since_epoch().count()) / 1e3; },
     [](const Delivery &row) { return timeText(row.created); }},
    {"alert", QT_TRANSLATE_NOOP("items", "alert"), Qt::AlignLeft, [](const Delivery &row) -> Cell { return nameOf(row); },
     [](const Delivery &row) { return ruleText(std::string(nameOf(row))); }},
    {"firing", QT_TRANSLATE_NOOP("items", "firing"), Qt::AlignRight, [](const Delivery &row) -> Cell { return double(row.what.firing.size()); },
     [](const Delivery &row) { return QString::number(row.what.firing.size()); }},
    {"over", QT_TRANSLATE_NOOP("items", "over"), Qt::AlignRight, [](const Delivery &row) -> Cell { return double(row.what.resolved.size()); },
     [](const Delivery &row) { return QString::number(row.what.resolved.size()); }},
    {"receiver", QT_TRANSLATE_NOOP("items", "receiver"), Qt::AlignLeft, [](const Delivery &row) -> Cell { return row.receiver; }},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, [](const Delivery &row) -> Cell { return double(row.state); },
     [](const Delivery &row) { return deliveryStateText(row.state); }},
    {"attempts", QT_TRANSLATE_NOOP("items", "attempts"), Qt::AlignRight, [](const Delivery &row) -> Cell { return double(row.attempts); },
     [](const Delivery &row) { return QString::number(row.attempts); }},
    {"result", QT_TRANSLATE_NOOP("items", "answer"), Qt::AlignLeft, [](const Delivery &row) -> Cell { return row.result; }},
};

DeliveryModel::DeliveryModel(QObject *parent)
    : ColumnTableModel(
          {.columns = kDeliveryColumns,
           .key =
               [](const Delivery &row) {
                   return RowKey{std::uint64_t(row.id), 0};
               },
           .same = [](const Delivery &a,
                      const Delivery &b) { return a.what == b.what && a.state == b.state && a.attempts == b.attempts && a.result == b.result; }},
          parent)
{
}

} // namespace items
