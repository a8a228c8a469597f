#include "host/wire/parse_error.h"

namespace flue::wire {

std::string_view to_string(ParseError error) {
  switch (error) {
    case ParseError::kTruncated:
      return "truncated";
    case ParseError::kUnknownFrame:
      return "unknown_frame";
    case ParseError::kBadVersion:
      return "bad_version";
    case ParseError::kBadHeaderLength:
      return "bad_header_length";
    case ParseError::kBadLength:
      return "bad_length";
    case ParseError::kBadHardwareType:
      return "bad_hardware_type";
    case ParseError::kBadProtocolType:
      return "bad_protocol_type";
    case ParseError::kBadAddressLength:
      return "bad_address_length";
    case ParseError::kUnsupportedOperation:
      return "unsupported_operation";
  }
  return "unknown";
}

}  // namespace flue::wire
