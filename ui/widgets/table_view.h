#pragma once

#include <QtCore/QHash>
#include <QtWidgets/QTreeView>

class QLineEdit;
class QMenu;

namespace ui {

// Every table and tree of the console: no vertical lines and faint horizontal ones, click on the header to sort, its menu
// picks columns, several rows can be selected and copied as text, typing goes to the search box. Selection and scroll stay
// on updates as long as the model updates by difference.
class TableView : public QTreeView {
    Q_OBJECT

public:
    explicit TableView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    // Columns by their id (items::ColumnIdRole); call after setModel().
    void setHiddenColumns(const QStringList &ids);
    // The first of these that is shown takes the width that is left; without any, the first column does.
    void setStretchColumns(const QStringList &ids);
    // Columns that give way, in this order, where the table is too narrow for all that are shown.
    void setExpendableColumns(const QStringList &ids);
    // A text that just fits into a column, by id, from which the widths begin.
    void setSamples(const QHash<QString, QString> &samples);
    void sortByColumnId(const QString &id, Qt::SortOrder order);
    // Letters typed in the table go there; null: Qt's own jump to the row that begins so.
    void setSearchBox(QLineEdit *box) { m_searchBox = box; }
    // Shown in grey in the middle while there are no rows.
    void setEmptyText(const QString &text);
    // Rows that get their first child are opened.
    void setOpensNewParents(bool opens) { m_opensNewParents = opens; }

    // Widths, order, visibility and sorting, by column id, so that it outlives new columns.
    QByteArray state() const;
    // False, and nothing changed, where the bytes are not what state() gives.
    bool restoreState(const QByteArray &state);

    // The selected rows as they stand: the visible columns with tabs between them, one line per row.
    QString selectionAsText() const;
    QModelIndexList selectedRowsInOrder() const;

public Q_SLOTS:
    void copySelection();

Q_SIGNALS:
    // The user changed what state() returns.
    void stateEdited();
    // The context menu is about to open; whoever owns the table adds its actions, before "Copy" and "Columns".
    void menuRequested(QMenu *menu);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void updateGeometries() override;

private:
    QString columnId(int column) const;
    int columnOf(const QString &id) const;
    int visibleColumns() const;
    void addColumnActions(QMenu *menu);
    void fillWidth();
    int stretchColumn() const;
    void showSqueezed();
    void setShown(int column, bool shown);
    int defaultWidth(int column) const;
    void makeRoom();
    int leastWidth(int column) const;
    void setDefaultWidths();

    QLineEdit *m_searchBox = nullptr;
    QString m_emptyText;
    QHash<QString, QString> m_samples;
    QStringList m_stretch;
    QStringList m_expendable;
    QHash<int, int> m_squeezed; // columns that gave way, and their width
    bool m_opensNewParents = false;
    bool m_fills = true;                      // the stretch column takes what is left, until somebody pulls at it
    bool m_settling = false;                  // widths are being set by the program
    QList<QMetaObject::Connection> m_laidOut; // to the model
};

} // namespace ui
