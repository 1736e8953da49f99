#pragma once

namespace app {

// The whole program: command line, directories, lock, core, and the window unless headless. Answers the exit code:
// 0 normally and when another console's window was raised, 2 for what the user must mend.
int run(int argc, char **argv);

} // namespace app
