// A hostile program on the control channel: records of any content and length, with twins, foreign descriptors or none,
// in any order, and writing, closing and accepting in between. The daemon must stand it, answer only on the channel,
// and hold nothing of the program's when all its descriptors are closed.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "host/base/check.h"
#include "host/control/codec.h"
#include "host/daemon/program_server.h"
#include "host/params/profiles.h"

namespace {

using flue::daemon::Descriptor;
using flue::daemon::EventLoop;
using flue::daemon::ProgramServer;

class Daemon {
 public:
  explicit Daemon(const std::string& directory)
      : parameters_(flue::profile_parameters(flue::ProfileName::kModern)),
        server_({loop_, stack_, router_, parameters_, random_, log_}, directory, limits()) {
    FLUE_CHECK(server_.open(flue::daemon::monotonic_now()).has_value());
    loop_.set_deadline_source([] { return flue::TimePoint::min(); });
    loop_.set_after_batch([this](flue::TimePoint now) {
      stack_.poll(now);
      router_.dispatch(stack_.tcp(), now);
      server_.after_batch(now);
      if (--turns_ <= 0) loop_.stop();
    });
  }

  void turn(int times) {
    turns_ = times;
    loop_.run();
  }

 private:
  static flue::daemon::Limits limits() {
    flue::daemon::Limits limits;
    limits.sockets = 16;
    limits.ports = 4;
    return limits;
  }

  flue::Parameters parameters_;
  flue::SeededRandom random_{1};
  flue::NullLog log_;
  EventLoop loop_;
  flue::stack::Stack stack_{parameters_, random_, log_};
  flue::stack::EventRouter router_;
  ProgramServer server_;
  int turns_ = 0;
};

std::string make_directory() {
  std::string name = (std::filesystem::temp_directory_path() / "flue_fuzz_XXXXXX").string();
  FLUE_CHECK(mkdtemp(name.data()) != nullptr);
  return name;
}

// Made once and removed at exit: each input is one program among those before it.
struct World {
  std::string directory = make_directory();
  Daemon daemon{directory};
  ~World() { std::filesystem::remove_all(directory); }
};

class Program {
 public:
  explicit Program(const std::string& directory)
      : channel_(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
        foreign_(open("/dev/null", O_RDONLY | O_CLOEXEC)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = directory + "/" FLUE_CONTROL_SOCKET;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    FLUE_CHECK(connect(channel_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  }

  void send(std::span<const std::uint8_t> record, std::uint8_t which) {
    const int passed = choose(which);
    iovec part{const_cast<std::uint8_t*>(record.data()), record.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char ancillary[CMSG_SPACE(sizeof(int))] = {};
    if (passed >= 0) {
      message.msg_control = ancillary;
      message.msg_controllen = sizeof(ancillary);
      cmsghdr* header = CMSG_FIRSTHDR(&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN(sizeof(int));
      std::memcpy(CMSG_DATA(header), &passed, sizeof(int));
    }
    (void)sendmsg(channel_.get(), &message, MSG_NOSIGNAL);
  }

  void take_replies() {
    for (;;) {
      flue_reply reply{};
      iovec part{&reply, sizeof(reply)};
      msghdr message{};
      message.msg_iov = &part;
      message.msg_iovlen = 1;
      alignas(cmsghdr) char ancillary[CMSG_SPACE(sizeof(int))] = {};
      message.msg_control = ancillary;
      message.msg_controllen = sizeof(ancillary);
      if (recvmsg(channel_.get(), &message, MSG_CMSG_CLOEXEC) <= 0) return;
      if (const cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(header), sizeof(int));
        twins_.emplace_back(number);
      }
    }
  }

  // Something that needs no channel.
  void act(std::uint8_t what, std::uint8_t which) {
    if (twins_.empty()) return;
    Descriptor& twin = twins_[which % twins_.size()];
    switch (what % 6) {
      case 0:
        (void)::send(twin.get(), "0123456789", 10, MSG_NOSIGNAL | MSG_DONTWAIT | (which > 200 ? MSG_OOB : 0));
        break;
      case 1:
        twin.reset();
        break;
      case 2:
        shutdown(twin.get(), which % 3);
        break;
      case 3: {
        Descriptor accepted(accept4(twin.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (accepted) twins_.push_back(std::move(accepted));
        break;
      }
      case 4: {
        char byte[64];
        (void)recv(twin.get(), byte, sizeof(byte), MSG_DONTWAIT);
        break;
      }
      default:
        (void)fcntl(twin.get(), F_SETFL, O_NONBLOCK);
    }
  }

 private:
  [[nodiscard]] int choose(std::uint8_t which) const {
    if (which < 64) return -1;
    if (which == 255) return foreign_.get();
    return twins_.empty() ? -1 : twins_[which % twins_.size()].get();
  }

  Descriptor channel_;
  Descriptor foreign_;
  std::vector<Descriptor> twins_;
};

// A request out of few bytes, so that the fuzzer finds sense quickly; ports are few, so that calls meet each other.
flue_request compact(std::span<const std::uint8_t> bytes) {
  flue_request request{};
  request.op = bytes[0] % FLUE_OP_END;
  request.flags = bytes[1] & 3u;
  request.name = bytes[2] % (FLUE_OPTION_COUNT + 1);
  request.value = static_cast<std::int8_t>(bytes[3]);
  request.local = {bytes[4] % 2 != 0 ? 0x7F000001u : 0, static_cast<std::uint16_t>(7000 + bytes[5] % 3), 0};
  request.remote = {0x7F000001, static_cast<std::uint16_t>(7000 + bytes[6] % 3), 0};
  request.options.present = bytes[7];
  std::fill(std::begin(request.options.value), std::end(request.options.value), static_cast<std::int8_t>(bytes[7]));
  return request;
}

// Ten bytes a step: what to do, with which of the program's descriptors, and the rest.
void run(Daemon& daemon, Program& program, std::span<const std::uint8_t> input) {
  const flue_hello hello = flue::control::own_hello();
  if (input.empty() || input[0] != 0xFF) {
    program.send({reinterpret_cast<const std::uint8_t*>(&hello), sizeof(hello)}, 0);
  }
  for (int steps = 0; input.size() >= 10 && steps < 32; ++steps) {
    const std::uint8_t kind = input[0];
    const std::uint8_t which = input[1];
    const auto body = input.subspan(2, 8);
    input = input.subspan(10);
    if (kind < 128) {
      const flue_request request = compact(body);
      program.send({reinterpret_cast<const std::uint8_t*>(&request), sizeof(request)}, which);
    } else if (kind < 192) {
      program.act(body[0], which);
    } else {
      program.send(input.first(std::min<std::size_t>(input.size(), kind)), which);
    }
    daemon.turn(2);
    program.take_replies();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  const std::span<const std::uint8_t> input(data, size);
  {
    Program program(world.directory);
    run(world.daemon, program, input);
  }
  world.daemon.turn(2);  // sees that the program is gone
  return 0;
}
