// What must hold for any bytes given to the parser of PromQL: they are refused with a place in them, or the tree's text, on one line
// and broken into lines, parses to the same. For the fuzzer and for the test that replays what it found.
#pragma once

#include "models/query/lexer.h"
#include "models/query/parser.h"
#include "models/query/printer.h"

#include <string>

namespace tests {

class PromqlText {
public:
    // Names what does not hold; empty where all does.
    static std::string fault(std::string_view input)
    {
        if (auto wrong = tokens(input); !wrong.empty())
            return wrong;
        (void)query::parseSelector(input);
        (void)query::parseLabels(input);
        (void)query::parseDuration(input);
        const auto node = query::parse(input);
        if (!node)
            return refusal(input, node.error());
        const auto line = query::print(**node);
        if (auto wrong = again(line, line); !wrong.empty())
            return "on one line: " + wrong;
        const auto lines = query::prettyPrint(**node);
        if (auto wrong = lines == line ? std::string() : again(lines, line); !wrong.empty())
            return "broken into lines: " + wrong;
        return {};
    }

private:
    static std::string tokens(std::string_view input)
    {
        query::Lexer lexer(input);
        std::uint32_t end = 0;
        for (auto token = lexer.next(); token.kind != query::TokenKind::End; token = lexer.next()) {
            if (token.span.begin < end || token.span.end < token.span.begin || token.span.end > input.size())
                return "tokens overlap";
            if (token.span.end == token.span.begin && token.kind != query::TokenKind::Error)
                return "a token of nothing";
            end = token.span.end;
        }
        return {};
    }

    static std::string refusal(std::string_view input, const query::ParseError &error)
    {
        if (error.message.empty())
            return "an error without a message";
        if (error.span.end < error.span.begin || error.span.end > input.size())
            return "an error outside of the text";
        return {};
    }

    static std::string again(const std::string &text, const std::string &line)
    {
        // A number of few bytes may have hundreds of digits.
        if (text.size() > query::kMaxExpressionBytes)
            return {};
        const auto node = query::parse(text);
        if (!node)
            return query::errorOf(text, node.error()).message + " in " + text;
        const auto printed = query::print(**node);
        return printed == line ? std::string() : printed + " in place of " + line;
    }
};

} // namespace tests
