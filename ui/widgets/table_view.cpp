#include "ui/widgets/table_view.h"

#include "models/items/column.h"
#include "ui/widgets/table_delegate.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtGui/QAccessible>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>

#include <algorithm>

namespace ui {
namespace {

constexpr int kLeastStretch = 14; // characters

// Opaque and filled, not drawn: what is blended goes through the raster engine's thread pool, line by line, and made up two
// thirds of a refresh.
void drawFaintLine(QPainter *painter, const QRect &rect, const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const auto mixed = [](int from, int to) { return from + (to - from) * 9 / 100; };
    const QColor line(mixed(base.red(), text.red()), mixed(base.green(), text.green()), mixed(base.blue(), text.blue()));
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, line);
}

// The title of a column, small and grey, without the borders and bevels of the style.
class TableHeader : public QHeaderView {
public:
    explicit TableHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent) {}

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        painter->fillRect(rect, palette().color(QPalette::Base));
        painter->setPen(palette().color(isSortIndicatorShown() && sortIndicatorSection() == section ? QPalette::Text : QPalette::PlaceholderText));
        const auto alignment = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>();
        QString text = model()->headerData(section, Qt::Horizontal).toString();
        if (isSortIndicatorShown() && sortIndicatorSection() == section) {
            const QString arrow = sortIndicatorOrder() == Qt::DescendingOrder ? QStringLiteral("▾") : QStringLiteral("▴");
            text = alignment & Qt::AlignRight ? arrow + QLatin1Char(' ') + text : text + QLatin1Char(' ') + arrow;
        }
        const QRect inner = rect.adjusted(8, 0, -8, 0);
        painter->drawText(inner, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                          fontMetrics().elidedText(text, Qt::ElideRight, inner.width()));
        drawFaintLine(painter, rect, palette());
    }

    void paintEvent(QPaintEvent *event) override
    {
        QPainter(viewport()).fillRect(viewport()->rect(), palette().color(QPalette::Base));
        QHeaderView::paintEvent(event);
    }

    QSize sizeHint() const override { return {0, fontMetrics().height() + 9}; }
};

} // namespace

TableView::TableView(QWidget *parent) : QTreeView(parent)
{
    setHeader(new TableHeader(this));
    setItemDelegate(new TableDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setRootIsDecorated(false);
    setIndentation(14);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setExpandsOnDoubleClick(true);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    header()->setFont(small);
    header()->setSectionsClickable(true);
    header()->setSectionsMovable(true);
    header()->setStretchLastSection(false);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(24);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setSortIndicator(-1, Qt::AscendingOrder); // as the model has it, until somebody asks for an order
    setSortingEnabled(true);

    connect(header(), &QHeaderView::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addColumnActions(menu);
        menu->popup(header()->viewport()->mapToGlobal(at));
    });
    connect(header(), &QHeaderView::sectionResized, this, [this](int section) {
        if (m_settling)
            return;
        if (section == stretchColumn())
            m_fills = false;
        fillWidth();
        Q_EMIT stateEdited();
    });
    connect(header(), &QHeaderView::sectionMoved, this, &TableView::stateEdited);
    connect(header(), &QHeaderView::sortIndicatorChanged, this, &TableView::stateEdited);
}

void TableView::setModel(QAbstractItemModel *model)
{
    for (const auto &connection : m_laidOut)
        disconnect(connection);
    m_laidOut.clear();
    QTreeView::setModel(model);
    if (!model)
        return;
    setDefaultWidths();
    // A tree view lays its rows out when it is next painted, and until then keeps plain indexes of the model before. Who reads the
    // screen asks in between, and Qt 6.4 hands such an index to the proxy, which crashes. These come after the view's own connections.
    const auto layOut = [this] {
        if (QAccessible::isActive())
            executeDelayedItemsLayout();
    };
    m_laidOut = {connect(model, &QAbstractItemModel::layoutChanged, this, layOut), connect(model, &QAbstractItemModel::rowsInserted, this, layOut),
                 connect(model, &QAbstractItemModel::rowsRemoved, this, layOut), connect(model, &QAbstractItemModel::rowsMoved, this, layOut),
                 connect(model, &QAbstractItemModel::modelReset, this, layOut)};
}

QString TableView::columnId(int column) const { return model()->headerData(column, Qt::Horizontal, items::ColumnIdRole).toString(); }

int TableView::columnOf(const QString &id) const
{
    for (int column = 0; model() && column < header()->count(); ++column) {
        if (columnId(column) == id)
            return column;
    }
    return -1;
}

int TableView::visibleColumns() const { return header()->count() - header()->hiddenSectionCount(); }

