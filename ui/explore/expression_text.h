#pragma once

#include "models/query/lexer.h"

#include <QtCore/QString>

#include <string>
#include <vector>

namespace ui {

// An expression in the two tongues that meet in an editor: Qt counts UTF-16 units, the lexer bytes of UTF-8.
class ExpressionText {
public:
    explicit ExpressionText(const QString &text);

    std::string_view utf8() const { return m_utf8; }
    // Of a byte's character; the end for what is behind it.
    int positionAt(std::uint32_t byte) const;
    // REQUIRES: 0 <= position.
    std::uint32_t byteAt(int position) const;
    // Up to the end or to what is no token (TokenKind::Error, the last then). They point into this.
    std::vector<query::Token> tokens() const;

private:
    std::string m_utf8;
    std::vector<int> m_positions; // per byte, and of the end
};

} // namespace ui
