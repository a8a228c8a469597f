#include "host/wire/tcp_options.h"

#include <algorithm>
#include <utility>

#include "host/base/check.h"

namespace flue::wire {
namespace {

// Sizes with kind, length and the No-Operations that align them.
constexpr std::size_t kMssSize = 4;
constexpr std::size_t kWindowScaleSize = 4;
constexpr std::size_t kTimestampsSize = 12;
constexpr std::size_t kSackPermittedSize = 4;
constexpr std::size_t kSackBaseSize = 4;
constexpr std::size_t kSackBlockSize = 8;

std::size_t size_without_sack(const TcpOptions& o) {
  return (o.mss ? kMssSize : 0) + (o.window_shift ? kWindowScaleSize : 0) + (o.timestamps ? kTimestampsSize : 0) +
         (o.sack_permitted ? kSackPermittedSize : 0);
}

// As many blocks as there is room for.
std::size_t fitting_blocks(const TcpOptions& o) {
  const std::size_t room = kTcpOptionsLimit - size_without_sack(o);
  if (room < kSackBaseSize) return 0;
  return std::min<std::size_t>(o.sack_count, (room - kSackBaseSize) / kSackBlockSize);
}

// Appends to the option field of a header.
class Writer {
 public:
  explicit Writer(MutableBytes out) : out_(out) {}
  void u8(std::uint8_t v) { store_u8(out_, std::exchange(at_, at_ + 1), v); }
  void u16(std::uint16_t v) { store_be16(out_, std::exchange(at_, at_ + 2), v); }
  void u32(std::uint32_t v) { store_be32(out_, std::exchange(at_, at_ + 4), v); }
  void kind(std::uint8_t kind, std::size_t length) {
    u8(kind);
    u8(static_cast<std::uint8_t>(length));
  }
  void nop(int count) {
    for (int i = 0; i < count; ++i) u8(kTcpOptionNop);
  }

 private:
  MutableBytes out_;
  std::size_t at_ = 0;
};

// Reads the blocks of one SACK option; false if its length is not that of one to four blocks.
bool read_sack(Bytes data, TcpOptions& values) {
  if (data.empty() || data.size() % kSackBlockSize != 0 || data.size() / kSackBlockSize > values.sack.size()) {
    return false;
  }
  values.sack_count = static_cast<std::uint8_t>(data.size() / kSackBlockSize);
  for (std::size_t i = 0; i < values.sack_count; ++i) {
    values.sack[i] = {Seq(load_be32(data, i * kSackBlockSize)), Seq(load_be32(data, i * kSackBlockSize + 4))};
  }
  return true;
}

// Takes one option into the values; false if its length is wrong for its kind. Unknown kinds are skipped (MUST-6).
bool read_option(const TcpOption& option, TcpOptions& values) {
  switch (option.kind) {
    case kTcpOptionMss:
      if (option.data.size() != 2) return false;
      values.mss = load_be16(option.data, 0);
      return true;
    case kTcpOptionWindowScale:
      if (option.data.size() != 1) return false;
      values.window_shift = load_u8(option.data, 0);
      return true;
    case kTcpOptionSackPermitted:
      if (!option.data.empty()) return false;
      values.sack_permitted = true;
      return true;
    case kTcpOptionSack:
      return read_sack(option.data, values);
    case kTcpOptionTimestamps:
      if (option.data.size() != 8) return false;
      values.timestamps = TcpTimestamps{load_be32(option.data, 0), load_be32(option.data, 4)};
      return true;
    default:
      return true;
  }
}

}  // namespace

std::optional<TcpOption> TcpOptionReader::next() {
  while (!rest_.empty() && load_u8(rest_, 0) == kTcpOptionNop) rest_ = rest_.subspan(1);
  if (rest_.empty() || load_u8(rest_, 0) == kTcpOptionEnd) {
    rest_ = {};
    return std::nullopt;
  }
  const auto stop = [this](TcpOptionsEnd end) {
    end_ = end;
    rest_ = {};
    return std::nullopt;
  };
  if (rest_.size() < 2) return stop(TcpOptionsEnd::kTruncated);
  const std::size_t length = load_u8(rest_, 1);
  if (length < 2) return stop(TcpOptionsEnd::kBadLength);
  if (length > rest_.size()) return stop(TcpOptionsEnd::kTruncated);
  const TcpOption option{load_u8(rest_, 0), rest_.subspan(2, length - 2)};
  rest_ = rest_.subspan(length);
  return option;
}

ParsedTcpOptions parse_tcp_options(Bytes options) {
  ParsedTcpOptions parsed;
  TcpOptionReader reader(options);
  while (const auto option = reader.next()) {
    if (!read_option(*option, parsed.values)) ++parsed.ignored;
  }
  parsed.end = reader.end();
  return parsed;
}

std::size_t TcpOptions::size() const {
  const std::size_t blocks = fitting_blocks(*this);
  return size_without_sack(*this) + (blocks > 0 ? kSackBaseSize + blocks * kSackBlockSize : 0);
}

void TcpOptions::emit(MutableBytes out) const {
  FLUE_CHECK(out.size() >= size() && sack_count <= sack.size());
  Writer w(out);
  if (mss) {
    w.kind(kTcpOptionMss, 4);
    w.u16(*mss);
  }
  if (window_shift) {
    w.nop(1);
    w.kind(kTcpOptionWindowScale, 3);
    w.u8(*window_shift);
  }
  if (timestamps) {
    w.nop(2);
    w.kind(kTcpOptionTimestamps, 10);
    w.u32(timestamps->tsval);
    w.u32(timestamps->tsecr);
  }
  if (sack_permitted) {
    w.nop(2);
    w.kind(kTcpOptionSackPermitted, 2);
  }
  if (const std::size_t blocks = fitting_blocks(*this); blocks > 0) {
    w.nop(2);
    w.kind(kTcpOptionSack, 2 + blocks * kSackBlockSize);
    for (std::size_t i = 0; i < blocks; ++i) {
      w.u32(sack[i].left.raw());
      w.u32(sack[i].right.raw());
    }
  }
}

}  // namespace flue::wire
