#include "host/link/pcap_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace flue {
namespace {

constexpr std::uint32_t kMagicNanoseconds = 0xA1B23C4D;  // in the writer's byte order, which readers find out from it
constexpr std::uint32_t kVersion2 = 2;
constexpr std::uint32_t kVersion4 = 4;
constexpr std::uint32_t kLinkTypeEthernet = 1;
constexpr std::size_t kBufferSize = 1 << 16;

}  // namespace

class PcapWriter::File {
 public:
  File(std::FILE* file, Duration epoch, std::uint32_t snap_length)
      : file_(file), epoch_(epoch), snap_length_(snap_length) {
    std::setvbuf(file_, nullptr, _IOFBF, kBufferSize);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (file_ != nullptr) std::fclose(file_);
  }

  Result<void, LinkError> write_file_header() {
    const std::array<std::uint16_t, 2> version = {kVersion2, kVersion4};
    const std::array<std::uint32_t, 4> rest = {0, 0, snap_length_, kLinkTypeEthernet};
    return checked(put(&kMagicNanoseconds, sizeof kMagicNanoseconds) && put(version.data(), sizeof version) &&
                   put(rest.data(), sizeof rest));
  }

  Result<void, LinkError> write(Bytes frame, TimePoint when) {
    if (file_ == nullptr) return {};
    const auto since_1970 = epoch_ + when.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since_1970);
    const std::size_t captured = std::min<std::size_t>(frame.size(), snap_length_);
    const std::array<std::uint32_t, 4> header = {
        static_cast<std::uint32_t>(seconds.count()), static_cast<std::uint32_t>((since_1970 - seconds).count()),
        static_cast<std::uint32_t>(captured), static_cast<std::uint32_t>(frame.size())};
    ++frames_;
    return checked(put(header.data(), sizeof header) && put(frame.data(), captured));
  }

  Result<void, LinkError> flush() {
    return file_ == nullptr ? Result<void, LinkError>{} : checked(std::fflush(file_) == 0);
  }

  Result<void, LinkError> close() {
    if (file_ == nullptr) return {};
    const bool failed_before = failed_;
    const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
    return checked(closed && !failed_before);
  }

  [[nodiscard]] std::uint64_t frames() const { return frames_; }

 private:
  bool put(const void* data, std::size_t size) { return std::fwrite(data, 1, size, file_) == size; }

  // Once a write has failed the file has a torn record, so the writer stays failed.
  Result<void, LinkError> checked(bool good) {
    if (!good && !failed_) {
      failed_ = true;
      error_number_ = errno;
    }
    if (!failed_) return {};
    return fail(
        LinkError{LinkErrorCode::kFile, fmt::format("cannot write the capture: {}", std::strerror(error_number_))});
  }

  std::FILE* file_;
  Duration epoch_;
  std::uint32_t snap_length_;
  std::uint64_t frames_ = 0;
  bool failed_ = false;
  int error_number_ = 0;
};

PcapWriter::PcapWriter(std::unique_ptr<File> file) : file_(std::move(file)) {}
PcapWriter::PcapWriter(PcapWriter&&) noexcept = default;
PcapWriter& PcapWriter::operator=(PcapWriter&&) noexcept = default;
PcapWriter::~PcapWriter() = default;

Result<PcapWriter, LinkError> PcapWriter::create(const std::string& path, Duration epoch, std::uint32_t snap_length) {
  // A capture shows what other users send: nobody else may read it.
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fail(LinkError{LinkErrorCode::kFile,
                          fmt::format("cannot create the capture file {}: {}", path, std::strerror(errno))});
  }
  return adopt(descriptor, epoch, snap_length);
}

Result<PcapWriter, LinkError> PcapWriter::adopt(int descriptor, Duration epoch, std::uint32_t snap_length) {
  std::FILE* file = ::fdopen(descriptor, "wb");
  if (file == nullptr) {
    const int error_number = errno;
    ::close(descriptor);
    return fail(
        LinkError{LinkErrorCode::kFile, fmt::format("cannot write the capture: {}", std::strerror(error_number))});
  }
  PcapWriter writer(std::make_unique<File>(file, epoch, snap_length));
  if (const auto started = writer.file_->write_file_header(); !started) return fail(started.error());
  return writer;
}

Result<void, LinkError> PcapWriter::write(Bytes frame, TimePoint when) { return file_->write(frame, when); }
Result<void, LinkError> PcapWriter::flush() { return file_->flush(); }
Result<void, LinkError> PcapWriter::close() { return file_->close(); }
std::uint64_t PcapWriter::frames() const { return file_->frames(); }

}  // namespace flue
