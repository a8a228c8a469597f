#include "host/control/codec.h"

#include <cstring>
#include <type_traits>

namespace flue::control {

namespace {

static_assert(std::is_trivially_copyable_v<flue_hello> && sizeof(flue_hello) == 16);
static_assert(std::is_trivially_copyable_v<flue_request> && sizeof(flue_request) == 104);
static_assert(std::is_trivially_copyable_v<flue_reply> && sizeof(flue_reply) == 288);

constexpr std::uint32_t kAllFlags = FLUE_FLAG_WAIT | FLUE_FLAG_IPV6;
constexpr std::uint32_t kAllOptions = (1u << FLUE_OPTION_COUNT) - 1;

}  // namespace

flue_hello own_hello() { return {FLUE_CONTROL_MAGIC, FLUE_CONTROL_VERSION, sizeof(flue_request), sizeof(flue_reply)}; }

Result<void, RecordError> check_hello(Bytes record) {
  flue_hello hello{};
  if (record.size() != sizeof(hello)) return fail(RecordError::kSize);
  std::memcpy(&hello, record.data(), sizeof(hello));
  if (hello.magic != FLUE_CONTROL_MAGIC) return fail(RecordError::kMagic);
  const flue_hello own = own_hello();
  if (hello.version != own.version || hello.request_size != own.request_size || hello.reply_size != own.reply_size) {
    return fail(RecordError::kVersion);
  }
  return {};
}

Result<flue_request, RecordError> decode_request(Bytes record) {
  flue_request request{};
  if (record.size() != sizeof(request)) return fail(RecordError::kSize);
  std::memcpy(&request, record.data(), sizeof(request));
  const bool about_option = request.op == FLUE_OP_SET_OPTION || request.op == FLUE_OP_GET_OPTION;
  if (request.op < FLUE_OP_BIND || request.op >= FLUE_OP_END || (request.flags & ~kAllFlags) != 0 ||
      (request.options.present & ~kAllOptions) != 0 || (about_option && request.name >= FLUE_OPTION_COUNT)) {
    return fail(RecordError::kOperation);
  }
  return request;
}

Endpoint to_endpoint(const flue_endpoint& endpoint) { return {Ipv4Addr(endpoint.address), Port(endpoint.port)}; }

flue_endpoint from_endpoint(const Endpoint& endpoint) { return {endpoint.address.bits(), endpoint.port.number(), 0}; }

std::optional<std::int32_t> option(const flue_options& options, flue_option name) {
  if ((options.present >> name & 1) == 0) return std::nullopt;
  return options.value[name];
}

}  // namespace flue::control
