#pragma once

#include "models/metric/result.h"

#include <QtCore/QString>

#include <filesystem>

namespace secrets {

// The passphrase that a file holds: its first line. A pipe that somebody opened for us (/dev/fd/3) or a credential of systemd is one too;
// it is read to its end, or until it is too long. PermissionDenied: others than its owner may read the file; Malformed: an empty line, too
// long, or no UTF-8; Io. The message says what to do.
metric::Result<QString> readPassphrase(const std::filesystem::path &path);

} // namespace secrets
