#pragma once

namespace secrets {

// From now on no crash of this process leaves its memory, and with it the secrets in it, on a disk or with a collector of crashes.
// What it starts inherits that. Called once, before anything is read.
void forbidCoreFiles();

} // namespace secrets
