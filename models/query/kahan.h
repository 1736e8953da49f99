#pragma once

#include <cmath>

namespace query {

// A sum with what rounding took from it (Neumaier's variant of Kahan's summation), as Prometheus adds since 2.54.
struct KahanSum {
    double sum = 0;
    double lost = 0;

    void add(double value)
    {
        const double next = sum + value;
        if (std::isinf(next))
            lost = 0;
        else if (std::abs(sum) >= std::abs(value))
            lost += (sum - next) + value;
        else
            lost += (value - next) + sum;
        sum = next;
    }
    double value() const { return std::isinf(sum) ? sum : sum + lost; }
};

} // namespace query
