// Where the library of `flue run` is.
#pragma once

#include <string>

namespace flue::cli {

// Beside this program: ../lib/flue of an installation (../<libdir>/flue), ../preload of a build tree. Empty if in
// neither.
std::string find_preload_library();

}  // namespace flue::cli
