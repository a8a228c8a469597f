#include "host/daemon/event_loop.h"

#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <map>
#include <unordered_map>

#include "host/base/check.h"

namespace flue::daemon {
namespace {

constexpr int kEventsPerTurn = 64;

timespec to_timespec(Duration duration) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration);
  return {static_cast<time_t>(whole.count()), static_cast<long>((duration - whole).count())};
}

std::uint32_t to_epoll(std::uint32_t interest) {
  std::uint32_t events = 0;
  if ((interest & EventLoop::kRead) != 0) events |= EPOLLIN;
  if ((interest & EventLoop::kWrite) != 0) events |= EPOLLOUT;
  return events;
}

std::uint32_t to_ready(std::uint32_t events) {
  std::uint32_t ready = 0;
  if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) ready |= EventLoop::kRead;
  if ((events & EPOLLOUT) != 0) ready |= EventLoop::kWrite;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) ready |= EventLoop::kRead | EventLoop::kWrite;
  return ready;
}

}  // namespace

TimePoint monotonic_now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return TimePoint(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}

class EventLoop::Impl {
 public:
  Impl() : epoll_(epoll_create1(EPOLL_CLOEXEC)) { FLUE_CHECK(epoll_ >= 0); }

  ~Impl() {
    if (signals_ >= 0) close(signals_);
    close(epoll_);
    sigprocmask(SIG_UNBLOCK, &signal_set_, nullptr);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void add(int descriptor, std::uint32_t interest, Handler handler) {
    const std::uint64_t id = next_id_++;
    epoll_event event{};
    event.events = to_epoll(interest);
    event.data.u64 = id;
    FLUE_CHECK(epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0);
    ids_[descriptor] = id;
    handlers_.emplace(id, std::make_shared<Handler>(std::move(handler)));
  }

  void modify(int descriptor, std::uint32_t interest) {
    const auto known = ids_.find(descriptor);
    FLUE_CHECK(known != ids_.end());
    epoll_event event{};
    event.events = to_epoll(interest);
    event.data.u64 = known->second;
    FLUE_CHECK(epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) == 0);
  }

  void remove(int descriptor) {
    const auto known = ids_.find(descriptor);
    if (known == ids_.end()) return;
    epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);  // fails harmlessly if it was closed before
    handlers_.erase(known->second);
    ids_.erase(known);
  }

  void on_signal(int signal_number, std::function<void(TimePoint)> handler) {
    if (signals_ < 0) {
      sigemptyset(&signal_set_);
    }
    sigaddset(&signal_set_, signal_number);
    FLUE_CHECK(sigprocmask(SIG_BLOCK, &signal_set_, nullptr) == 0);
    const bool first = signals_ < 0;
    signals_ = signalfd(signals_, &signal_set_, SFD_NONBLOCK | SFD_CLOEXEC);
    FLUE_CHECK(signals_ >= 0);
    if (first) add(signals_, kRead, [this](std::uint32_t, TimePoint now) { read_signals(now); });
    signal_handlers_[signal_number] = std::move(handler);
  }

  void run() {
    running_ = true;
    while (running_) turn();
  }

  std::function<TimePoint()> deadline_source_ = [] { return kNever; };
  std::function<void(TimePoint)> after_batch_ = [](TimePoint) {};
  bool running_ = false;

 private:
  void turn() {
    std::array<epoll_event, kEventsPerTurn> events{};
    const int count = wait(events);
    const TimePoint now = monotonic_now();
    for (int i = 0; i < count && running_; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      // The descriptor may have been removed, and its number even reused, by a handler before it in this batch.
      const std::uint64_t id = event.data.u64;  // a copy: the structure is packed
      const auto found = handlers_.find(id);
      if (found == handlers_.end()) continue;
      const std::shared_ptr<Handler> handler = found->second;  // it may remove itself
      (*handler)(to_ready(event.events), now);
    }
    if (running_) after_batch_(now);
  }

  int wait(std::array<epoll_event, kEventsPerTurn>& events) {
    const TimePoint deadline = deadline_source_();
    const timespec* timeout = nullptr;
    timespec left{};
    if (deadline != kNever) {
      const TimePoint now = monotonic_now();
      left = to_timespec(deadline > now ? deadline - now : Duration(0));
      timeout = &left;
    }
    const int count = epoll_pwait2(epoll_, events.data(), kEventsPerTurn, timeout, nullptr);
    FLUE_CHECK(count >= 0 || errno == EINTR);
    return std::max(count, 0);
  }

  void read_signals(TimePoint now) {
    signalfd_siginfo info{};
    while (read(signals_, &info, sizeof(info)) == static_cast<ssize_t>(sizeof(info))) {
      const auto handler = signal_handlers_.find(static_cast<int>(info.ssi_signo));
      if (handler != signal_handlers_.end()) handler->second(now);
    }
  }

  int epoll_;
  int signals_ = -1;
  sigset_t signal_set_{};
  std::uint64_t next_id_ = 1;
  std::unordered_map<int, std::uint64_t> ids_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Handler>> handlers_;
  std::map<int, std::function<void(TimePoint)>> signal_handlers_;
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::add(int descriptor, std::uint32_t interest, Handler handler) {
  impl_->add(descriptor, interest, std::move(handler));
}
void EventLoop::modify(int descriptor, std::uint32_t interest) { impl_->modify(descriptor, interest); }
void EventLoop::remove(int descriptor) { impl_->remove(descriptor); }
void EventLoop::set_deadline_source(std::function<TimePoint()> source) { impl_->deadline_source_ = std::move(source); }
void EventLoop::set_after_batch(std::function<void(TimePoint)> work) { impl_->after_batch_ = std::move(work); }
void EventLoop::on_signal(int signal_number, std::function<void(TimePoint)> handler) {
  impl_->on_signal(signal_number, std::move(handler));
}
void EventLoop::run() { impl_->run(); }
void EventLoop::stop() { impl_->running_ = false; }

}  // namespace flue::daemon
