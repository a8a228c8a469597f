// lwIP's port header: x86-64 Linux, abort on a broken assertion.
#pragma once

#include <stdio.h>
#include <stdlib.h>

#define LWIP_PLATFORM_DIAG(x) \
  do {                        \
    printf x;                 \
  } while (0)
#define LWIP_PLATFORM_ASSERT(x)                        \
  do {                                                 \
    fprintf(stderr, "lwIP assertion failed: %s\n", x); \
    abort();                                           \
  } while (0)
#define LWIP_RAND() ((unsigned)rand())
