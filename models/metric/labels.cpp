#include "models/metric/labels.h"

// In line: there is nothing to link, and short texts are most of what is hashed.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <compare>
#include <cstring>
#include <new>

namespace metric {

std::uint64_t hashBytes(std::string_view bytes, std::uint64_t seed) { return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed); }

namespace {

// Lengths as bytes: one below 255, else five.
constexpr std::uint8_t kLong = 255;

std::size_t lengthBytes(std::size_t length) { return length < kLong ? 1 : 1 + sizeof(std::uint32_t); }

char *putText(char *at, std::string_view text)
{
    if (text.size() < kLong) {
        *at++ = char(text.size());
    } else {
        *at++ = char(kLong);
        const auto length = std::uint32_t(text.size());
        std::memcpy(at, &length, sizeof length);
        at += sizeof length;
    }
    return std::copy(text.begin(), text.end(), at);
}

std::string_view takeText(const char *&at)
{
    std::uint32_t length = std::uint8_t(*at++);
    if (length == kLong) {
        std::memcpy(&length, at, sizeof length);
        at += sizeof length;
    }
    const std::string_view text(at, length);
    at += length;
    return text;
}

} // namespace

Labels::Labels(std::span<const Label> labels)
{
    const auto isBefore = [](const Label &a, const Label &b) { return a.name < b.name; };
    std::vector<Label> kept(labels.begin(), labels.end());
    if (!std::is_sorted(kept.begin(), kept.end(), isBefore))
        std::stable_sort(kept.begin(), kept.end(), isBefore);
    std::size_t count = 0;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const auto &label = kept[i];
        const bool overridden = i + 1 < kept.size() && kept[i + 1].name == label.name;
        if (overridden || label.value.empty())
            continue;
        bytes += lengthBytes(label.name.size()) + label.name.size() + lengthBytes(label.value.size()) + label.value.size();
        kept[count++] = label;
    }
    if (count == 0)
        return;
    char *at = allocate(bytes);
    for (const auto &label : std::span(kept).first(count)) {
        at = putText(at, label.name);
        at = putText(at, label.value);
    }
    finish(bytes, count);
}

char *Labels::allocate(std::size_t bytes)
{
    m_block = std::make_unique_for_overwrite<char[]>(sizeof(Header) + bytes);
    return m_block.get() + sizeof(Header);
}

void Labels::finish(std::size_t bytes, std::size_t count)
{
    const auto hash = hashBytes({m_block.get() + sizeof(Header), bytes});
    new (m_block.get()) Header{hash, std::uint32_t(bytes), std::uint32_t(count)};
}

Labels::Labels(const Labels &other)
{
    if (!other.m_block)
        return;
    const auto bytes = sizeof(Header) + other.packed().size();
    m_block = std::make_unique_for_overwrite<char[]>(bytes);
    std::memcpy(m_block.get(), other.m_block.get(), bytes);
}

Label Labels::Iterator::operator*() const
{
    const char *at = m_at;
    const auto name = takeText(at);
    return {name, takeText(at)};
}

Labels::Iterator &Labels::Iterator::operator++()
{
    takeText(m_at);
    takeText(m_at);
    return *this;
}

std::string_view Labels::get(std::string_view name) const
{
    // Sets hold a handful of labels: a scan beats a search.
    for (const auto label : *this) {
        if (label.name == name)
            return label.value;
    }
    return {};
}

Labels Labels::with(std::initializer_list<Label> labels) const
{
    std::vector<Label> all(begin(), end());
    all.insert(all.end(), labels.begin(), labels.end());
    return Labels(std::span<const Label>(all));
}

// Computations do this to every series at every moment, so what is kept is copied as it is packed.
Labels Labels::filtered(std::span<const std::string_view> names, bool keepNamed) const
{
    const auto isKept = [&](Label label) { return (std::find(names.begin(), names.end(), label.name) != names.end()) == keepNamed; };
    const auto sizeAt = [](Iterator at) { return std::size_t(std::next(at).at() - at.at()); };
    std::size_t bytes = 0;
    std::size_t count = 0;
    for (auto at = begin(); at != end(); ++at) {
        if (isKept(*at)) {
            bytes += sizeAt(at);
            ++count;
        }
    }
    if (count == size())
        return *this;
    Labels kept;
    if (count == 0)
        return kept;
    char *to = kept.allocate(bytes);
    for (auto at = begin(); at != end(); ++at) {
        if (isKept(*at))
            to = std::copy_n(at.at(), sizeAt(at), to);
    }
    kept.finish(bytes, count);
    return kept;
}

Labels Labels::without(std::span<const std::string_view> names) const { return filtered(names, false); }
Labels Labels::only(std::span<const std::string_view> names) const { return filtered(names, true); }

std::string Labels::toString() const
{
    std::string text(metricName());
    bool first = true;
    for (const auto label : *this) {
        if (label.name == kMetricName)
            continue;
        text += first ? "{" : ",";
        first = false;
        text.append(label.name).append("=\"");
        for (const char c : label.value) {
            if (c == '\\' || c == '"')
                text += '\\';
            if (c == '\n')
                text += "\\n";
            else
                text += c;
        }
        text += '"';
    }
    if (!first)
        text += '}';
    return text;
}

bool operator<(const Labels &a, const Labels &b)
{
    auto x = a.begin();
    auto y = b.begin();
    for (; x != a.end() && y != b.end(); ++x, ++y) {
        const auto [name, value] = *x;
        const auto [otherName, otherValue] = *y;
        if (const auto order = name <=> otherName; std::is_neq(order))
            return std::is_lt(order);
        if (const auto order = value <=> otherValue; std::is_neq(order))
            return std::is_lt(order);
    }
    return x == a.end() && y != b.end();
}

} // namespace metric
