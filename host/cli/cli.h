// The command line as a function: words in, text out, an exit status back.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "host/cli/session.h"

namespace flue::cli {

// `words` without the program's name. Status: 0 done, 1 the command failed or no daemon answers, 2 wrong usage.
// `flue run` is not handled here (run.h).
int run_command_line(const std::vector<std::string>& words, const System& system, std::ostream& out, std::ostream& err);

}  // namespace flue::cli
