#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace series {

// A regular expression that is no more than texts and beginnings of texts: "a", "a|b|c", "10\.0\.(1|2)", "foo.*", "(foo|bar).+",
// with anchors, as they match a whole value. Nearly all that people write into selectors are of that kind, and need not be run.
class LiteralRegex {
public:
    // None where the expression says more than that, or would be very many texts. REQUIRES: one that RE2 compiles.
    static std::optional<LiteralRegex> read(std::string_view expression);

    // The values it matches, ascending, where it names them all.
    const std::vector<std::string> &values() const { return m_values; }
    bool isValues() const { return m_beginnings.empty(); }

    // Whether the whole value matches; none where only the expression itself can tell ("." matches no broken UTF-8).
    std::optional<bool> matches(std::string_view value) const;

private:
    struct Beginning {
        std::string text;
        bool more; // something must follow
    };
    std::vector<std::string> m_values;
    std::vector<Beginning> m_beginnings;
};

} // namespace series
