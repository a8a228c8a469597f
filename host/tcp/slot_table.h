// Values named by index and generation: an id stays unique for the life of the table, so a stale one is recognised and
// refused. A value has a fixed address from insert() to erase(); an empty slot costs 16 bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace flue::tcp {

// Id: an aggregate of index and generation, where generation 0 means none.
template <typename T, typename Id>
class SlotTable {
 public:
  Id insert(std::unique_ptr<T> value) {
    if (free_ == kNone) {
      free_ = static_cast<std::uint32_t>(slots_.size());
      slots_.push_back({});
    }
    const std::uint32_t index = free_;
    free_ = slots_[index].next_free;
    slots_[index].value = std::move(value);
    ++count_;
    return id_of(index);
  }

  void erase(Id id) {
    if (find(id) == nullptr) return;
    Slot& slot = slots_[id.index];
    slot.value.reset();
    --count_;
    // A slot whose generations are used up is retired rather than reused.
    if (++slot.generation == 0) return;
    slot.next_free = free_;
    free_ = id.index;
  }

  [[nodiscard]] T* find(Id id) const {
    if (id.index >= slots_.size() || slots_[id.index].generation != id.generation) return nullptr;
    return slots_[id.index].value.get();
  }
  // The value in a slot, whatever its generation; nullptr if the slot is empty.
  [[nodiscard]] T* at(std::uint32_t index) const { return slots_[index].value.get(); }
  [[nodiscard]] Id id_of(std::uint32_t index) const { return Id{index, slots_[index].generation}; }
  [[nodiscard]] std::size_t size() const { return count_; }
  // Bound of all indices handed out so far.
  [[nodiscard]] std::uint32_t slots() const { return static_cast<std::uint32_t>(slots_.size()); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Slot {
    std::unique_ptr<T> value;
    std::uint32_t generation = 1;
    std::uint32_t next_free = kNone;
  };

  std::vector<Slot> slots_;
  std::uint32_t free_ = kNone;
  std::size_t count_ = 0;
};

}  // namespace flue::tcp
