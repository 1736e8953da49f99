#pragma once

#include <QtCore/QString>

namespace query {
struct FigureInfo;
}

namespace ui {

// The figure's title in the user's language.
QString figureTitle(const query::FigureInfo &figure);

} // namespace ui
