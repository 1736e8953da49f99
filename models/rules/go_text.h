#pragma once

#include <string>
#include <string_view>

// What Go's packages for text (unicode, strings, html, net and net/url) make of a text. Private to the room.
namespace rules {

void appendCharacter(std::string &text, char32_t character);
bool isLetterOrDigit(char32_t character); // or an underscore
// As Go's %U says it: U+00A0; isSharp: with the character itself.
std::string codePointText(char32_t character, bool isSharp = true);

// Latin, Greek, Cyrillic and Armenian letters.
std::string toUpper(std::string_view text);
std::string toLower(std::string_view text);
// The first letter of each word large, the others as they are.
std::string titled(std::string_view text);

std::string htmlEscaped(std::string_view text);
std::string scriptEscaped(std::string_view text);
std::string queryEscaped(std::string_view text);

// The path of a URL, decoded.
std::string pathOf(std::string_view url);
// host:port or [host]:port without the port; anything else as it is.
std::string withoutPort(std::string_view hostAndPort);
// The first part of the host's name, with the port where there is one; addresses as they are.
std::string withoutDomain(std::string_view hostAndPort);

} // namespace rules
