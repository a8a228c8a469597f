// Writes frames to a pcap file (classic format, nanosecond timestamps, link type Ethernet) that Wireshark and tcpdump
// read. Buffered: what was written is certain to be in the file after flush() or close().
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/link/link_error.h"

namespace flue {

class PcapWriter {
 public:
  // Creates or truncates the file. `epoch` is added to every timestamp: the wall-clock time of TimePoint zero, in
  // nanoseconds since 1970 (0 in simulations). Errors: kFile.
  static Result<PcapWriter, LinkError> create(const std::string& path, Duration epoch = Duration(0),
                                              std::uint32_t snap_length = 65535);
  // Writes to an open descriptor, which becomes the writer's.
  static Result<PcapWriter, LinkError> adopt(int descriptor, Duration epoch = Duration(0),
                                             std::uint32_t snap_length = 65535);

  PcapWriter(PcapWriter&&) noexcept;
  PcapWriter& operator=(PcapWriter&&) noexcept;
  ~PcapWriter();

  // One frame; bytes past the snap length are left out. Errors: kFile (the disk is full); the writer then stays failed.
  Result<void, LinkError> write(Bytes frame, TimePoint when);
  Result<void, LinkError> flush();
  // Flushes and closes. Later calls do nothing.
  Result<void, LinkError> close();

  [[nodiscard]] std::uint64_t frames() const;

 private:
  class File;
  explicit PcapWriter(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace flue
