#include "host/tcp/sack_scoreboard.h"

#include <gtest/gtest.h>

#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

constexpr Seq kUna(1000);
constexpr Seq kMax(20000);
constexpr std::uint32_t kMss = 1000;

TEST(SackScoreboard, TakesBlocksWithinWhatWasSentOnly) {
  SackScoreboard board;
  EXPECT_FALSE(board.add({Seq(500), Seq(900)}, kUna, kMax)) << "D-SACK below snd_una";
  EXPECT_FALSE(board.add({Seq(1000), Seq(2000)}, kUna, kMax)) << "starts where the ACK stands";
  EXPECT_FALSE(board.add({Seq(19000), Seq(20001)}, kUna, kMax)) << "never sent";
  EXPECT_FALSE(board.add({Seq(5000), Seq(4000)}, kUna, kMax)) << "backwards";
  EXPECT_TRUE(board.add({Seq(3000), Seq(4000)}, kUna, kMax));
  EXPECT_FALSE(board.add({Seq(3200), Seq(3900)}, kUna, kMax)) << "known already";
  EXPECT_TRUE(board.add({Seq(4000), Seq(5000)}, kUna, kMax));
  ASSERT_EQ(board.count(), 1);
  EXPECT_EQ(board.range(0), (SackBlock{Seq(3000), Seq(5000)}));
}

TEST(SackScoreboard, FullKeepsTheLowestRanges) {
  SackScoreboard board;
  for (std::uint32_t i = 0; i < SackScoreboard::kMost; ++i) {
    ASSERT_TRUE(board.add({Seq(2000 + i * 20), Seq(2010 + i * 20)}, kUna, kMax));
  }
  EXPECT_FALSE(board.add({Seq(9000), Seq(9010)}, kUna, kMax));
  EXPECT_TRUE(board.add({Seq(1500), Seq(1510)}, kUna, kMax));
  EXPECT_EQ(board.range(0).left, Seq(1500));
  EXPECT_EQ(board.count(), SackScoreboard::kMost);
}

TEST(SackScoreboard, LostMeansEnoughArrivedBeyond) {
  SackScoreboard board;
  board.add({Seq(3000), Seq(4000)}, kUna, kMax);
  board.add({Seq(5000), Seq(6000)}, kUna, kMax);
  EXPECT_FALSE(board.is_lost(Seq(1000), 3, kMss));
  board.add({Seq(7000), Seq(7500)}, kUna, kMax);
  EXPECT_TRUE(board.is_lost(Seq(1000), 3, kMss)) << "three ranges beyond it";
  EXPECT_FALSE(board.is_lost(Seq(4000), 3, kMss));
  board.add({Seq(7500), Seq(9001)}, kUna, kMax);
  EXPECT_TRUE(board.is_lost(Seq(4000), 3, kMss)) << "more than two segments beyond it";
}

TEST(SackScoreboard, PipeCountsWhatIsNeitherLostNorArrived) {
  SackScoreboard board;
  EXPECT_EQ(board.pipe(kUna, Seq(11000), kUna, 3, kMss), 10000u);
  board.add({Seq(2000), Seq(5000)}, kUna, kMax);
  // 1000 bytes lost, 3000 arrived, 6000 under way.
  EXPECT_EQ(board.pipe(kUna, Seq(11000), kUna, 3, kMss), 6000u);
  EXPECT_EQ(board.pipe(kUna, Seq(11000), Seq(2000), 3, kMss), 7000u) << "the lost segment was sent again";
}

TEST(SackScoreboard, TellsWhatIsMissing) {
  REQUIREMENT("TCP-SACK-06", "TCP-SACK-07");
  // V-20 as its receiver reports it.
  SackScoreboard board;
  const Seq ack(54857341);
  ASSERT_TRUE(board.add({Seq(54858789), Seq(54861685)}, ack, Seq(54870000)));
  EXPECT_EQ(distance(ack, *board.next_sacked(ack)), 1448u);
  EXPECT_EQ(board.sacked_in(ack, Seq(54870000)), 2896u);
  EXPECT_EQ(board.skip_sacked(Seq(54858789)), Seq(54861685));
  EXPECT_EQ(board.skip_sacked(ack), ack);
}

TEST(SackScoreboard, ForgetsWhatIsAcknowledged) {
  SackScoreboard board;
  board.add({Seq(2000), Seq(3000)}, kUna, kMax);
  board.add({Seq(4000), Seq(5000)}, kUna, kMax);
  board.advance(Seq(3000));
  EXPECT_EQ(board.count(), 1);
  board.advance(Seq(4000));
  EXPECT_TRUE(board.empty());
}

}  // namespace
}  // namespace flue::tcp
