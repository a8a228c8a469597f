// Bytes that the program holds on the heap now, to measure what one thing costs.
#pragma once

#include <malloc.h>

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FLUE_TEST_ASAN 1
#endif
#endif
#ifdef FLUE_TEST_ASAN
#include <sanitizer/allocator_interface.h>
#endif

namespace flue::test {

// With the allocator's overhead, except under AddressSanitizer, whose overhead says nothing about the product.
inline std::size_t heap_bytes() {
#ifdef FLUE_TEST_ASAN
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
}

}  // namespace flue::test
