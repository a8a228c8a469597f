#include "host/link/interface.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "tests/host/link/test_network.h"

namespace flue {
namespace {

TEST(InterfaceName, FifteenCharactersFit) {
  EXPECT_TRUE(check_interface_name("exactly15chars-"));
  EXPECT_FALSE(check_interface_name("exactly16chars--"));
  EXPECT_FALSE(check_interface_name("a/b"));
  EXPECT_FALSE(check_interface_name("a:b"));
  EXPECT_FALSE(check_interface_name("."));
}

TEST(SystemError, SaysWhatWasTriedAndWhy) {
  const auto error = system_error(ENOMEM, "open it");
  EXPECT_EQ(error.code, LinkErrorCode::kSystem);
  EXPECT_EQ(error.message, "cannot open it: Cannot allocate memory");
}

TEST(InNamespace, TheWorkIsDoneThereAndItsErrorComesBack) {
  const test::Namespace lab("interface");
  const auto missing = [] {
    const auto control = InterfaceControl::open("flue-none");
    return control ? control->index().error() : control.error();
  };
  const auto done = in_namespace(lab.name(), [&]() -> Result<void, LinkError> { return fail(missing()); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, LinkErrorCode::kNoSuchInterface);
}

TEST(InterfaceControl, ActsInTheNamespaceWhereItWasOpened) {
  const test::Namespace lab("control");
  lab.ip("link add va address 02:00:00:00:00:0a type veth peer name vb");
  std::optional<InterfaceControl> control;
  const auto opened = in_namespace(lab.name(), [&]() -> Result<void, LinkError> {
    auto here = InterfaceControl::open("va");
    if (!here) return fail(here.error());
    control.emplace(std::move(*here));
    return {};
  });
  ASSERT_TRUE(opened);
  EXPECT_EQ(control->ethernet_address(), MacAddr({2, 0, 0, 0, 0, 0x0A}));
  EXPECT_TRUE(control->set_mtu(1400));
  EXPECT_EQ(control->mtu(), 1400u);
  EXPECT_TRUE(control->bring_up());
  lab.ip("link show dev va | grep -q 'UP.*mtu 1400'");
}

}  // namespace
}  // namespace flue
