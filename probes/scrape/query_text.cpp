#include "probes/scrape/query_text.h"

#include <fmt/format.h>

namespace probes {

static std::string escapedBut(std::string_view text, std::string_view plain)
{
    std::string escaped;
    for (const char c : text) {
        const bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (isWord || plain.find(c) != std::string_view::npos)
            escaped += c;
        else
            escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return escaped;
}

std::string queryEscaped(std::string_view text)
{
    auto escaped = escapedBut(text, "-_.~ ");
    for (auto &c : escaped)
        c = c == ' ' ? '+' : c;
    return escaped;
}

std::string pathEscaped(std::string_view text) { return escapedBut(text, "-_.~$&+,/:;=@"); }

} // namespace probes
