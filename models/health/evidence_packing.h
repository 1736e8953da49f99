#pragma once

#include "models/metric/result.h"
#include "models/metric/verdict.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace health {

// The text's beginning, no longer than that, with "…" where something is missing. Well-formed UTF-8 stays so.
std::string cutText(std::string_view text, std::size_t longest);

// Titles and texts in front of which their lengths stand, by zstd with a checksum. unpackParts() answers Malformed for bytes that are none or that
// would unpack to more than 1 MiB.
std::string packParts(std::span<const metric::Evidence::Part> parts, std::size_t longestPart, std::size_t longest);
metric::Result<std::vector<metric::Evidence::Part>> unpackParts(std::span<const std::byte> packed);

} // namespace health
