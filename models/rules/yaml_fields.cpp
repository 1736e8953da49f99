#include "models/rules/yaml_fields.h"

#include "models/metric/utf8.h"
#include "models/rules/duration_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rules {

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

tl::expected<YamlTree, Fault> yamlOf(std::string_view text)
{
    const auto refused = [](Position place, std::string message) { return tl::unexpected(Fault{place, std::move(message)}); };
    if (text.size() > kMaxRuleFileBytes)
        return refused({}, fmt::format("the file is larger than {} MiB", kMaxRuleFileBytes >> 20));
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (!metric::isUtf8(text))
        return refused({}, "yaml: the text is not UTF-8");
    if (const auto control = firstControlCharacter(text); control < text.size())
        return refused(placeOfByte(text, control), "yaml: control characters are not allowed");
    return YamlTree::parse(text);
}

std::string_view wordOf(YamlNode::Kind kind)
{
    switch (kind) {
    case YamlNode::Kind::Null: return "nothing";
    case YamlNode::Kind::Scalar: return "a text";
    case YamlNode::Kind::Sequence: return "a list";
    case YamlNode::Kind::Map: break;
    }
    return "a mapping";
}

std::vector<Fault> YamlFields::takeFaults()
{
    std::stable_sort(m_faults.begin(), m_faults.end(), [](const Fault &a, const Fault &b) { return a.place < b.place; });
    if (m_faults.size() > kMaxFaults)
        m_faults.back().message = "there is more amiss than is told here";
    return std::move(m_faults);
}

void YamlFields::fault(Position place, std::string message)
{
    if (m_faults.size() <= kMaxFaults)
        m_faults.push_back({place, std::move(message)});
}

void YamlFields::unknownField(const YamlNode &key, std::string_view where)
{
    if (!m_ignoresUnknown)
        fault(key.place, fmt::format("field {} not found in {}", key.value, where));
}

void YamlFields::wrongKind(const YamlNode &node, std::string_view wanted)
{
    fault(node.place, fmt::format("{} is expected, not {}", wanted, wordOf(node.kind)));
}

void YamlFields::prefixFaults(std::size_t first, std::string_view prefix)
{
    for (auto at = first; at < m_faults.size(); ++at)
        m_faults[at].message.insert(0, prefix);
}

struct YamlFields::Fields {
    std::vector<YamlField> all;
    std::set<std::string_view> names;
};

std::vector<YamlField> YamlFields::fieldsOf(const YamlNode &map, std::string_view what)
{
    Fields fields;
    if (map.kind == YamlNode::Kind::Map)
        addFields(map, fields);
    else if (map.kind != YamlNode::Kind::Null)
        wrongKind(map, what);
    return std::move(fields.all);
}

void YamlFields::addFields(const YamlNode &map, Fields &fields)
{
    std::set<std::string_view> own;
    std::vector<const YamlNode *> merged;
    for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
        const auto &key = *map.children[i];
        if (key.kind == YamlNode::Kind::Null)
            continue; // as Prometheus has it
        if (key.kind != YamlNode::Kind::Scalar)
            wrongKind(key, "a name");
        else if (key.isPlain && key.value == "<<")
            merged.push_back(map.children[i + 1]);
        else if (!own.insert(key.value).second)
            fault(key.place, fmt::format("mapping key {:?} is already defined", key.value));
        else if (fields.names.insert(key.value).second)
            fields.all.push_back({&key, map.children[i + 1]});
    }
    for (const auto *from : merged) {
        if (from->kind == YamlNode::Kind::Map) {
            addFields(*from, fields);
            continue;
        }
        if (from->kind != YamlNode::Kind::Sequence ||
            !std::all_of(from->children.begin(), from->children.end(), [](auto *item) { return item->kind == YamlNode::Kind::Map; }))
        {
            wrongKind(*from, "a mapping or a list of mappings to merge");
            continue;
        }
        for (const auto *item : from->children)
            addFields(*item, fields);
    }
}

const std::vector<const YamlNode *> &YamlFields::itemsOf(const YamlNode &sequence, std::string_view what)
{
    static const std::vector<const YamlNode *> kNone;
    if (sequence.kind == YamlNode::Kind::Sequence)
        return sequence.children;
    if (sequence.kind != YamlNode::Kind::Null)
        wrongKind(sequence, fmt::format("a list of {}", what));
    return kNone;
}

std::string YamlFields::readText(const YamlNode &node)
{
    if (node.kind != YamlNode::Kind::Scalar && node.kind != YamlNode::Kind::Null)
        wrongKind(node, "a text");
    return node.value;
}

std::optional<metric::Duration> YamlFields::readDuration(const YamlNode &node)
{
    if (node.kind == YamlNode::Kind::Null)
        return std::nullopt;
    if (node.kind != YamlNode::Kind::Scalar) {
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

std::vector<NamedText> YamlFields::readTexts(const YamlNode &map, std::string_view what, std::vector<const YamlNode *> *nodes)
{
    std::vector<NamedText> texts;
    for (const auto &[key, value] : fieldsOf(map, what)) {
        texts.push_back({key->value, readText(*value), value->place});
        if (nodes)
            nodes->push_back(value);
    }
    return texts;
}

} // namespace rules
