#include "host/base/version.h"

namespace flue {

constexpr std::string_view kVersion = FLUE_VERSION;

}  // namespace flue
