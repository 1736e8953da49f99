#pragma once

#include "models/rules/template.h"
#include "models/rules/template_lexer.h"
#include "models/rules/template_tree.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tl/expected.hpp>

namespace rules {

// Reads a template's text. After the first fault nothing but the end is seen, so that everything comes to its own end.
class TemplateParser {
public:
    // REQUIRES: the text outlives the parser.
    explicit TemplateParser(std::string_view text);

    tl::expected<std::shared_ptr<const TemplateTree>, TemplateError> parse();

private:
    enum class Stop { End, Else, ElseIf, ElseWith, Nothing };

    const Token &peek() const { return m_tokens[m_at]; }
    const Token &peekWord();
    const Token &next();
    const Token &nextWord();
    bool skip(TokenKind kind, std::string_view context);
    void fail(std::size_t at, std::string message);
    void unexpected(const Token &token, std::string_view context);
    bool enter(std::size_t at);

    TemplateNodes list(Stop &stop);
    void definition();
    void define(const std::string &name, std::size_t at, TemplateNodes nodes);
    std::optional<TemplateNode> action(Stop &stop);
    TemplateNode control(TemplateNode::Kind kind, std::size_t at);
    TemplateNode call(std::size_t at);
    TemplateNode block(std::size_t at);
    std::optional<TemplateNode> jump(TemplateNode::Kind kind, const Token &token);
    Stop elseStop();
    std::string quotedName(std::string_view context);
    TemplateNodes separately(Stop &stop);

    Pipeline pipeline(std::string_view context, TokenKind end);
    void declarations(Pipeline &pipeline, std::string_view context);
    void check(const Pipeline &pipeline, std::string_view context);
    Command command();
    std::optional<Operand> operand();
    std::optional<Operand> term();
    std::optional<Operand> constant(const Token &token);
    std::optional<Operand> number(const Token &token);

    void declare(std::string name);
    void forgetVariables(std::size_t mark);

    std::string_view m_text;
    TemplateLexer m_lexer;
    std::vector<Token> m_tokens; // up to the end or an error
    std::size_t m_at = 0;
    std::shared_ptr<TemplateTree> m_tree;
    std::vector<std::string> m_variables;
    std::unordered_map<std::string, int> m_known; // how often each is among them
    std::optional<TemplateError> m_error;
    int m_depth = 0;
    int m_ranges = 0;
};

} // namespace rules
