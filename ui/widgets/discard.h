#pragma once

#include <QtWidgets/QWidget>

namespace ui {

// Deletes a widget that may be shown, with the pointer below it. It is hidden first: Qt's destructor tells the widgets around the pointer that it
// goes on to the next one, and those that are being deleted with it are half gone by then. Null is fine.
inline void discard(QWidget *widget)
{
    if (widget)
        widget->hide();
    delete widget;
}

} // namespace ui
