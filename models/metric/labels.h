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
// One block of memory per set, because there are as many of these as there are series.
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
        explicit Iterator(const char *at) : m_at(at) {}
        Label operator*() const;
        Iterator &operator++();
        Iterator operator++(int)
        {
            auto old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const Iterator &, const Iterator &) = default;

    private:
        friend class Labels;
        const char *at() const { return m_at; }
        const char *m_at = nullptr;
    };

    Labels() = default;
    // In any order; of two labels with one name the later wins.
    explicit Labels(std::span<const Label> labels);
    Labels(std::initializer_list<Label> labels) : Labels(std::span<const Label>(labels.begin(), labels.size())) {}

    Labels(const Labels &other);
    Labels(Labels &&) noexcept = default;
    Labels &operator=(const Labels &other) { return *this = Labels(other); }
    Labels &operator=(Labels &&) noexcept = default;

    std::size_t size() const { return m_block ? header().count : 0; }
    bool empty() const { return !m_block; }
    Label operator[](std::size_t at) const { return *std::next(begin(), std::ptrdiff_t(at)); }
    Iterator begin() const { return Iterator(packed().data()); }
    Iterator end() const { return Iterator(packed().data() + packed().size()); }

    // The label's value, empty where the label is absent.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const { return !get(name).empty(); }
    std::string_view metricName() const { return get(kMetricName); }
    std::uint64_t hash() const { return m_block ? header().hash : 0; }

    // Copies with labels added or replaced, removed, or alone kept.
    Labels with(std::initializer_list<Label> labels) const;
    Labels without(std::span<const std::string_view> names) const;
    Labels only(std::span<const std::string_view> names) const;

    // name{a="b",c="d"} in the Prometheus text notation, values escaped.
    std::string toString() const;

    friend bool operator==(const Labels &a, const Labels &b) { return a.hash() == b.hash() && a.packed() == b.packed(); }
    friend bool operator<(const Labels &a, const Labels &b);

private:
    struct Header {
        std::uint64_t hash;
        std::uint32_t bytes; // of what is packed
        std::uint32_t count;
    };
    Labels filtered(std::span<const std::string_view> names, bool keepNamed) const;
    // Makes the block; answers where what is packed goes. Then it is finished, and nothing is written after that.
    char *allocate(std::size_t bytes);
    void finish(std::size_t bytes, std::size_t count);
    const Header &header() const { return *reinterpret_cast<const Header *>(m_block.get()); }
    // Name and value of each, in front of every text its length.
    std::string_view packed() const { return m_block ? std::string_view(m_block.get() + sizeof(Header), header().bytes) : std::string_view(); }

    std::unique_ptr<char[]> m_block; // a header and what is packed; none where there is no label
};

// Series are compared by pointer where one interner made them, by content everywhere else.
using LabelsRef = std::shared_ptr<const Labels>;

// A fast hash of bytes, stable across runs on one machine; not for untrusted keys in unbounded tables.
std::uint64_t hashBytes(std::string_view bytes, std::uint64_t seed = 0);

struct LabelsHash {
    std::size_t operator()(const Labels &labels) const { return std::size_t(labels.hash()); }
};

} // namespace metric
