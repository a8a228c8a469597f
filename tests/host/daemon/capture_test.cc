#include "host/daemon/capture.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "host/daemon/event_loop.h"
#include "tests/host/daemon/temp_directory.h"

namespace flue::daemon {
namespace {

class LineLog final : public Log {
 public:
  LineLog() : Log(LogLevel::kTrace) {}
  std::vector<std::string> lines;

 protected:
  void write(LogLevel, std::string_view line) override { lines.emplace_back(line); }
};

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint32_t word(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << 8 * i;
  return value;
}

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kFrameHeader = 16;

TEST(Capture, WritesFramesWithWallClockTime) {
  const TempDirectory directory;
  LineLog log;
  auto capture = Capture::create(directory / "a.pcap", log);
  ASSERT_TRUE(capture) << capture.error();
  const std::array<std::byte, 60> frame{};
  const auto before = std::chrono::system_clock::now();
  capture->write(frame, monotonic_now());
  capture->flush();

  const std::string bytes = content(directory / "a.pcap");
  ASSERT_EQ(bytes.size(), kFileHeader + kFrameHeader + frame.size());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(before.time_since_epoch()).count();
  EXPECT_NEAR(word(bytes, kFileHeader), static_cast<double>(seconds), 2);
  EXPECT_EQ(word(bytes, kFileHeader + 8), frame.size());
}

TEST(Capture, AFullDiskEndsTheCaptureAndNothingElse) {
  LineLog log;
  auto capture = Capture::create("/dev/full", log);
  if (capture) {  // the header alone may wait in a buffer
    const std::vector<std::byte> frame(1500);
    for (int i = 0; i < 1000; ++i) capture->write(frame, monotonic_now());
    capture->flush();
    ASSERT_EQ(log.lines.size(), 1u);
    EXPECT_EQ(log.lines[0].rfind("the capture into /dev/full ends here: ", 0), 0u) << log.lines[0];
  } else {
    EXPECT_NE(capture.error().find("/dev/full"), std::string::npos);
  }
}

TEST(Capture, SaysThatTheFileCannotBeMade) {
  LineLog log;
  const auto capture = Capture::create("/nonexistent/a.pcap", log);
  ASSERT_FALSE(capture);
  EXPECT_NE(capture.error().find("/nonexistent/a.pcap"), std::string::npos) << capture.error();
}

}  // namespace
}  // namespace flue::daemon
