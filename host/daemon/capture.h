// [capture]: every frame in and out of every interface, written to a pcap file with wall-clock timestamps.
#pragma once

#include <string>

#include "host/base/log.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/link/pcap_writer.h"

namespace flue::daemon {

class Capture {
 public:
  // Makes or empties the file, with the rights that the process has now; it stays writable after they are dropped. The
  // error is "what; advice".
  static Result<Capture, std::string> create(const std::string& path, Log& log);

  // A full disk ends the capture with one line in the log, not the daemon.
  void write(Bytes frame, TimePoint when);
  // Once per turn of the loop, so that a reader sees what has happened.
  void flush();

 private:
  Capture(PcapWriter writer, std::string path, Log& log)
      : writer_(std::move(writer)), path_(std::move(path)), log_(&log) {}
  void stop(const LinkError& error);

  PcapWriter writer_;
  std::string path_;
  Log* log_;
  bool dirty_ = false;
  bool stopped_ = false;
};

}  // namespace flue::daemon
