// The daemon's reading of what programs send: nothing is believed before it was checked here.
#pragma once

#include <optional>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/control/protocol.h"

namespace flue::control {

enum class RecordError : std::uint8_t {
  kSize,      // not the size of the record expected
  kMagic,     // not Flue's
  kVersion,   // another version, or other record sizes
  kOperation  // unknown operation, flag or option
};

// The first record of a channel.
Result<void, RecordError> check_hello(Bytes record);
flue_hello own_hello();

// Any later record.
Result<flue_request, RecordError> decode_request(Bytes record);

Endpoint to_endpoint(const flue_endpoint& endpoint);
flue_endpoint from_endpoint(const Endpoint& endpoint);

// The value of an option that is present.
std::optional<std::int32_t> option(const flue_options& options, flue_option name);

}  // namespace flue::control
