#pragma once

#include "models/health/health_snapshot.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_delegate.h"

#include <functional>
#include <span>

namespace ui {

// The cell of a table as a bar of availability (see paintAvailability), with a tool tip of the piece below the mouse. Who cannot see it
// reads the cell's text.
class AvailabilityDelegate : public TableDelegate {
    Q_OBJECT

public:
    struct Bar {
        std::span<const health::BarPiece> pieces; // valid until the model changes
        metric::Timestamp end{};                  // of the last
    };

    AvailabilityDelegate(const Theme &theme, std::function<Bar(const QModelIndex &)> barOf, QObject *parent)
        : TableDelegate(parent), m_theme(theme), m_barOf(std::move(barOf))
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;
    // Of the cell's tool tip at that place, empty where there is no piece.
    QString textAt(const QStyleOptionViewItem &option, const QModelIndex &index, int x) const;

private:
    static QRect barRect(const QStyleOptionViewItem &option);

    const Theme &m_theme;
    std::function<Bar(const QModelIndex &)> m_barOf;
};

} // namespace ui
