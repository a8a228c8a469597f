#include "host/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace flue {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "flue: internal error: %s does not hold (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace flue
