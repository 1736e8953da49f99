#pragma once

#include "models/items/column.h"
#include "ui/theme/theme.h"

#include <QtGui/QIcon>
#include <QtGui/QPainter>

namespace ui {

using items::State;

// A state is a shape, a colour and a word, the same everywhere: ok a disc, warning a triangle, critical a diamond, emergency
// a filled square with a mark, unknown a ring, paused a bar pair. The word is items::stateText().
QColor stateColor(State state, const Theme &theme);
void paintState(QPainter &painter, const QRectF &rect, State state, const Theme &theme);
// Sizes from 16 to 64, for the tray and menus.
QIcon stateIcon(State state, const Theme &theme);

} // namespace ui