// By what stands in such columns: a number with its unit, a name, a time.
int TableView::defaultWidth(int column) const
{
    const QFontMetrics metrics(font());
    const bool number = model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>() & Qt::AlignRight;
    const QString title = model()->headerData(column, Qt::Horizontal).toString() + QStringLiteral(" ▾");
    const QString sample = m_samples.value(columnId(column), number ? QStringLiteral("8.88 KiB/s") : QStringLiteral("session-22.scope"));
    return std::max(metrics.horizontalAdvance(sample), metrics.horizontalAdvance(title)) + 20;
}

void TableView::showSqueezed()
{
    for (auto each = m_squeezed.cbegin(); each != m_squeezed.cend(); ++each)
        setColumnHidden(each.key(), false);
    m_squeezed.clear();
}

// Who asks for a column gets it, whether there is room or not.
void TableView::setShown(int column, bool shown)
{
    const int before = stretchColumn();
    m_expendable.removeAll(columnId(column));
    m_squeezed.remove(column);
    m_settling = true;
    setColumnHidden(column, !shown);
    if (m_fills && before != stretchColumn() && before != column)
        header()->resizeSection(before, defaultWidth(before)); // what it had taken is another's now
    m_settling = false;
    fillWidth();
    Q_EMIT stateEdited();
}

void TableView::setDefaultWidths()
{
    m_settling = true;
    showSqueezed();
    for (int column = 0; column < header()->count(); ++column)
        header()->resizeSection(column, defaultWidth(column));
    m_settling = false;
    fillWidth();
}

int TableView::stretchColumn() const
{
    for (const auto &id : m_stretch) {
        if (const int column = columnOf(id); column >= 0 && !header()->isSectionHidden(column))
            return column;
    }
    return 0;
}

int TableView::leastWidth(int column) const
{
    if (m_squeezed.contains(column))
        return m_squeezed.value(column);
    return column == stretchColumn() && m_fills ? fontMetrics().averageCharWidth() * kLeastStretch : header()->sectionSize(column);
}

// The columns shown, and those that gave way before, from the dearest on, as far as there is room.
void TableView::makeRoom()
{
    if (m_expendable.isEmpty() || m_settling || !model())
        return;
    int needed = 0;
    for (int column = 0; column < header()->count(); ++column)
        needed += leastWidth(column);
    m_settling = true;
    for (const auto &id : std::as_const(m_expendable)) {
        const int column = columnOf(id);
        const bool gone = m_squeezed.contains(column);
        if (column < 0 || (isColumnHidden(column) && !gone))
            continue;
        const int width = leastWidth(column);
        const bool fits = needed <= viewport()->width();
        if (!fits)
            needed -= width;
        if (fits == !gone)
            continue;
        setColumnHidden(column, !fits);
        if (fits) {
            m_squeezed.remove(column);
            header()->resizeSection(column, width);
        } else {
            m_squeezed.insert(column, width);
        }
    }
    m_settling = false;
}

void TableView::fillWidth()
{
    makeRoom();
    if (!m_fills || m_settling || !model() || header()->count() == 0)
        return;
    const int column = stretchColumn();
    if (header()->isSectionHidden(column))
        return;
    m_settling = true;
    const int others = header()->length() - header()->sectionSize(column);
    header()->resizeSection(column, std::max(viewport()->width() - others, fontMetrics().averageCharWidth() * kLeastStretch));
    m_settling = false;
}

// Whenever a scroll bar came or went, too.
void TableView::updateGeometries()
{
    fillWidth();
    QTreeView::updateGeometries();
}

void TableView::setSamples(const QHash<QString, QString> &samples)
{
    m_samples = samples;
    setDefaultWidths();
}

void TableView::setHiddenColumns(const QStringList &ids)
{
    m_squeezed.clear();
    m_settling = true; // hiding resizes: nobody pulls here
    for (int column = 0; column < header()->count(); ++column)
        setColumnHidden(column, ids.contains(columnId(column)));
    m_settling = false;
    fillWidth();
}

// What took the width until now gets its own back.
void TableView::setStretchColumns(const QStringList &ids)
{
    m_stretch = ids;
    setDefaultWidths();
}

void TableView::setExpendableColumns(const QStringList &ids)
{
    m_expendable = ids;
    fillWidth();
}

void TableView::sortByColumnId(const QString &id, Qt::SortOrder order)
{
    if (const int column = columnOf(id); column >= 0)
        sortByColumn(column, order);
}

void TableView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

