// Texts as they are after a mistake.
#pragma once

#include <QtCore/QByteArrayList>

#include <algorithm>
#include <random>

namespace tests {

// A slip of the hand: a line lost, moved or written twice, a character lost or typed.
inline QByteArray slipped(QByteArray text, std::mt19937 &random)
{
    const auto below = [&](qsizetype end) { return qsizetype(random() % std::uint32_t(std::max<qsizetype>(end, 1))); };
    auto lines = text.split('\n');
    const auto line = below(lines.size());
    // Not typed: &, !, and a tab, of which YAML's own libraries do not think alike.
    switch (below(7)) {
    case 0: lines.removeAt(line); break;
    case 1: lines.insert(line, lines[line]); break;
    case 2: lines[line].prepend(QByteArray(1 + below(3), ' ')); break;
    case 3: lines[line].remove(0, 1 + below(3)); break;
    case 4: lines[line].remove(below(lines[line].size()), 1); break;
    case 5: lines[line].insert(below(lines[line].size()), "'\"{}[]:-#*|>%@`,0a "[below(19)]); break;
    default: lines.swapItemsAt(line, below(lines.size())); break;
    }
    return lines.join('\n');
}

} // namespace tests
