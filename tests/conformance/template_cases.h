// Templates on which we and a real Prometheus must agree.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tests {

// Well-formed ones, by hand and all of a kind with all of another; `random` more are put together from their pieces. Those that ask
// queries ask for kUpQuery, kNothingQuery or a text that is none.
std::vector<std::string> templateCases(std::uint64_t seed, int random);
// Ones that must be refused when they are read.
std::vector<std::string> malformedTemplates();

inline constexpr const char *kUpQuery = "sort(up)";
inline constexpr const char *kNothingQuery = "nothing";

} // namespace tests
