#pragma once

#include "models/yaml/fault.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace yaml {

struct Node {
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Map };
    Kind kind = Kind::Null;
    bool isFlow = false;  // of a collection: in brackets
    bool isPlain = false; // of a scalar: without quotes, so that what looks like a number is one
    Position place;
    std::size_t begin = 0; // byte of the text
    std::string value;     // of a scalar
    // Of a sequence its items, of a map key, value, key, value ... An alias is the node that it stands for.
    std::vector<const Node *> children;
};

// The first document of a YAML text, read with yaml-cpp. What would exhaust memory or
// stack is refused: depth, nodes and bytes (aliases counted as often as they are used), and what goes on for long without an end.
class Tree {
public:
    static constexpr std::size_t kMaxDepth = 100;
    static constexpr std::size_t kMaxNodes = 1'000'000;
    static constexpr std::size_t kMaxValueBytes = 64 * 1024 * 1024; // of all scalars together
    static constexpr std::size_t kMaxScalarBytes = 512 * 1024;      // about

    // REQUIRES: text is UTF-8 without a byte order mark and without control characters, and outlives what is parsed.
    static tl::expected<Tree, Fault> parse(std::string_view text);

    // nullptr where there is no document.
    const Node *root() const { return m_nodes.empty() ? nullptr : &m_nodes.front(); }
    // Where in the text stands what is at that byte of the scalar's value. Exact for every style: quotes, folding and indentation
    // change nothing but blanks and what is escaped.
    Position placeWithin(const Node &scalar, std::size_t byte) const;

private:
    friend class TreeBuilder;
    std::size_t byteWithin(const Node &scalar, std::size_t byte) const;
    std::optional<Fault> missingColon() const;

    std::string_view m_text;
    std::deque<Node> m_nodes; // addresses stay; the first is the root
};

} // namespace yaml
