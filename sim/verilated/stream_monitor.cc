#include "sim/verilated/stream_monitor.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "host/base/check.h"

namespace flue::sim {

StreamMonitor::StreamMonitor(Harness& harness, StreamPins pins, std::string name)
    : Agent(harness), pins_(pins), name_(std::move(name)) {
  FLUE_CHECK(pins_.tdata.connected() && pins_.tvalid.connected());
  FLUE_CHECK(!pins_.tkeep.connected() || pins_.tdata.size() <= 64);
}

void StreamMonitor::check_rules() {
  const bool valid = pins_.tvalid.high();
  if (offered_) {
    if (!valid) {
      harness_.fail(fmt::format("{}: tvalid fell before tready", name_));
    } else if (!std::ranges::equal(pins_.tdata.bytes(), offered_data_) || pins_.tkeep.get() != offered_keep_ ||
               pins_.tlast.high() != offered_last_ || pins_.tuser.get() != offered_user_) {
      harness_.fail(fmt::format("{}: beat changed before tready", name_));
    }
  }
  if (!valid || !pins_.tkeep.connected()) return;
  const std::uint64_t keep = pins_.tkeep.get();
  const auto count = static_cast<std::size_t>(std::countr_one(keep));
  if (count == 0 || (count < 64 && keep >> count != 0)) {
    harness_.fail(fmt::format("{}: tkeep {:#x} is not contiguous from bit 0", name_, keep));
  } else if (count != pins_.tdata.size() && pins_.tlast.connected() && !pins_.tlast.high()) {
    harness_.fail(fmt::format("{}: tkeep {:#x} without tlast", name_, keep));
  }
}

void StreamMonitor::sample() {
  check_rules();
  const bool valid = pins_.tvalid.high();
  const bool taken = valid && (!pins_.tready.connected() || pins_.tready.high());
  offered_ = valid && !taken;
  if (offered_) {
    const Bytes data = std::as_const(pins_.tdata).bytes();
    offered_data_.assign(data.begin(), data.end());
    offered_keep_ = pins_.tkeep.get();
    offered_last_ = pins_.tlast.high();
    offered_user_ = pins_.tuser.get();
  }
  if (!taken) return;
  ++beats_;
  if (!in_packet_) {
    open_ = {};
    open_.first_cycle = harness_.cycle();
    in_packet_ = true;
  }
  std::size_t count = pins_.tdata.size();
  if (pins_.tkeep.connected()) count = std::min(count, static_cast<std::size_t>(std::countr_one(pins_.tkeep.get())));
  const Bytes data = std::as_const(pins_.tdata).bytes().first(count);
  open_.data.insert(open_.data.end(), data.begin(), data.end());
  if (pins_.tlast.connected() && !pins_.tlast.high()) return;
  open_.user = pins_.tuser.get();
  open_.last_cycle = harness_.cycle();
  packets_.push_back(std::move(open_));
  in_packet_ = false;
  ++packets_seen_;
}

void StreamMonitor::reset() {
  offered_ = false;
  in_packet_ = false;
  packets_.clear();
}

Packet StreamMonitor::take() {
  FLUE_CHECK(!packets_.empty());
  Packet packet = std::move(packets_.front());
  packets_.pop_front();
  return packet;
}

}  // namespace flue::sim
