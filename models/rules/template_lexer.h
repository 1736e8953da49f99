#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

// The words of a template, as Go's text/template cuts them. Private to the room.
namespace rules {

enum class TokenKind {
    Error, // the text says why
    End,
    Text,
    LeftDelimiter,
    RightDelimiter,
    Space,
    Assign,  // =
    Declare, // :=
    Pipe,
    LeftParenthesis,
    RightParenthesis,
    Character, // any other ASCII character
    Boolean,
    CharacterConstant,
    Number,
    String,
    RawString,
    Variable,
    Dot,
    Field,
    Identifier,
    // Keywords:
    Block,
    Break,
    Continue,
    Define,
    Else,
    EndKeyword,
    If,
    Nil,
    Range,
    Template,
    With,
};

struct Token {
    TokenKind kind;
    std::size_t at; // where its text begins
    std::string_view text;
};

// Cuts the text into words from its beginning. After an error or the end the same token comes again.
class TemplateLexer {
public:
    // REQUIRES: the text outlives the lexer and its tokens.
    explicit TemplateLexer(std::string_view text) : m_text(text) {}

    Token next();
    // As Go writes it in messages: "\"abc\"", "<end>", "EOF".
    static std::string wordOf(const Token &token);
    // What a string stands for. REQUIRES: a String or a RawString.
    static tl::expected<std::string, std::string> unquoted(const Token &token);

private:
    Token plainText();
    Token leftDelimiter();
    Token rightDelimiter();
    Token comment();
    Token insideAction();
    Token space();
    Token word(TokenKind kind);
    Token quoted(char quote, TokenKind kind, std::string_view name);
    Token number();
    bool scanNumber();
    Token make(TokenKind kind);
    Token fail(std::string message);

    bool startsWith(std::string_view word, std::size_t offset = 0) const
    {
        return m_text.substr(std::min(m_at + offset, m_text.size())).starts_with(word);
    }
    bool atRightDelimiter(bool &trims) const;
    bool atTerminator() const;
    bool accept(std::string_view characters);

    std::string_view m_text;
    std::size_t m_start = 0;
    std::size_t m_at = 0;
    int m_parentheses = 0;
    bool m_isInside = false; // of an action
    std::string m_error;
    bool m_hasFailed = false;
};

} // namespace rules
