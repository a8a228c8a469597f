// The four columns of defaults. win2003 is the product's default.
#pragma once

#include <optional>
#include <string_view>

#include "host/params/parameters.h"

namespace flue {

// All parameters of a profile, before any override.
Parameters profile_parameters(ProfileName name);

// "nt4", "win2000", "win2003", "modern".
std::optional<ProfileName> parse_profile(std::string_view text);
std::string_view to_string(ProfileName name);

}  // namespace flue
