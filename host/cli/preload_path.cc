#include "host/cli/preload_path.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace flue::cli {

std::string find_preload_library() {
  constexpr std::array<std::string_view, 2> kFolders{FLUE_PRELOAD_INSTALLED, "../preload"};
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed) return {};
  for (const std::string_view folder : kFolders) {
    const auto candidate = (program.parent_path() / folder / "libflue_preload.so").lexically_normal();
    if (std::filesystem::is_regular_file(candidate, failed)) return candidate.string();
  }
  return {};
}

}  // namespace flue::cli
