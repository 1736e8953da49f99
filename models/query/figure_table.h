#pragma once

#include "models/query/figure.h"

#include <span>

// The figures themselves: data. Private to the room.
namespace query {

std::span<const FigureInfo> figureTable();

} // namespace query
