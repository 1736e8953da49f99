#pragma once

namespace probes {

// Clock ticks a second in /proc: USER_HZ is 100 in the ABI of every architecture we meet (proc(5)), whatever the kernel's own rate.
inline constexpr double kUserHz = 100;

} // namespace probes
