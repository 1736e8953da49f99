#pragma once

#include <QtCore/QList>
#include <QtWidgets/QGridLayout>

class QString;

namespace ui {

// Titles at the left, of one width in every part of a dialog; what is asked at the right, with its fault below.
QGridLayout *makeFormGrid(QWidget *parent);
// `fault` may be null.
void addFormRow(QGridLayout &grid, const QString &title, QWidget *field, QWidget *fault);

// What Tab stops at in it, in the order in which it was made.
QList<QWidget *> tabStops(const QWidget &part);

} // namespace ui
