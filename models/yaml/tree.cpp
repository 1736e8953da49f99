#include "models/yaml/tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>

namespace yaml {

namespace {

Position placeOf(const YAML::Mark &mark)
{
    // Some errors of yaml-cpp are nowhere.
    return mark.is_null() ? Position() : Position{std::size_t(mark.line) + 1, std::size_t(mark.column) + 1};
}

// Gives the text out in small pieces and ends it once the parser has read too far without telling of anything: it looks ahead without
// bounds, to the end of a scalar and, for a flow collection that might be a key, to the end of that.
class Source : public std::streambuf {
public:
    Source(std::string_view text, const std::size_t &told) : m_text(text), m_told(told) {}
    bool isCutOff() const { return m_isCutOff; }

private:
    int_type underflow() override
    {
        if (m_given > m_told + Tree::kMaxScalarBytes)
            m_isCutOff = true;
        if (m_isCutOff || m_given == m_text.size())
            return traits_type::eof();
        const auto piece = std::min<std::size_t>(m_text.size() - m_given, 4096);
        auto *begin = const_cast<char *>(m_text.data()) + m_given; // setg() asks for it and writes nothing
        setg(begin, begin, begin + piece);
        m_given += piece;
        return traits_type::to_int_type(*begin);
    }

    std::string_view m_text;
    const std::size_t &m_told; // where the parser's last event was
    std::size_t m_given = 0;
    bool m_isCutOff = false;
};

// Thrown through yaml-cpp, caught in parse().
struct Refused {
    Fault fault;
};

// What a second document is to one who wants one: yaml-cpp begins it where a line fits nowhere into the first.
class NoDocument : public YAML::EventHandler {
    [[noreturn]] void OnDocumentStart(const YAML::Mark &mark) override
    {
        throw Refused{{placeOf(mark), "yaml: does not belong to what stands above it"}};
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark &, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark &, const std::string &, YAML::anchor_t, const std::string &) override {}
    void OnSequenceStart(const YAML::Mark &, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark &, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

// Up to where the first document ends (--- or ...). A directive (%) within it, which yaml-cpp would take for its end, is a fault.
tl::expected<std::string_view, Fault> firstDocument(std::string_view text)
{
    const auto isMarker = [](std::string_view line, std::string_view marker) {
        return line.starts_with(marker) && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
    };
    bool hasBegun = false;
    std::size_t number = 1;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        if (hasBegun && (isMarker(line, "---") || isMarker(line, "...")))
            return text.substr(0, begin);
        const auto first = line.find_first_not_of(" \t\r");
        if (hasBegun && line.starts_with('%'))
            return tl::unexpected(Fault{{number, 1}, "yaml: a directive can not stand within a document"});
        hasBegun = hasBegun || (first != std::string_view::npos && line[first] != '#' && line[0] != '%');
        begin = end + 1;
    }
    return text;
}

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t utf8Length(std::uint32_t character) { return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4; }

// Some bytes of the text of a scalar, and how many bytes of its value they make that are not blank.
struct Piece {
    std::size_t bytes;
    std::size_t ink;
};

Piece pieceOf(std::string_view text, char quote)
{
    if (quote == '\'' && text.starts_with("''"))
        return {2, 1};
    if (quote != '"' || text[0] != '\\' || text.size() < 2)
        return {1, isBlank(text[0]) ? 0u : 1u};
    switch (text[1]) {
    case 'n':
    case 't':
    case 'r':
    case ' ':
    case '\t':
    case '\r':
    case '\n': return {2, 0};
    case 'N':
    case '_': return {2, 2};
    case 'L':
    case 'P': return {2, 3};
    case 'x':
    case 'u':
    case 'U': break;
    default: return {2, 1};
    }
    const auto digits = text.substr(2, text[1] == 'x' ? 2 : text[1] == 'u' ? 4 : 8);
    const auto character = std::uint32_t(std::strtoul(std::string(digits).c_str(), nullptr, 16));
    return {2 + digits.size(), character < 0x80 && isBlank(char(character)) ? 0 : utf8Length(character)};
}

} // namespace

class TreeBuilder : public YAML::EventHandler {
public:
    explicit TreeBuilder(Tree &tree) : m_tree(tree) {}
    const std::size_t &told() const { return m_told; }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override { add(mark, anchor, Node::Kind::Null); }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, const std::string &value) override
    {
        auto &node = add(mark, anchor, Node::Kind::Scalar, value.size());
        node.isPlain = tag == "?";
        node.value = value;
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override
    {
        open(mark, anchor, Node::Kind::Sequence, style);
    }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override
    {
        open(mark, anchor, Node::Kind::Map, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end() || found->second.size.nodes == 0)
            throw Refused{{placeOf(mark), "yaml: an anchor contains itself"}};
        count(mark, found->second.size);
        append(found->second.node);
    }

private:
    struct Size {
        std::size_t nodes = 0;
        std::size_t bytes = 0;
    };
    // A node with a name, and what it stands for; nothing as long as it is open.
    struct Anchored {
        const Node *node;
        Size size;
    };
    struct Open {
        Node *node;
        YAML::anchor_t anchor;
        Size before;
    };

    void count(const YAML::Mark &mark, Size size)
    {
        m_told = mark.pos > 0 ? std::size_t(mark.pos) : m_told;
        m_size = {m_size.nodes + size.nodes, m_size.bytes + size.bytes};
        if (m_size.nodes > Tree::kMaxNodes || m_size.bytes > Tree::kMaxValueBytes) {
            throw Refused{{placeOf(mark), fmt::format("yaml: more than {} nodes or {} MiB, aliases counted as often as they are used",
                                                      Tree::kMaxNodes, Tree::kMaxValueBytes >> 20)}};
        }
    }
    void append(const Node *node)
    {
        if (!m_open.empty())
            m_open.back().node->children.push_back(node);
    }
    Node &add(const YAML::Mark &mark, YAML::anchor_t anchor, Node::Kind kind, std::size_t bytes = 0)
    {
        count(mark, {1, bytes});
        auto &node = m_tree.m_nodes.emplace_back();
        node.kind = kind;
        node.place = placeOf(mark);
        node.begin = std::size_t(std::max(mark.pos, 0));
        append(&node);
        if (anchor != YAML::NullAnchor)
            m_anchors[anchor] = {&node, {1, bytes}};
        return node;
    }
    void open(const YAML::Mark &mark, YAML::anchor_t anchor, Node::Kind kind, YAML::EmitterStyle::value style)
    {
        if (m_open.size() == Tree::kMaxDepth)
            throw Refused{{placeOf(mark), fmt::format("yaml: nested deeper than {} levels", Tree::kMaxDepth)}};
        const auto before = m_size;
        auto &node = add(mark, anchor, kind);
        node.isFlow = style == YAML::EmitterStyle::Flow;
        if (anchor != YAML::NullAnchor)
            m_anchors[anchor].size = {};
        m_open.push_back({&node, anchor, before});
    }
    void close()
    {
        if (const auto &closed = m_open.back(); closed.anchor != YAML::NullAnchor)
            m_anchors[closed.anchor].size = {m_size.nodes - closed.before.nodes, m_size.bytes - closed.before.bytes};
        m_open.pop_back();
    }

    Tree &m_tree;
    std::unordered_map<YAML::anchor_t, Anchored> m_anchors;
    std::vector<Open> m_open;
    Size m_size;
    std::size_t m_told = 0;
};

tl::expected<Tree, Fault> Tree::parse(std::string_view text)
{
    const auto document = firstDocument(text);
    if (!document)
        return tl::unexpected(document.error());
    Tree tree;
    tree.m_text = text = *document;
    TreeBuilder builder(tree);
    Source source(text, builder.told());
    std::optional<Fault> fault;
    try {
        std::istream stream(&source);
        YAML::Parser parser(stream);
        NoDocument none;
        if (parser.HandleNextDocument(builder))
            parser.HandleNextDocument(none);
    } catch (const Refused &refused) {
        fault = refused.fault;
    } catch (const YAML::Exception &error) {
        fault = Fault{placeOf(error.mark), "yaml: " + error.msg};
    }
    if (source.isCutOff()) {
        const auto line = std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(builder.told()), '\n')) + 1;
        fault = Fault{{line, 1}, fmt::format("yaml: goes on for more than {} bytes without an end", kMaxScalarBytes)};
    }
    if (!fault)
        fault = tree.missingColon();
    if (fault)
        return tl::unexpected(std::move(*fault));
    return tree;
}

