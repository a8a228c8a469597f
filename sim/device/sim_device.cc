#include "sim/device/sim_device.h"

#include <algorithm>

#include "sim/device/card_model.h"

namespace flue::sim {
namespace {

// Frames from the far end that one poll() takes: no more than a queue of the card easily holds, so that the host can
// empty it before the next.
constexpr std::size_t kFramesPerPoll = 128;

// Computed after each jump, so that every copy of the time inside the card is fresh when something happens.
constexpr std::uint64_t kCyclesAfterJump = 8;

}  // namespace

class SimDevice::Card final : public CardModel {
 public:
  using CardModel::CardModel;
};

SimDevice::SimDevice(Link& far_end, const SimDeviceConfig& config)
    : far_end_(far_end), config_(config), card_(std::make_unique<Card>(config, memory_, far_end)) {
  card_->on_failure([this](const std::string& what) {
    if (failure_.empty()) failure_ = what;
  });
}

SimDevice::~SimDevice() = default;

DeviceError SimDevice::vanished() const {
  return {DeviceErrorCode::kVanished, "the simulated card has failed: " + failure_};
}

Result<std::uint32_t, DeviceError> SimDevice::read(std::uint32_t offset) {
  const auto value = card_->registers.read(offset);
  if (!value) return fail(vanished());
  return *value;
}

Result<void, DeviceError> SimDevice::write(std::uint32_t offset, std::uint32_t value) {
  if (!card_->registers.write(offset, value)) return fail(vanished());
  return {};
}

Result<DeviceMemory, DeviceError> SimDevice::allocate(std::size_t size) { return memory_.allocate(size); }

bool SimDevice::interrupt() const { return card_->interrupt.high(); }

bool SimDevice::work_until_idle() {
  return card_->run_until([this] { return card_->idle(); }, config_.cycle_budget);
}

void SimDevice::catch_up(TimePoint now) {
  if (!origin_) origin_ = now - cycles_to_time(card_->cycle());
  const auto target = time_to_cycles(now - *origin_);
  if (card_->cycle() + kCyclesAfterJump >= target) return;
  const std::uint64_t jump = target - kCyclesAfterJump - card_->cycle();
  card_->skip(jump);
  skipped_ += jump;
  card_->run(kCyclesAfterJump);
}

Result<void, DeviceError> SimDevice::poll(TimePoint now) {
  // What register accesses have started first: only an idle card may jump.
  if (!work_until_idle()) return fail(vanished());
  catch_up(now);
  card_->mac.take_from_far_end(kFramesPerPoll);
  if (!work_until_idle()) return fail(vanished());
  return {};
}

Duration SimDevice::cycles_to_time(std::uint64_t cycles) const {
  return Duration(static_cast<std::int64_t>(cycles * 1000 / config_.cycles_per_us));
}

std::uint64_t SimDevice::time_to_cycles(Duration time) const {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
  return ns / 1000 * config_.cycles_per_us + ns % 1000 * config_.cycles_per_us / 1000;
}

SimCycles SimDevice::cycles() const { return {.busy = card_->busy_cycles(), .skipped = skipped_}; }

}  // namespace flue::sim
