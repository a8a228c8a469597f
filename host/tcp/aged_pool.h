// Records in one array, reused through a free list and linked in order of age: what has a bound and gives up its oldest
// first (half-open and TIME-WAIT records). Indices stay valid until erase(); references only until the next insertion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace flue::tcp {

template <typename T>
class AgedPool {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // Adds a record as the youngest.
  std::uint32_t push_back(const T& value) {
    std::uint32_t index = free_;
    if (index == kNone) {
      index = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
    } else {
      free_ = nodes_[index].next;
    }
    nodes_[index].value = value;
    link_back(index);
    ++count_;
    return index;
  }

  void erase(std::uint32_t index) {
    unlink(index);
    nodes_[index].next = free_;
    free_ = index;
    --count_;
  }

  // Makes the record the youngest.
  void renew(std::uint32_t index) {
    unlink(index);
    link_back(index);
  }

  [[nodiscard]] std::uint32_t oldest() const { return head_; }
  [[nodiscard]] std::uint32_t next(std::uint32_t index) const { return nodes_[index].next; }
  [[nodiscard]] T& operator[](std::uint32_t index) { return nodes_[index].value; }
  [[nodiscard]] const T& operator[](std::uint32_t index) const { return nodes_[index].value; }
  [[nodiscard]] std::size_t size() const { return count_; }

  // Bytes of one record, links included.
  static constexpr std::size_t record_size() { return sizeof(Node); }

 private:
  struct Node {
    T value{};
    std::uint32_t previous = kNone;
    std::uint32_t next = kNone;
  };

  void link_back(std::uint32_t index) {
    nodes_[index].previous = tail_;
    nodes_[index].next = kNone;
    (tail_ == kNone ? head_ : nodes_[tail_].next) = index;
    tail_ = index;
  }

  void unlink(std::uint32_t index) {
    const std::uint32_t previous = nodes_[index].previous;
    const std::uint32_t following = nodes_[index].next;
    (previous == kNone ? head_ : nodes_[previous].next) = following;
    (following == kNone ? tail_ : nodes_[following].previous) = previous;
  }

  std::vector<Node> nodes_;
  std::uint32_t head_ = kNone;
  std::uint32_t tail_ = kNone;
  std::uint32_t free_ = kNone;
  std::size_t count_ = 0;
};

}  // namespace flue::tcp
