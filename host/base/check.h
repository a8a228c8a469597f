// FLUE_CHECK(condition): a broken invariant of our own stops the program with a message. Never for bad input.
#pragma once

namespace flue {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define FLUE_CHECK(condition) ((condition) ? void(0) : ::flue::check_failed(#condition, __FILE__, __LINE__))
