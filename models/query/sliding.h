#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace query {

// Values [first, end) of a series.
struct IndexRange {
    std::size_t first = 0;
    std::size_t end = 0;
    std::size_t size() const { return end - first; }
};

// Folds windows that only move forward, each value about twice in all however much the windows overlap: what leaves is never
// subtracted (that would lose digits), the left part of a window is kept folded from every place on instead. `Fold` has a Part
// (the fold of some values), `of(value)` and `join(left, right)`, which is associative.
template <class Fold>
class Sliding {
public:
    explicit Sliding(std::span<const double> values) : m_values(values) {}

    // REQUIRES: not empty; neither end before that of the last window.
    typename Fold::Part fold(IndexRange window)
    {
        if (window.first >= m_middle)
            turn(window);
        for (; m_end < window.end; ++m_end)
            m_right = m_end == m_middle ? Fold::of(m_values[m_end]) : Fold::join(m_right, Fold::of(m_values[m_end]));
        const auto &left = m_left[m_middle - 1 - window.first];
        return m_end == m_middle ? left : Fold::join(left, m_right);
    }

private:
    // All that is in the window becomes its left part.
    void turn(IndexRange window)
    {
        m_left.clear();
        m_left.push_back(Fold::of(m_values[window.end - 1]));
        for (auto i = window.end - 1; i-- > window.first;)
            m_left.push_back(Fold::join(Fold::of(m_values[i]), m_left.back()));
        m_middle = m_end = window.end;
    }

    std::span<const double> m_values;
    std::vector<typename Fold::Part> m_left; // the k-th: of values [m_middle - 1 - k, m_middle)
    typename Fold::Part m_right{};           // of values [m_middle, m_end)
    std::size_t m_middle = 0;
    std::size_t m_end = 0;
};

} // namespace query
