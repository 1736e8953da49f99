#include "ui/dialogs/form_grid.h"

#include <QtWidgets/QLabel>

namespace ui {

static constexpr int kTitleWidth = 22; // in characters

QGridLayout *makeFormGrid(QWidget *parent)
{
    auto *grid = new QGridLayout(parent);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, parent->fontMetrics().averageCharWidth() * kTitleWidth);
    grid->setColumnStretch(1, 1);
    return grid;
}

void addFormRow(QGridLayout &grid, const QString &title, QWidget *field, QWidget *fault)
{
    auto *label = new QLabel(title, grid.parentWidget());
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field);
    label->setWordWrap(true);
    label->setFixedWidth(grid.columnMinimumWidth(0));
    const int row = grid.rowCount();
    grid.addWidget(label, row, 0, Qt::AlignVCenter);
    grid.addWidget(field, row, 1);
    if (fault)
        grid.addWidget(fault, row + 1, 1);
}

QList<QWidget *> tabStops(const QWidget &part)
{
    auto stops = part.findChildren<QWidget *>();
    stops.removeIf([&](const QWidget *each) { // menus and lists of choices are windows of their own
        return !(each->focusPolicy() & Qt::TabFocus) || each->focusProxy() || each->window() != part.window();
    });
    return stops;
}

} // namespace ui
