#pragma once

#include "models/metric/clock.h"
#include "models/yaml/tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yaml {

struct Field {
    const Node *key;
    const Node *value;
};

// The tree of a text from outside: what is no UTF-8, holds control characters or is too large is refused. REQUIRES: the text outlives it.
tl::expected<Tree, Fault> treeOf(std::string_view text);
std::string_view wordOf(Node::Kind kind); // "a text", "a list"

// What readers of files have in common: they ask nodes for what should be there, and what is not is told where it stands.
class FieldReader {
public:
    // In the order of the file, no more than kMaxFaults and one that says so.
    std::vector<Fault> takeFaults();

protected:
    explicit FieldReader(bool ignoresUnknown) : m_ignoresUnknown(ignoresUnknown) {}
    ~FieldReader() = default;

    void fault(Position place, std::string message);
    void unknownField(const Node &key, std::string_view where);
    void wrongKind(const Node &node, std::string_view wanted);
    std::size_t faultCount() const { return m_faults.size(); }
    // In front of the messages of all faults from that one on.
    void prefixFaults(std::size_t first, std::string_view prefix);

    // A mapping's fields, each name once; what is merged into it (<<) behind its own, which hide what is merged. None of nothing.
    std::vector<Field> fieldsOf(const Node &map, std::string_view what);
    // Those that are nothing, too.
    const std::vector<const Node *> &itemsOf(const Node &sequence, std::string_view what);
    // A number is the text that it is written as; nothing is the empty text.
    std::string readText(const Node &node);
    // None where nothing is written, or what is none.
    std::optional<metric::Duration> readDuration(const Node &node);
    // `nodes`: those of the values are added to it.
    std::vector<NamedText> readTexts(const Node &map, std::string_view what, std::vector<const Node *> *nodes = nullptr);

private:
    struct Fields;
    void addFields(const Node &map, Fields &fields);

    const bool m_ignoresUnknown;
    std::vector<Fault> m_faults;
};

} // namespace yaml
