#include "host/tcp/connection_info.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpPair;

TEST(ConnectionInfo, NamesEveryState) {
  REQUIREMENT("TCP-STATES-12");
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(State::kClosed); ++i) names.insert(state_name(static_cast<State>(i)));
  EXPECT_EQ(names, (std::set<std::string_view>{"SYN_SENT", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2",
                                               "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT", "CLOSED"}));
}

TEST(ConnectionInfo, ShowsListenersAndWhatIsQueued) {
  REQUIREMENT("SOCKETS-07");
  TcpPair net;
  net.server.listen(80);
  const ConnectionId id = net.client.connect(80);
  net.run_for(50ms);
  const std::array<std::byte, 100> data{};
  net.client.tcp.write(id, data, net.now);
  EXPECT_EQ(net.client.tcp.info(id)->send_queue, 100u);
  net.run_for(400ms);
  const auto info = *net.client.tcp.info(id);
  EXPECT_EQ(info.send_queue, 0u);
  EXPECT_EQ(info.bytes_sent, 100u);
  EXPECT_EQ(info.mss, 1460u);
  EXPECT_GT(info.srtt, 1ms);
  EXPECT_GT(info.snd_wnd, 60000u);

  std::set<std::string_view> states;
  for (const auto& line : net.server.lines(80)) states.insert(line.state);
  EXPECT_EQ(states, (std::set<std::string_view>{"LISTENING", "ESTABLISHED"}));
  for (const auto& line : net.server.lines(80)) {
    if (line.state == "LISTENING") {
      EXPECT_EQ(line.local, (Endpoint{Ipv4Addr(), Port(80)}));
      EXPECT_EQ(line.receive_queue, 1u) << "one waits to be accepted";
    } else {
      EXPECT_EQ(line.receive_queue, 100u);
      EXPECT_EQ(line.bytes_received, 100u);
    }
  }
}

}  // namespace
}  // namespace flue::tcp
