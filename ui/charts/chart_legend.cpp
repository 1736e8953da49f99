#include "ui/charts/chart_legend.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QMenu>

#include <algorithm>
#include <utility>

namespace ui {

static constexpr int kSwatch = 9;
static constexpr int kSwatchGap = 5;
static constexpr int kEntryGap = 12;
static constexpr int kMostRows = 2;

ChartLegend::ChartLegend(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

static QString entryText(const ChartLegend::Entry &entry) { return entry.value.isEmpty() ? entry.name : entry.name + u' ' + entry.value; }

void ChartLegend::setEntries(std::vector<Entry> entries)
{
    if (entries == m_entries)
        return;
    const bool same = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                 [](const Entry &a, const Entry &b) { return a.id == b.id && a.name == b.name; });
    m_entries = std::move(entries);
    if (!same) {
        m_widths.assign(m_entries.size(), 0);
        m_current = 0;
    }
    bool wider = !same;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const int width = fontMetrics().horizontalAdvance(entryText(m_entries[i])) + 2; // advances are rounded
        if (width > m_widths[i]) {
            m_widths[i] = width;
            wider = true;
        }
    }
    if (wider)
        lay();
    update();
}

int ChartLegend::rowHeight() const { return fontMetrics().height() + 2; }

ChartLegend::Places ChartLegend::flow(int width) const
{
    Places places;
    const int more = fontMetrics().horizontalAdvance(QStringLiteral("+99")) + kEntryGap;
    int x = 0;
    int row = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const int wide = std::min(kSwatch + kSwatchGap + m_widths[i], width);
        // The last row keeps room for "+3" unless this is the last entry.
        const auto limit = [&](int inRow) { return inRow + 1 == kMostRows && i + 1 < m_entries.size() ? width - more : width; };
        if (x > 0 && x + wide > limit(row)) {
            if (row + 1 == kMostRows) {
                places.more = QRect(x, row * rowHeight(), more, rowHeight());
                break;
            }
            ++row;
            x = 0;
        }
        places.entries.emplace_back(x, row * rowHeight(), wide, rowHeight());
        x += wide + kEntryGap;
    }
    places.rows = row + 1;
    return places;
}

void ChartLegend::lay()
{
    const int rows = m_places.rows;
    m_places = flow(width());
    if (m_places.rows != rows)
        Q_EMIT heightChanged();
}

QRect ChartLegend::place(std::size_t entry) const { return entry < m_places.entries.size() ? m_places.entries[entry] : QRect(); }
int ChartLegend::heightForWidth(int width) const { return flow(width).rows * rowHeight(); }
QSize ChartLegend::sizeHint() const { return {200, m_places.rows * rowHeight()}; }
QSize ChartLegend::minimumSizeHint() const { return {40, rowHeight()}; }

void ChartLegend::resizeEvent(QResizeEvent *) { lay(); }

void ChartLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange) {
        m_widths.assign(m_entries.size(), 0);
        setEntries(std::exchange(m_entries, {}));
        lay();
    }
    QWidget::changeEvent(event);
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (std::size_t i = 0; i < m_places.entries.size(); ++i) {
        const auto &entry = m_entries[i];
        const auto &place = m_places.entries[i];
        const int middle = place.center().y();
        const QRect swatch(place.left(), middle - 1, kSwatch, 3);
        if (entry.hidden) {
            painter.setPen(m_theme.color(Theme::Color::Unknown));
            painter.drawRect(swatch.adjusted(0, 0, -1, -1));
        } else {
            painter.fillRect(swatch, m_theme.series(entry.color));
        }
        const auto text = place.adjusted(kSwatch + kSwatchGap, 0, 0, 0);
        auto color = m_theme.color(Theme::Color::Dim);
        if (entry.hidden)
            color.setAlphaF(0.6f);
        painter.setPen(color);
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, fontMetrics().elidedText(entryText(entry), Qt::ElideRight, text.width()));
        if (hasFocus() && i == m_current) {
            painter.setPen(m_theme.color(Theme::Color::Accent));
            painter.drawRect(place.adjusted(-2, 0, 2, -1).intersected(rect().adjusted(0, 0, -1, -1)));
        }
    }
    if (!m_places.more.isNull()) {
        painter.setPen(m_theme.color(Theme::Color::Accent));
        painter.drawText(m_places.more, Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("+%1").arg(m_entries.size() - m_places.entries.size()));
    }
    if (hasFocus() && m_current >= m_places.entries.size() && !m_places.more.isNull()) {
        painter.setPen(m_theme.color(Theme::Color::Accent));
        painter.drawRect(m_places.more.adjusted(-2, 0, -2, -1));
    }
}

void ChartLegend::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    const auto at = event->position().toPoint();
    for (std::size_t i = 0; i < m_places.entries.size(); ++i) {
        if (m_places.entries[i].contains(at)) {
            m_current = i;
            const auto id = m_entries[i].id;
            return event->modifiers() & Qt::ControlModifier ? Q_EMIT toggleRequested(id) : Q_EMIT isolateRequested(id);
        }
    }
    if (m_places.more.contains(at))
        openMore();
}

void ChartLegend::mouseMoveEvent(QMouseEvent *event)
{
    const auto at = event->position().toPoint();
    const bool over = m_places.more.contains(at) ||
                      std::any_of(m_places.entries.begin(), m_places.entries.end(), [&](const QRect &place) { return place.contains(at); });
    setCursor(over ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ChartLegend::keyPressEvent(QKeyEvent *event)
{
    if (m_entries.empty())
        return QWidget::keyPressEvent(event);
    const auto last = std::min(m_places.entries.size(), m_entries.size() - 1); // "+3" counts as one
    m_current = std::min(m_current, last);
    const auto id = m_entries[m_current].id;
    switch (event->key()) {
    case Qt::Key_Left: m_current -= m_current > 0; break;
    case Qt::Key_Right: m_current = std::min(m_current + 1, last); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= m_places.entries.size())
            openMore();
        else if (event->modifiers() & Qt::ControlModifier)
            Q_EMIT toggleRequested(id);
        else
            Q_EMIT isolateRequested(id);
        break;
    default: return QWidget::keyPressEvent(event);
    }
    update();
}

void ChartLegend::focusInEvent(QFocusEvent *) { update(); }
void ChartLegend::focusOutEvent(QFocusEvent *) { update(); }

void ChartLegend::openMore()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t i = m_places.entries.size(); i < m_entries.size(); ++i) {
        const auto &entry = m_entries[i];
        auto *action = menu->addAction(entryText(entry));
        action->setCheckable(true);
        action->setChecked(!entry.hidden);
        connect(action, &QAction::triggered, this, [this, id = entry.id] { Q_EMIT toggleRequested(id); });
    }
    menu->popup(mapToGlobal(m_places.more.bottomLeft()));
}

} // namespace ui
