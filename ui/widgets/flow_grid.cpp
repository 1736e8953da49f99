#include "ui/widgets/flow_grid.h"

#include <QtWidgets/QWidget>

#include <algorithm>

namespace ui {

FlowGrid::FlowGrid(QWidget *parent) : QLayout(parent) { setContentsMargins(0, 0, 0, 0); }

FlowGrid::~FlowGrid() = default;

int FlowGrid::columnsFor(int width) { return std::clamp((width + kSpacing) / (kLeast + kSpacing), 1, kMost); }

void FlowGrid::insertWidget(int at, QWidget *widget)
{
    addWidget(widget);
    std::rotate(m_items.begin() + std::min<std::ptrdiff_t>(at, count() - 1), m_items.end() - 1, m_items.end());
    invalidate();
}

void FlowGrid::addItem(QLayoutItem *item) { m_items.emplace_back(item); }
int FlowGrid::count() const { return int(m_items.size()); }

QLayoutItem *FlowGrid::itemAt(int index) const { return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr; }

QLayoutItem *FlowGrid::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    auto *item = m_items[std::size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowGrid::heightForWidth(int width) const
{
    const int columns = columnsFor(width);
    const int rows = (count() + columns - 1) / columns;
    return rows * kHeight + std::max(0, rows - 1) * kSpacing;
}

void FlowGrid::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const int columns = columnsFor(rect.width());
    for (int i = 0; i < count(); ++i) {
        const int row = i / columns, column = i % columns;
        // Edges by division, so that rounding never leaves a ragged right side.
        const auto edge = [&](int at) { return rect.left() + (rect.width() + kSpacing) * at / columns; };
        m_items[std::size_t(i)]->setGeometry(
            QRect(edge(column), rect.top() + row * (kHeight + kSpacing), edge(column + 1) - edge(column) - kSpacing, kHeight));
    }
}

} // namespace ui