// yaml-cpp takes a line without a colon for a key, and one that begins with it for a value.
std::optional<Fault> Tree::missingColon() const
{
    for (const auto &node : m_nodes) {
        if (node.kind != Node::Kind::Map || node.isFlow)
            continue;
        for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
            const auto &key = *node.children[i];
            if (key.kind == Node::Kind::Null && m_text.substr(key.begin).starts_with(':'))
                return Fault{key.place, "yaml: did not find expected key"};
            if (key.kind != Node::Kind::Scalar || node.children[i + 1]->kind != Node::Kind::Null)
                continue;
            const auto end = m_text.find_first_not_of(" \t\r\n'\"", byteWithin(key, key.value.size()));
            if (end == std::string_view::npos || m_text[end] != ':')
                return Fault{key.place, "yaml: could not find expected ':'"};
        }
    }
    return std::nullopt;
}

Position Tree::placeWithin(const Node &scalar, std::size_t byte) const
{
    const auto before = m_text.substr(0, byteWithin(scalar, byte)).substr(scalar.begin);
    const auto newline = before.rfind('\n');
    if (newline == std::string_view::npos)
        return {scalar.place.line, scalar.place.column + before.size()};
    return {scalar.place.line + std::size_t(std::count(before.begin(), before.end(), '\n')), before.size() - newline};
}

std::size_t Tree::byteWithin(const Node &scalar, std::size_t byte) const
{
    const auto &value = scalar.value;
    byte = std::min(byte, value.size());
    const bool isOnInk = byte < value.size() && !isBlank(value[byte]);
    auto ink = std::size_t(std::count_if(value.begin(), value.begin() + std::ptrdiff_t(byte), [](char c) { return !isBlank(c); }));

    auto at = scalar.begin;
    while (at < m_text.size() && (m_text[at] == '&' || m_text[at] == '!')) { // an anchor or a tag
        at = std::min(m_text.find_first_of(" \t\r\n", at), m_text.size());
        at = std::min(m_text.find_first_not_of(" \t\r\n", at), m_text.size());
    }
    const char style = at < m_text.size() ? m_text[at] : ' ';
    if (style == '"' || style == '\'')
        ++at;
    else if (style == '|' || style == '>')
        at = std::min(m_text.find('\n', at), m_text.size());
    while (at < m_text.size() && (ink > 0 || isOnInk)) {
        const auto piece = pieceOf(m_text.substr(at), style);
        if (piece.ink > ink)
            break;
        ink -= piece.ink;
        at += piece.bytes;
    }
    return std::min(at, m_text.size());
}

} // namespace yaml
