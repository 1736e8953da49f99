#pragma once

#include "models/metric/clock.h"

#include <cstddef>
#include <cstdint>

namespace query {

// The moments at which an expression is evaluated: start, start + step ... (count of them). Of a single moment step is zero.
struct Grid {
    metric::Timestamp start;
    metric::Duration step{0};
    std::size_t count = 1;

    metric::Timestamp at(std::size_t index) const { return start + step * std::int64_t(index); }
    friend bool operator==(const Grid &, const Grid &) = default;
};

} // namespace query
