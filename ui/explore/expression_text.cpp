#include "ui/explore/expression_text.h"

#include <algorithm>

namespace ui {

ExpressionText::ExpressionText(const QString &text) : m_utf8(text.toStdString())
{
    m_positions.reserve(m_utf8.size() + 1);
    int position = -1, next = 0;
    for (const char c : m_utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80) { // a character begins; those of four bytes are two units
            position = next;
            next += byte >= 0xf0 ? 2 : 1;
        }
        m_positions.push_back(position);
    }
    m_positions.push_back(next);
}

int ExpressionText::positionAt(std::uint32_t byte) const { return m_positions[std::min<std::size_t>(byte, m_utf8.size())]; }

std::uint32_t ExpressionText::byteAt(int position) const
{
    return std::uint32_t(std::lower_bound(m_positions.begin(), m_positions.end() - 1, position) - m_positions.begin());
}

std::vector<query::Token> ExpressionText::tokens() const
{
    std::vector<query::Token> tokens;
    query::Lexer lexer(m_utf8);
    for (auto token = lexer.next(); token.kind != query::TokenKind::End; token = lexer.next())
        tokens.push_back(std::move(token));
    return tokens;
}

} // namespace ui
