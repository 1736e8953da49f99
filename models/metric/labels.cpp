#include "models/metric/labels.h"

// In line: there is nothing to link, and short texts are most of what is hashed.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
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
    std::vector<Label> sorted(labels.begin(), labels.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const Label &a, const Label &b) { return a.name < b.name; });
    std::vector<Label> kept;
    kept.reserve(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const bool overridden = i + 1 < sorted.size() && sorted[i + 1].name == sorted[i].name;
        if (!overridden && !sorted[i].value.empty())
            kept.push_back(sorted[i]);
    }
    if (kept.empty())
        return;
    std::size_t bytes = 0;
    for (const auto &label : kept)
        bytes += lengthBytes(label.name.size()) + label.name.size() + lengthBytes(label.value.size()) + label.value.size();
    m_block = std::make_unique_for_overwrite<char[]>(sizeof(Header) + bytes);
    char *at = m_block.get() + sizeof(Header);
    for (const auto &label : kept) {
        at = putText(at, label.name);
        at = putText(at, label.value);
    }
    const auto hash = hashBytes({m_block.get() + sizeof(Header), bytes});
    new (m_block.get()) Header{hash, std::uint32_t(bytes), std::uint32_t(kept.size())};
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

static Labels filtered(const Labels &labels, std::span<const std::string_view> names, bool keepNamed)
{
    std::vector<Label> kept;
    for (const auto label : labels) {
        const bool named = std::find(names.begin(), names.end(), label.name) != names.end();
        if (named == keepNamed)
            kept.push_back(label);
    }
    return Labels(std::span<const Label>(kept));
}

Labels Labels::without(std::span<const std::string_view> names) const { return filtered(*this, names, false); }
Labels Labels::only(std::span<const std::string_view> names) const { return filtered(*this, names, true); }

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
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](const Label &x, const Label &y) { return x.name != y.name ? x.name < y.name : x.value < y.value; });
}

} // namespace metric
