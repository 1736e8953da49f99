#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

// Strings as PromQL writes them: in "", '' with Go's escapes, in `` as they are; Go's templates have the same.
namespace query {

struct ReadString {
    std::string value;
    std::size_t length; // of the text that was read, quotes included
};

// The string at the beginning of the text. REQUIRES: it begins with one of the quotes. The error is Prometheus's text.
tl::expected<ReadString, std::string> readString(std::string_view text);

// In double quotes, as Go's strconv.Quote writes it: what cannot be seen is escaped, bytes that are no UTF-8 are kept as \xff.
std::string quoted(std::string_view value);
// The same of at most `characters` of it, "..." after them where there are more.
std::string quotedShort(std::string_view value, std::size_t characters);
// In single quotes, for messages: '\n'.
std::string quotedCharacter(char32_t character);

struct Utf8Character {
    char32_t character; // U+FFFD where the bytes are no UTF-8
    int length;         // 0 at the end, 1 where they are no UTF-8
    bool isValid() const { return length > 0 && (character != U'\uFFFD' || length == 3); }
};
Utf8Character firstCharacter(std::string_view text);

} // namespace query
