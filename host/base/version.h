// The version of this build, "0.1.0"; from the project line of the top CMakeLists.txt.
#pragma once

#include <string_view>

namespace flue {

extern const std::string_view kVersion;

}  // namespace flue
