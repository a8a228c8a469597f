// The AF_UNIX sockets that stand for TCP sockets in programs, and what the kernel tells about them. Every call is a
// system call or two; errors are errno numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.h"
#include "host/control/twin_name.h"
#include "host/daemon/descriptor.h"

namespace flue::daemon {

struct TwinPair {
  Descriptor daemons;   // non-blocking
  Descriptor programs;  // blocking, as socket() makes them
};
// Not yet named: the local address is known only after connect().
Result<TwinPair, int> make_twin_pair();
// Gives both ends their names.
bool name_twin_pair(const TwinPair& pair, flue_twin_name name);
// A socket that is only bound.
Result<Descriptor, int> make_bound_socket(flue_twin_name name);

// Writes so much into the program's end that the kernel does not call it writable; returns the number of bytes, which
// then wait in the daemon's end. They are drained when the connection is made.
std::size_t prefill(const TwinPair& pair);

// Listeners are path names in a directory that only the daemon may enter; only it connects to them.
class ListenerDirectory {
 public:
  // Makes the directory (0700) if it is missing. The error is one line for the operator.
  Result<void, std::string> open(const std::string& path);
  // A listening socket whose last path component is `name`.
  Result<Descriptor, int> listen(const flue_twin_name& name) const;
  // A new connection in the listener's queue; `own` names the daemon's end. ECONNREFUSED: nobody has the listener any
  // more; EAGAIN: its queue is full.
  Result<Descriptor, int> connect(const flue_twin_name& listener, const flue_twin_name& own) const;
  void remove(const flue_twin_name& name) const;
  // What is there, from this daemon or one before it.
  [[nodiscard]] std::vector<flue_twin_name> names() const;
  // The file behind a name, as the kernel lists it (sock_diag): device and inode.
  struct FileId {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
  };
  [[nodiscard]] std::optional<FileId> file(const flue_twin_name& name) const;

 private:
  Descriptor directory_;
};

std::uint64_t socket_inode(int descriptor);
// Bytes waiting to be read.
std::size_t queued_bytes(int descriptor);
// Bytes written and not yet read by the other end, with the kernel's overhead (0: none).
std::size_t unread_by_peer(int descriptor);
// Takes up to `most` bytes out of a twin and leaves the last of them in the queue as the byte that stays; the one that
// stayed before goes. The fresh bytes are buffer[1 .. result]; buffer holds one more than `most`.
std::size_t take_leaving_last(int descriptor, std::byte* buffer, std::size_t most);
// The pending error of a socket; reading clears it.
int take_socket_error(int descriptor);

// Which socket of ours a program's descriptor is: its name, if the kernel confirms that this process made the other
// end (a connection), or the name together with its inode, to be compared (listener, bound).
struct TwinIdentity {
  flue_twin_name name;
  std::uint64_t inode = 0;
};
std::optional<TwinIdentity> identify(int descriptor);

}  // namespace flue::daemon
