#include "models/items/target_model.h"

namespace items {
namespace {

bool sameTarget(const TargetRow &a, const TargetRow &b)
{
    return a.id == b.id && a.name == b.name && a.target.kind == b.target.kind && a.target.instance == b.target.instance && a.state == b.state &&
           a.reason == b.reason && Number(a.value) == Number(b.value) && a.unit == b.unit &&
           std::equal(a.sparkline.begin(), a.sparkline.end(), b.sparkline.begin(), b.sparkline.end(),
                      [](double x, double y) { return Number(x) == Number(y); });
}

const Column<TargetRow> kTargetColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "target"), Qt::AlignLeft, [](const TargetRow &row) -> Cell { return row.name; }, nullptr, metric::Unit::None,
     [](const TargetRow &row) { return row.state; }},
    {"trend", QT_TRANSLATE_NOOP("items", "trend"), Qt::AlignLeft,
     [](const TargetRow &row) -> Cell { return std::span<const double>(row.sparkline); }},
    {"value", QT_TRANSLATE_NOOP("items", "now"), Qt::AlignRight, [](const TargetRow &row) -> Cell { return row.value; },
     [](const TargetRow &row) { return cellText(row.value, row.unit); }},
    {"kind", QT_TRANSLATE_NOOP("items", "kind"), Qt::AlignLeft, [](const TargetRow &row) -> Cell { return double(row.target.kind); },
     [](const TargetRow &row) { return targetKindText(row.target.kind); }},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, [](const TargetRow &row) -> Cell { return double(row.state); },
     [](const TargetRow &row) { return stateText(row.state); }, metric::Unit::None, [](const TargetRow &row) { return row.state; }},
    {"reason", QT_TRANSLATE_NOOP("items", "why"), Qt::AlignLeft, [](const TargetRow &row) -> Cell { return row.reason; }},
};

} // namespace

TargetRow targetRow(const targets::Target &target)
{
    TargetRow row;
    row.target = target;
    row.id = target.id.toStdString();
    row.name = target.name.toStdString();
    return row;
}

QString targetKindText(targets::Kind kind)
{
    switch (kind) {
    case targets::Kind::ThisMachine: return translated(QT_TRANSLATE_NOOP("items", "This machine"));
    case targets::Kind::Host: return translated(QT_TRANSLATE_NOOP("items", "Hosts"));
    case targets::Kind::Service: return translated(QT_TRANSLATE_NOOP("items", "Services"));
    case targets::Kind::Application: return translated(QT_TRANSLATE_NOOP("items", "Applications"));
    }
    return {};
}

QString stateText(State state)
{
    switch (state) {
    case State::Ok: return translated(QT_TRANSLATE_NOOP("items", "OK"));
    case State::Warning: return translated(QT_TRANSLATE_NOOP("items", "Warning"));
    case State::Critical: return translated(QT_TRANSLATE_NOOP("items", "Critical"));
    case State::Emergency: return translated(QT_TRANSLATE_NOOP("items", "Emergency"));
    case State::Unknown: return translated(QT_TRANSLATE_NOOP("items", "Unknown"));
    case State::Paused: return translated(QT_TRANSLATE_NOOP("items", "Paused"));
    }
    return {};
}

TargetModel::TargetModel(QObject *parent)
    : ColumnTableModel({.columns = kTargetColumns, .key = [](const TargetRow &row) { return RowKey::of(row.id); }, .same = sameTarget}, parent)
{
}

RowKey TargetModel::key(const QString &targetId) { return RowKey::of(targetId.toStdString()); }

} // namespace items
