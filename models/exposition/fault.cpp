#include "models/exposition/fault.h"

#include <fmt/format.h>

namespace exposition {

std::string printable(std::string_view bytes)
{
    constexpr std::size_t kShown = 40;
    if (bytes.empty())
        return "the end of the line";
    std::string text = "\"";
    for (const char c : bytes.substr(0, kShown)) {
        if (c == '"' || c == '\\')
            text += '\\';
        if (c >= ' ' && c <= '~')
            text += c;
        else
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    text += bytes.size() > kShown ? "...\"" : "\"";
    return text;
}

tl::unexpected<metric::Error> expected(std::string_view what, std::string_view found)
{
    return metric::fail(metric::ErrorCode::Malformed, fmt::format("expected {}, got {}", what, printable(found)));
}

} // namespace exposition
