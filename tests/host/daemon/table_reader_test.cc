#include "host/daemon/table_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace flue::daemon {
namespace {

class TableReaderTest : public testing::Test {
 protected:
  // The first error, with its place; empty if there is none.
  std::string problem() const { return error_ ? to_line(error_.get(), "f") : ""; }

  toml::table document_ = toml::parse(R"(text = "a"
number = 5
truth = true
half = 0.5
list = ["a", "b"]
mixed = ["a", 1]
date = 2026-01-01
[sub]
key = 1
[[many]]
[[many]]
)");
  FirstError error_;
  TableReader reader_{document_, "[table]", error_};
};

TEST_F(TableReaderTest, ReadsEachType) {
  EXPECT_EQ(reader_.string("text")->text, "a");
  EXPECT_EQ(reader_.integer("number", 1, 5), 5);
  EXPECT_EQ(reader_.boolean("truth"), true);
  EXPECT_EQ(reader_.fraction("half"), 0.5);
  EXPECT_EQ(reader_.strings("list").size(), 2u);
  EXPECT_EQ(reader_.strings("text").size(), 1u);
  EXPECT_NE(reader_.table("sub"), nullptr);
  EXPECT_EQ(reader_.tables("many").size(), 2u);
  EXPECT_EQ(problem(), "");
}

TEST_F(TableReaderTest, ReadsAbsentKeysAsNothing) {
  EXPECT_FALSE(reader_.string("none"));
  EXPECT_FALSE(reader_.integer("none", 0, 9));
  EXPECT_FALSE(reader_.boolean("none"));
  EXPECT_FALSE(reader_.fraction("none"));
  EXPECT_TRUE(reader_.strings("none").empty());
  EXPECT_EQ(reader_.table("none"), nullptr);
  EXPECT_TRUE(reader_.tables("none").empty());
  EXPECT_EQ(problem(), "");
}

TEST_F(TableReaderTest, TakesAWholeNumberForAFraction) {
  EXPECT_FALSE(reader_.fraction("number"));
  EXPECT_EQ(problem(), "f:2:10: number = 5 is out of range; give a fraction 0..1");
}

TEST_F(TableReaderTest, ConvertsNoTypes) {
  EXPECT_FALSE(reader_.boolean("number"));
  EXPECT_EQ(problem(), "f:2:10: number in [table] is a whole number; it must be true or false");
}

TEST_F(TableReaderTest, NamesTheItemOfAListThatIsWrong) {
  EXPECT_TRUE(reader_.strings("mixed").empty());
  EXPECT_EQ(problem(), "f:6:15: mixed in [table] is a whole number; it must be a list of strings");
}

TEST_F(TableReaderTest, NamesDates) {
  EXPECT_FALSE(reader_.string("date"));
  EXPECT_EQ(problem(), "f:7:8: date in [table] is a date or time; it must be a string");
}

TEST_F(TableReaderTest, KeepsTheFirstErrorAndReadsNothingAfterIt) {
  EXPECT_FALSE(reader_.integer("number", 6, 7));
  EXPECT_FALSE(reader_.string("text"));
  EXPECT_FALSE(reader_.boolean("number"));
  reader_.finish();
  EXPECT_EQ(problem(), "f:2:10: number = 5 is out of range; give 6..7");
}

TEST_F(TableReaderTest, ReportsKeysThatNobodyAskedFor) {
  for (const char* key : {"text", "number", "truth", "half", "mixed", "date", "sub", "many", "lists"})
    reader_.node(key);
  reader_.finish();
  EXPECT_EQ(problem(), "f:5:1: unknown key list in [table]; did you mean lists?");
}

}  // namespace
}  // namespace flue::daemon
