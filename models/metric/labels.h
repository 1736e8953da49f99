#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace metric {

inline constexpr std::string_view kMetricName = "__name__";

struct Label {
    std::string_view name;
    std::string_view value;
    friend bool operator==(const Label &, const Label &) = default;
};

// The identity of a series: an immutable set of labels, sorted by name, the metric's name being the label __name__.
// Values are any UTF-8; a label with an empty value is the same as no label (Prometheus data model) and is dropped.
// One buffer and one index per set, because there are as many of these as there are series.
class Labels {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Label;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Label;
        Iterator() = default;
        Iterator(const Labels *labels, std::size_t at) : m_labels(labels), m_at(at) {}
        Label operator*() const { return (*m_labels)[m_at]; }
        Iterator &operator++()
        {
            ++m_at;
            return *this;
        }
        Iterator operator++(int)
        {
            auto old = *this;
            ++m_at;
            return old;
        }
        friend bool operator==(const Iterator &, const Iterator &) = default;

    private:
        const Labels *m_labels = nullptr;
        std::size_t m_at = 0;
    };

    Labels() = default;
    // In any order; of two labels with one name the later wins.
    explicit Labels(std::span<const Label> labels);
    Labels(std::initializer_list<Label> labels) : Labels(std::span<const Label>(labels.begin(), labels.size())) {}

    std::size_t size() const { return m_ends.size() / 2; }
    bool empty() const { return m_ends.empty(); }
    Label operator[](std::size_t at) const;
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

    // The label's value, empty where the label is absent.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const { return !get(name).empty(); }
    std::string_view metricName() const { return get(kMetricName); }
    std::uint64_t hash() const { return m_hash; }

    // Copies with labels added or replaced, removed, or alone kept.
    Labels with(std::initializer_list<Label> labels) const;
    Labels without(std::span<const std::string_view> names) const;
    Labels only(std::span<const std::string_view> names) const;

    // name{a="b",c="d"} in the Prometheus text notation, values escaped.
    std::string toString() const;

    friend bool operator==(const Labels &a, const Labels &b) { return a.m_hash == b.m_hash && a.m_text == b.m_text && a.m_ends == b.m_ends; }
    friend bool operator<(const Labels &a, const Labels &b);

private:
    std::string m_text;                // name value name value ... without separators
    std::vector<std::uint32_t> m_ends; // where each of them ends
    std::uint64_t m_hash = 0;
};

// Series are compared by pointer where one interner made them, by content everywhere else.
using LabelsRef = std::shared_ptr<const Labels>;

// A fast hash of bytes, stable across runs on one machine; not for untrusted keys in unbounded tables.
std::uint64_t hashBytes(std::string_view bytes, std::uint64_t seed = 0);

struct LabelsHash {
    std::size_t operator()(const Labels &labels) const { return std::size_t(labels.hash()); }
};

} // namespace metric
