#pragma once

#include "models/rules/rule_file.h"

#include <cstdint>
#include <deque>
#include <string_view>

#include <tl/expected.hpp>

namespace rules {

struct YamlNode {
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Map };
    Kind kind = Kind::Null;
    bool isFlow = false;  // of a collection: in brackets
    bool isPlain = false; // of a scalar: without quotes, so that what looks like a number is one
    Position place;
    std::size_t begin = 0; // byte of the text
    std::string value;     // of a scalar
    // Of a sequence its items, of a map key, value, key, value ... An alias is the node that it stands for.
    std::vector<const YamlNode *> children;
};

// The first document of a YAML text, read with yaml-cpp, which nobody else here sees. Private to the room. What would exhaust memory or
// stack is refused: depth, nodes and bytes (aliases counted as often as they are used), and what goes on for long without an end.
class YamlTree {
public:
    static constexpr std::size_t kMaxDepth = 100;
    static constexpr std::size_t kMaxNodes = 1'000'000;
    static constexpr std::size_t kMaxValueBytes = 64 * 1024 * 1024; // of all scalars together
    static constexpr std::size_t kMaxScalarBytes = 512 * 1024;      // about

    // REQUIRES: text is UTF-8 without a byte order mark and without control characters, and outlives what is parsed.
    static tl::expected<YamlTree, Fault> parse(std::string_view text);

    // nullptr where there is no document.
    const YamlNode *root() const { return m_nodes.empty() ? nullptr : &m_nodes.front(); }
    // Where in the text stands what is at that byte of the scalar's value. Exact for every style: quotes, folding and indentation
    // change nothing but blanks and what is escaped.
    Position placeWithin(const YamlNode &scalar, std::size_t byte) const;

private:
    friend class YamlTreeBuilder;
    std::size_t byteWithin(const YamlNode &scalar, std::size_t byte) const;
    std::optional<Fault> missingColon() const;

    std::string_view m_text;
    std::deque<YamlNode> m_nodes; // addresses stay; the first is the root
};

} // namespace rules
