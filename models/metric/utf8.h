#pragma once

#include <cstddef>
#include <string_view>

namespace metric {

// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool isUtf8(std::string_view bytes);

// Characters of well-formed UTF-8.
std::size_t countCharacters(std::string_view utf8);

} // namespace metric
