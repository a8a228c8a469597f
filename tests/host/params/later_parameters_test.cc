#include <gtest/gtest.h>

#include <string>

#include "host/params/parameter_table.h"

namespace flue {
namespace {

class LaterParameters : public testing::TestWithParam<LaterParameter> {};

TEST_P(LaterParameters, AreRefusedAsKnownButWithoutEffect) {
  Parameters parameters;
  const auto done = set_parameter(parameters, GetParam().name, 1);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ParameterErrorKind::kNotImplemented);
  EXPECT_EQ(done.error().what, std::string(GetParam().name) + " is known, but " + std::string(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(Reference, LaterParameters,
                         testing::ValuesIn(later_parameters().begin(), later_parameters().end()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(LaterParameters, AreDistinctFromUnknownOnes) {
  EXPECT_EQ(explain_missing_parameter("NodeType").kind, ParameterErrorKind::kNotImplemented);
  EXPECT_EQ(explain_missing_parameter("NodeTyp").kind, ParameterErrorKind::kUnknown);
  EXPECT_EQ(explain_missing_parameter("NodeTyp").advice, "did you mean NodeType?");
}

}  // namespace
}  // namespace flue
