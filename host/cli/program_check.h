// Can the preload library reach a program at all? Refused by name: what has no dynamic linker, what the dynamic linker
// starts in secure mode, what is of another architecture.
#pragma once

#include <optional>
#include <string>

#include "host/base/result.h"

namespace flue::cli {

// As execvp(3) looks for it; nothing if there is no such executable file. `path` is $PATH.
std::optional<std::string> find_program(const std::string& name, const std::string& path);

// The error is a sentence that starts with the file's name. Follows `#!` lines, with /usr/bin/env looked through.
Result<void, std::string> check_program(const std::string& file, const std::string& path);

}  // namespace flue::cli