QByteArray TableView::state() const
{
    QJsonArray columns;
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        const bool hidden = header()->isSectionHidden(column) && !m_squeezed.contains(column);
        // A hidden section has no width; the next start gives it the default.
        QJsonObject saved{{QStringLiteral("id"), columnId(column)}, {QStringLiteral("hidden"), hidden}};
        if (!hidden && !(column == stretchColumn() && m_fills))
            saved.insert(QStringLiteral("width"), leastWidth(column));
        columns.append(saved);
    }
    const QJsonObject state{{QStringLiteral("columns"), columns},
                            {QStringLiteral("sort"), header()->sortIndicatorSection() < 0 ? QString() : columnId(header()->sortIndicatorSection())},
                            {QStringLiteral("descending"), header()->sortIndicatorOrder() == Qt::DescendingOrder}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

bool TableView::restoreState(const QByteArray &state)
{
    const QJsonObject saved = QJsonDocument::fromJson(state).object();
    if (!model() || !saved.value(QStringLiteral("columns")).isArray())
        return false;
    const QSignalBlocker quiet(this);
    m_settling = true;
    showSqueezed();
    QList<int> sized;
    int visual = 0;
    for (const QJsonValue item : saved.value(QStringLiteral("columns")).toArray()) {
        const int column = columnOf(item[QStringLiteral("id")].toString());
        if (column < 0)
            continue; // of an older or newer version
        header()->moveSection(header()->visualIndex(column), visual++);
        const bool hidden = item[QStringLiteral("hidden")].toBool();
        setColumnHidden(column, hidden && visibleColumns() > 1);
        const int width = item[QStringLiteral("width")].toInt();
        if (width > 0) {
            header()->resizeSection(column, std::clamp(width, header()->minimumSectionSize(), 4000));
            sized << column;
        }
    }
    m_fills = m_fills && !sized.contains(stretchColumn());
    m_settling = false;
    sortByColumnId(saved.value(QStringLiteral("sort")).toString(),
                   saved.value(QStringLiteral("descending")).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    fillWidth();
    return true;
}

void TableView::addColumnActions(QMenu *menu)
{
    for (int visual = 0; visual < header()->count(); ++visual) {
        const int column = header()->logicalIndex(visual);
        auto *action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(isColumnHidden(column) || visibleColumns() > 1);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setShown(column, shown); });
    }
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuRequested(menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    auto *copy = menu->addAction(tr("Copy"), this, &TableView::copySelection);
    copy->setShortcut(QKeySequence::Copy);
    copy->setEnabled(selectionModel() && selectionModel()->hasSelection());
    addColumnActions(menu->addMenu(tr("Columns")));
    menu->popup(event->globalPos());
}

QModelIndexList TableView::selectedRowsInOrder() const
{
    if (!selectionModel())
        return {};
    QModelIndexList rows = selectionModel()->selectedRows();
    const auto path = [](QModelIndex index) {
        QList<int> steps;
        for (; index.isValid(); index = index.parent())
            steps.prepend(index.row());
        return steps;
    };
    std::sort(rows.begin(), rows.end(), [&](const QModelIndex &a, const QModelIndex &b) { return path(a) < path(b); });
    return rows;
}

QString TableView::selectionAsText() const
{
    QString text;
    for (const QModelIndex &row : selectedRowsInOrder()) {
        QStringList cells;
        for (int visual = 0; visual < header()->count(); ++visual) {
            const int column = header()->logicalIndex(visual);
            // A tab or line break within a cell would shift all that follows.
            if (!isColumnHidden(column))
                cells << row.siblingAtColumn(column).data().toString().simplified();
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void TableView::copySelection()
{
    const QString text = selectionAsText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    const QString typed = event->text();
    const bool plain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (m_searchBox && plain && !typed.isEmpty() && typed.at(0).isPrint() && !typed.at(0).isSpace() && typed != QStringLiteral("+") &&
        typed != QStringLiteral("-") && typed != QStringLiteral("*"))
    {
        m_searchBox->setFocus(Qt::OtherFocusReason);
        m_searchBox->setText(m_searchBox->text() + typed);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void TableView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QTreeView::rowsInserted(parent, start, end);
    if (m_opensNewParents && parent.isValid() && model()->rowCount(parent) == end - start + 1)
        expand(parent);
}

void TableView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!model()->hasChildren(index))
        return;
    painter->setPen(palette().color(QPalette::PlaceholderText));
    painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, isExpanded(index) ? QStringLiteral("▾") : QStringLiteral("▸"));
}

void TableView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (selectionModel()->isRowSelected(index.row(), index.parent()))
        painter->fillRect(option.rect, palette().color(QPalette::Highlight));
    QTreeView::drawRow(painter, option, index);
    drawFaintLine(painter, option.rect, palette());
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_emptyText.isEmpty() || (model() && model()->rowCount() > 0))
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), int(Qt::AlignCenter) | Qt::TextWordWrap, m_emptyText);
}

} // namespace ui
