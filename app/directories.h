#pragma once

#include "models/metric/result.h"

#include <filesystem>

namespace app {

// Makes the directory where it is missing, for this user alone (0700), and tries that a file can be written there.
// The message names the directory, the reason and the option that chooses another.
metric::Result<void> ensureWritableDirectory(const std::filesystem::path &directory, const char *option);

} // namespace app
