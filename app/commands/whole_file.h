#pragma once

#include "models/metric/result.h"

#include <cstddef>
#include <string>

namespace app {

// What a file holds, "-" being standard input: no more than so many bytes, and one that says that there is more. Io, with the system's words.
metric::Result<std::string> wholeFile(const std::string &path, std::size_t maxBytes);

} // namespace app
