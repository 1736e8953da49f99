#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

namespace probes {

// A text in which $1, ${1} and ${name} stand for what a group of a regular expression has matched, and $$ for a dollar, as in Go.
// A group that is not there, or has matched nothing, is empty; a dollar that names nothing stays.
class GroupTemplate {
public:
    GroupTemplate(std::string_view text, const RE2 &regex);
    // REQUIRES: the groups of that expression, the whole match first.
    std::string expand(std::span<const re2::StringPiece> groups) const;

private:
    struct Piece {
        std::string plain;
        int group; // after it; negative: none
    };
    std::vector<Piece> m_pieces;
};

} // namespace probes
