#pragma once

#include "models/metric/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace exposition {

// Times beyond +-2^53 ms (the year 287396) are told as that: they mean nothing, and arithmetic on them must not overflow.
inline constexpr std::int64_t kFarthestMs = std::int64_t(1) << 53;

// A value of either format: a decimal, [+-]Inf, [+-]Infinity or NaN in any case. Neither format has hexadecimal floats (the
// Prometheus server refuses them as OpenMetrics does) or digits beyond the range of a double.
std::optional<double> valueOf(std::string_view token);
// The shortest text that valueOf() reads as the same number, in both formats.
std::string textOf(double value);
// OpenMetrics: a decimal number of seconds, rounded to milliseconds.
std::optional<metric::Timestamp> secondsOf(std::string_view token);
// Prometheus text: a whole number of milliseconds.
std::optional<metric::Timestamp> millisecondsOf(std::string_view token);

// The quick readers of what numbers look like nearly always. They read at `at` and answer where the number ends, or nullptr where
// it is not of the plain kind, right or wrong: the functions above decide then.
// REQUIRES: a byte that is no part of a number, such as the newline, somewhere at or after `at`.

inline bool isDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

inline const char *readPlainValue(const char *at, double &value)
{
    // Powers of ten that a double holds exactly: one division or multiplication of exact numbers rounds correctly (Clinger, 1990).
    static constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                         1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    const char *const first = at;
    std::uint64_t digits = 0;
    for (; isDigit(*at); ++at)
        digits = digits * 10 + std::uint64_t(*at - '0');
    auto count = at - first;
    int exponent = 0;
    if (*at == '.') {
        const char *const point = ++at;
        for (; isDigit(*at); ++at)
            digits = digits * 10 + std::uint64_t(*at - '0');
        count += at - point;
        if (count > 18)
            return nullptr;
        exponent = -int(at - point);
    }
    if (count == 0 || count > 18 || digits > (std::uint64_t(1) << 53))
        return nullptr;
    if (*at == 'e' || *at == 'E') {
        ++at;
        const bool down = *at == '-';
        at += down || *at == '+' ? 1 : 0;
        const char *const power = at;
        int by = 0;
        for (; isDigit(*at) && at - power < 4; ++at)
            by = by * 10 + (*at - '0');
        if (at == power || isDigit(*at))
            return nullptr;
        exponent += down ? -by : by;
    }
    if (exponent < -22 || exponent > 22)
        return nullptr;
    value = exponent < 0 ? double(digits) / kPowers[-exponent] : double(digits) * kPowers[exponent];
    value = negative ? -value : value;
    return at;
}

inline const char *readPlainMilliseconds(const char *at, std::int64_t &ms)
{
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    const char *const first = at;
    std::uint64_t digits = 0;
    for (; isDigit(*at); ++at)
        digits = digits * 10 + std::uint64_t(*at - '0');
    if (at == first || at - first > 15)
        return nullptr;
    ms = negative ? -std::int64_t(digits) : std::int64_t(digits);
    return at;
}

inline const char *readPlainSeconds(const char *at, std::int64_t &ms)
{
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    const char *const first = at;
    std::uint64_t seconds = 0;
    for (; isDigit(*at); ++at)
        seconds = seconds * 10 + std::uint64_t(*at - '0');
    if (at == first || at - first > 12)
        return nullptr;
    std::int64_t all = std::int64_t(seconds) * 1000;
    if (*at == '.') {
        std::int64_t weight = 100;
        for (++at; isDigit(*at); ++at, weight /= 10) {
            all += weight * (*at - '0');
            if (weight == 0) { // the fourth digit rounds, the others say nothing
                all += *at >= '5' ? 1 : 0;
                while (isDigit(*at))
                    ++at;
                break;
            }
        }
    }
    ms = negative ? -all : all;
    return at;
}

} // namespace exposition
