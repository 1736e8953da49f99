#pragma once

#include "models/rules/template_value.h"

#include <span>
#include <string>
#include <string_view>

// Go's package fmt: what printf, print and println of a template make of values. What grows beyond kMaxRenderedBytes ends there: such a
// text is longer than that by a few bytes at least. Private to the room.
namespace rules {

// As strconv.FormatFloat: 'e', 'f', 'g' and their capitals, 'b', 'x'; precision -1: as few digits as tell it apart.
std::string floatText(double value, char verb, int precision);

std::string sprintText(std::span<const Value> values);
std::string sprintlnText(std::span<const Value> values);
// Mistakes are written into the text, as Go does: %!d(string=hi).
std::string sprintfText(std::string_view format, std::span<const Value> values);
// As %v writes it.
void appendText(std::string &text, const Value &value);
// As an action writes it: "<no value>" for nil, the sample itself for a pointer to it.
std::string printedText(const Value &value);

} // namespace rules
