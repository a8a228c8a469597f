// What a local sender leaves to its device and a packet socket therefore sees undone: checksums, and the cutting of a
// large TCP segment into frames (GSO). Done here instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/bytes.h"
#include "host/base/result.h"

namespace flue {

enum class UndoneWorkError : std::uint8_t {
  kOutsideFrame,  // the checksum's place is not in the frame
  kNotTcp,        // a frame to cut that is not a whole TCP segment over IPv4
  kNoSize,        // a frame to cut without the size of the pieces
};

// The field at start + offset holds the sum of the pseudo-header; makes it the checksum of everything from `start` to
// the frame's end.
Result<void, UndoneWorkError> complete_checksum(MutableBytes frame, std::size_t start, std::size_t offset);

// Cuts one frame with a large TCP segment into frames of at most `payload_size` payload bytes, with the headers that a
// device would give them: IP id and sequence number count up, FIN and PSH stand in the last, CWR in the first.
class TcpCutter {
 public:
  TcpCutter() = default;
  // Errors: kNotTcp, kNoSize.
  static Result<TcpCutter, UndoneWorkError> start(std::vector<std::byte> frame, std::size_t payload_size);

  [[nodiscard]] bool done() const { return at_ >= frame_.size(); }
  // The next frame, valid until the next call. Only when not done.
  Bytes next();

 private:
  std::vector<std::byte> frame_;
  std::vector<std::byte> piece_;
  std::size_t ip_at_ = 0;
  std::size_t tcp_at_ = 0;
  std::size_t payload_at_ = 0;
  std::size_t at_ = 0;  // next payload byte
  std::size_t payload_size_ = 0;
  std::uint16_t count_ = 0;  // pieces so far
};

}  // namespace flue
