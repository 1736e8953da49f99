#include "models/yaml/field_reader.h"

#include "models/metric/utf8.h"
#include "models/yaml/duration_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace yaml {

namespace {

// What YAML calls printable, in text that is UTF-8. The first that is not, or the end.
std::size_t firstControlCharacter(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
        const bool isC0 = (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
        const bool isC1 = byte == 0xc2 && next < 0xa0 && next != 0x85;
        const bool isNone = byte == 0xef && next == 0xbf && static_cast<unsigned char>(text[at + 2]) >= 0xbe; // U+FFFE, U+FFFF
        if (isC0 || isC1 || isNone)
            return at;
    }
    return text.size();
}

Position placeOfByte(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, byte);
    const auto newline = before.rfind('\n');
    return {std::size_t(std::count(before.begin(), before.end(), '\n')) + 1, newline == std::string_view::npos ? byte + 1 : byte - newline};
}

} // namespace

tl::expected<Tree, Fault> treeOf(std::string_view text)
{
    const auto refused = [](Position place, std::string message) { return tl::unexpected(Fault{place, std::move(message)}); };
    if (text.size() > kMaxTextBytes)
        return refused({}, fmt::format("the file is larger than {} MiB", kMaxTextBytes >> 20));
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (!metric::isUtf8(text))
        return refused({}, "yaml: the text is not UTF-8");
    if (const auto control = firstControlCharacter(text); control < text.size())
        return refused(placeOfByte(text, control), "yaml: control characters are not allowed");
    return Tree::parse(text);
}

std::string_view wordOf(Node::Kind kind)
{
    switch (kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Scalar: return "a text";
    case Node::Kind::Sequence: return "a list";
    case Node::Kind::Map: break;
    }
    return "a mapping";
}

std::vector<Fault> FieldReader::takeFaults()
{
    std::stable_sort(m_faults.begin(), m_faults.end(), [](const Fault &a, const Fault &b) { return a.place < b.place; });
    if (m_faults.size() > kMaxFaults)
        m_faults.back().message = "there is more amiss than is told here";
    return std::move(m_faults);
}

void FieldReader::fault(Position place, std::string message)
{
    if (m_faults.size() <= kMaxFaults)
        m_faults.push_back({place, std::move(message)});
}

void FieldReader::unknownField(const Node &key, std::string_view where)
{
    if (!m_ignoresUnknown)
        fault(key.place, fmt::format("field {} not found in {}", key.value, where));
}

void FieldReader::wrongKind(const Node &node, std::string_view wanted)
{
    fault(node.place, fmt::format("{} is expected, not {}", wanted, wordOf(node.kind)));
}

void FieldReader::prefixFaults(std::size_t first, std::string_view prefix)
{
    for (auto at = first; at < m_faults.size(); ++at)
        m_faults[at].message.insert(0, prefix);
}

struct FieldReader::Fields {
    std::vector<Field> all;
    std::set<std::string_view> names;
};

std::vector<Field> FieldReader::fieldsOf(const Node &map, std::string_view what)
{
    Fields fields;
    if (map.kind == Node::Kind::Map)
        addFields(map, fields);
    else if (map.kind != Node::Kind::Null)
        wrongKind(map, what);
    return std::move(fields.all);
}

void FieldReader::addFields(const Node &map, Fields &fields)
{
    std::set<std::string_view> own;
    std::vector<const Node *> merged;
    for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
        const auto &key = *map.children[i];
        if (key.kind == Node::Kind::Null)
            continue; // as Prometheus has it
        if (key.kind != Node::Kind::Scalar)
            wrongKind(key, "a name");
        else if (key.isPlain && key.value == "<<")
            merged.push_back(map.children[i + 1]);
        else if (!own.insert(key.value).second)
            fault(key.place, fmt::format("mapping key {:?} is already defined", key.value));
        else if (fields.names.insert(key.value).second)
            fields.all.push_back({&key, map.children[i + 1]});
    }
    for (const auto *from : merged) {
        if (from->kind == Node::Kind::Map) {
            addFields(*from, fields);
            continue;
        }
        if (from->kind != Node::Kind::Sequence ||
            !std::all_of(from->children.begin(), from->children.end(), [](auto *item) { return item->kind == Node::Kind::Map; }))
        {
            wrongKind(*from, "a mapping or a list of mappings to merge");
            continue;
        }
        for (const auto *item : from->children)
            addFields(*item, fields);
    }
}

const std::vector<const Node *> &FieldReader::itemsOf(const Node &sequence, std::string_view what)
{
    static const std::vector<const Node *> kNone;
    if (sequence.kind == Node::Kind::Sequence)
        return sequence.children;
    if (sequence.kind != Node::Kind::Null)
        wrongKind(sequence, fmt::format("a list of {}", what));
    return kNone;
}

std::string FieldReader::readText(const Node &node)
{
    if (node.kind != Node::Kind::Scalar && node.kind != Node::Kind::Null)
        wrongKind(node, "a text");
    return node.value;
}

std::optional<metric::Duration> FieldReader::readDuration(const Node &node)
{
    if (node.kind == Node::Kind::Null)
        return std::nullopt;
    if (node.kind != Node::Kind::Scalar) {
        wrongKind(node, "a duration");
        return std::nullopt;
    }
    const auto duration = durationOf(node.value);
    if (!duration) {
        fault(node.place, duration.error().message);
        return std::nullopt;
    }
    return *duration;
}

std::vector<NamedText> FieldReader::readTexts(const Node &map, std::string_view what, std::vector<const Node *> *nodes)
{
    std::vector<NamedText> texts;
    for (const auto &[key, value] : fieldsOf(map, what)) {
        texts.push_back({key->value, readText(*value), value->place});
        if (nodes)
            nodes->push_back(value);
    }
    return texts;
}

} // namespace yaml
