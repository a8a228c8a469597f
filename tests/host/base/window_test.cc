#include "host/base/window.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace flue {
namespace {

// V-09.
TEST(Window, ScalesByTheShift) {
  EXPECT_EQ((RawWindow(0x7FFF) << WindowShift(5)).bytes(), 1'048'544u);
  EXPECT_EQ((RawWindow(0xFFFF) << WindowShift(14)).bytes(), 0xFFFFu << 14);
  EXPECT_EQ((RawWindow(7766) << WindowShift(0)).bytes(), 7766u);
}

TEST(Window, AShiftAbove14CountsAs14) {
  EXPECT_EQ(WindowShift(15).count(), 14u);
  EXPECT_EQ(WindowShift(255).count(), 14u);
  EXPECT_EQ(WindowShift(256).count(), 14u);
}

TEST(Window, AFieldHoldsAtMost16Bits) {
  EXPECT_EQ((WindowBytes(70'000) >> WindowShift(0)).field(), 0xFFFF);
  EXPECT_EQ((WindowBytes(70'000) >> WindowShift(1)).field(), 35'000);
}

RC_GTEST_PROP(Window, AFieldNeverPromisesMoreThanThereIs, ()) {
  const auto bytes = *rc::gen::inRange<std::uint32_t>(0, (1u << 30) + 1);
  const WindowShift shift(*rc::gen::inRange<unsigned>(0, 15));
  const WindowBytes promised = (WindowBytes(bytes) >> shift) << shift;
  RC_ASSERT(promised.bytes() <= bytes);
  // And, unless the field is full, less than one unit is kept back.
  RC_ASSERT((WindowBytes(bytes) >> shift).field() == 0xFFFF || bytes - promised.bytes() < 1u << shift.count());
}

}  // namespace
}  // namespace flue
