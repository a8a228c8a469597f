// `flue run [--loopback=kernel|flue|both] [--control-dir DIR] -- PROGRAM ARGS`: starts an unmodified program whose TCP
// sockets are Flue's.
#pragma once

namespace flue::cli {

// argv[0] is "run". Does not return if the program starts. Exit status: 2 wrong usage, or the daemon does not answer,
// or the program cannot be run by Flue; 126 and 127 as a shell's.
int run_command(int argc, char** argv);

}  // namespace flue::cli
