#include "host/control/twin_name.h"

#include <string.h>

namespace {

constexpr char kPrefix[] = "flue-";
constexpr size_t kPrefixLength = sizeof(kPrefix) - 1;

char* put(char* at, uint64_t value, unsigned digits) {
  for (unsigned i = digits; i-- > 0;) *at++ = "0123456789abcdef"[value >> (4 * i) & 0xF];
  return at;
}

char* put(char* at, const flue_endpoint& endpoint) {
  *at++ = '-';
  return put(put(at, endpoint.address, 8), endpoint.port, 4);
}

// Takes `digits` lower-case hexadecimal digits; null if there is anything else.
const char* take(const char* at, unsigned digits, uint64_t& value) {
  value = 0;
  for (unsigned i = 0; i < digits; ++i, ++at) {
    const bool decimal = *at >= '0' && *at <= '9';
    if (!decimal && (*at < 'a' || *at > 'f')) return nullptr;
    value = value << 4 | static_cast<uint64_t>(decimal ? *at - '0' : *at - 'a' + 10);
  }
  return at;
}

const char* take(const char* at, flue_endpoint& endpoint) {
  if (*at++ != '-') return nullptr;
  uint64_t address = 0;
  uint64_t port = 0;
  at = take(at, 8, address);
  if (at != nullptr) at = take(at, 4, port);
  if (at != nullptr) endpoint = {static_cast<uint32_t>(address), static_cast<uint16_t>(port), 0};
  return at;
}

bool one_of(char c, const char* set) { return c != '\0' && strchr(set, c) != nullptr; }

}  // namespace

void flue_format_twin_name(const flue_twin_name* name, char* text) {
  memcpy(text, kPrefix, kPrefixLength);
  char* at = text + kPrefixLength;
  *at++ = name->kind;
  *at++ = name->family;
  *at++ = name->end;
  *at++ = '-';
  put(put(put(at, name->id, 16), name->local), name->remote);
}

int flue_parse_twin_name(const char* text, size_t length, flue_twin_name* name) {
  if (length != FLUE_TWIN_NAME_LENGTH || memcmp(text, kPrefix, kPrefixLength) != 0) return 0;
  const char* at = text + kPrefixLength;
  flue_twin_name parsed{at[0], at[1], at[2], 0, {}, {}};
  if (!one_of(parsed.kind, "clb") || !one_of(parsed.family, "46") || !one_of(parsed.end, "dp") || at[3] != '-') {
    return 0;
  }
  at = take(at + 4, 16, parsed.id);
  if (at != nullptr) at = take(at, parsed.local);
  if (at != nullptr) at = take(at, parsed.remote);
  if (at == nullptr) return 0;
  *name = parsed;
  return 1;
}

int flue_parse_twin_address(const sockaddr_un* address, socklen_t length, flue_twin_name* name) {
  constexpr size_t kPath = offsetof(sockaddr_un, sun_path);
  if (length <= kPath + FLUE_TWIN_NAME_LENGTH || length > sizeof(*address) || address->sun_family != AF_UNIX) return 0;
  const char* path = address->sun_path;
  size_t size = length - kPath;
  if (path[0] == '\0') return flue_parse_twin_name(path + 1, size - 1, name);
  size = strnlen(path, size);
  if (size <= FLUE_TWIN_NAME_LENGTH || path[size - FLUE_TWIN_NAME_LENGTH - 1] != '/') return 0;
  return flue_parse_twin_name(path + size - FLUE_TWIN_NAME_LENGTH, FLUE_TWIN_NAME_LENGTH, name);
}

socklen_t flue_twin_address(const flue_twin_name* name, sockaddr_un* address) {
  memset(address, 0, sizeof(*address));
  address->sun_family = AF_UNIX;
  flue_format_twin_name(name, address->sun_path + 1);
  return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + FLUE_TWIN_NAME_LENGTH);
}
