#include "host/link/pcap_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace flue {
namespace {

using namespace std::chrono_literals;

class PcapFile : public ::testing::Test {
 protected:
  ~PcapFile() override { ::unlink(path_.c_str()); }

  // The file as 32-bit words of this machine, the order that the magic number announces.
  [[nodiscard]] std::vector<std::uint32_t> words() const {
    std::ifstream file(path_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::uint32_t> result(text.size() / 4);
    if (!result.empty()) std::memcpy(result.data(), text.data(), result.size() * 4);
    return result;
  }

  std::string path_ = ::testing::TempDir() + "flue-pcap-" + std::to_string(::getpid()) + ".pcap";
};

TEST_F(PcapFile, HasHeaderTimesAndFrames) {
  const std::vector<std::byte> frame(8, std::byte{0x11});
  auto writer = PcapWriter::create(path_, 1'700'000'000s, 4);
  ASSERT_TRUE(writer) << writer.error().message;
  ASSERT_TRUE(writer->write(frame, TimePoint(2s + 5ns)));
  ASSERT_TRUE(writer->write(Bytes(frame).first(4), TimePoint(-1ns)));
  EXPECT_EQ(writer->frames(), 2u);
  ASSERT_TRUE(writer->close());
  EXPECT_EQ(words(), (std::vector<std::uint32_t>{0xA1B23C4D, 0x00040002, 0, 0, 4, 1,  // file
                                                 1'700'000'002, 5, 4, 8, 0x11111111,  // cut to four bytes
                                                 1'699'999'999, 999'999'999, 4, 4, 0x11111111}));
}

TEST_F(PcapFile, IsWholeAfterFlush) {
  auto writer = PcapWriter::create(path_);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->write(std::vector<std::byte>(60), TimePoint(1s)));
  EXPECT_TRUE(words().empty());  // buffered
  ASSERT_TRUE(writer->flush());
  EXPECT_EQ(words().size(), 6u + 4u + 15u);
}

TEST_F(PcapFile, IsForItsOwnerOnly) {
  ASSERT_TRUE(PcapWriter::create(path_));
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(PcapFile, TcpdumpReadsIt) {
  auto writer = PcapWriter::create(path_);
  ASSERT_TRUE(writer);
  std::vector<std::byte> frame(60);
  frame[12] = std::byte{0x08};
  frame[13] = std::byte{0x06};
  ASSERT_TRUE(writer->write(frame, TimePoint(1s + 7ns)));
  ASSERT_TRUE(writer->close());
  EXPECT_EQ(std::system(("tcpdump -r " + path_ + " -nn -tt --nano 2>/dev/null | grep -q '^1.000000007 '").c_str()), 0);
}

TEST(PcapWriter, AFileThatCannotBeMadeSaysWhy) {
  const auto writer = PcapWriter::create("/nowhere/x.pcap");
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, LinkErrorCode::kFile);
  EXPECT_EQ(writer.error().message, "cannot create the capture file /nowhere/x.pcap: No such file or directory");
}

TEST(PcapWriter, AFullDiskIsReportedAndStaysReported) {
  auto writer = PcapWriter::adopt(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  ASSERT_TRUE(writer);
  EXPECT_TRUE(writer->write(std::vector<std::byte>(60), TimePoint(1s)));
  const auto flushed = writer->flush();
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().message, "cannot write the capture: No space left on device");
  EXPECT_FALSE(writer->write(std::vector<std::byte>(60), TimePoint(1s)));
  EXPECT_FALSE(writer->close());
}

}  // namespace
}  // namespace flue
