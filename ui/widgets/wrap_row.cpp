#include "ui/widgets/wrap_row.h"

#include <algorithm>

namespace ui {

WrapRow::WrapRow() { setContentsMargins(0, 0, 0, 0); }

WrapRow::~WrapRow() = default;

void WrapRow::addItem(QLayoutItem *item) { m_items.emplace_back(item); }
int WrapRow::count() const { return int(m_items.size()); }

QLayoutItem *WrapRow::itemAt(int index) const { return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr; }

QLayoutItem *WrapRow::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    auto *item = m_items[std::size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    m_left -= index < m_left;
    return item;
}

std::vector<QRect> WrapRow::places(int width) const
{
    std::vector<QRect> found;
    const bool oneRow = sizeHint().width() <= width;
    bool left = m_left >= 0;
    int x = 0, y = 0, line = 0;
    for (int i = 0; i < count(); ++i) {
        const auto &item = m_items[std::size_t(i)];
        if (item->isEmpty()) {
            found.emplace_back(QPoint(x, y), QSize(0, 0));
            continue;
        }
        const QSize size = item->sizeHint();
        const bool startsRight = left && i >= m_left;
        left = left && !startsRight;
        if (x > 0 && (x + size.width() > width || (startsRight && !oneRow))) {
            x = 0;
            y += line + kSpacing;
            line = 0;
        }
        found.emplace_back(QPoint(x, y), QSize(std::min(size.width(), width), size.height()));
        x += size.width() + kSpacing;
        line = std::max(line, size.height());
    }
    for (int i = m_left; oneRow && i >= 0 && i < count(); ++i)
        found[std::size_t(i)].translate(width - x + kSpacing, 0);
    return found;
}

int WrapRow::heightForWidth(int width) const
{
    int height = 0;
    for (const auto &place : places(width))
        height = std::max(height, place.bottom() + 1);
    return height;
}

QSize WrapRow::sizeHint() const
{
    QSize size(-kSpacing, 0);
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            size = {size.width() + kSpacing + item->sizeHint().width(), std::max(size.height(), item->sizeHint().height())};
    }
    return size.expandedTo({0, 0});
}

QSize WrapRow::minimumSize() const
{
    QSize size(0, 0);
    for (const auto &item : m_items)
        size = size.expandedTo(item->sizeHint());
    return size;
}

void WrapRow::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const auto found = places(rect.width());
    for (std::size_t i = 0; i < found.size(); ++i)
        m_items[i]->setGeometry(found[i].translated(rect.topLeft()));
}

} // namespace ui
