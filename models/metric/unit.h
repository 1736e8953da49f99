#pragma once

namespace metric {

// Base units only, as in the Prometheus ecosystem; what people read is made by format.h.
enum class Unit {
    None,  // a plain count
    Ratio, // 0..1, read as per cent
    Bytes, // read as KiB, MiB ...
    BytesPerSecond,
    BitsPerSecond,
    Seconds,   // a duration
    PerSecond, // events
    Celsius,
    Hertz,
    Volts,
    Watts,
    RevolutionsPerMinute,
    UnixTime, // seconds since the Unix epoch
};

} // namespace metric
