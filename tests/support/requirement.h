// REQUIREMENT("ARP-07"): this test checks the statement of that requirement. The id is recorded at run time and counts
// only if the test passes; scripts/requirements reads what was recorded.
#pragma once

#include <gtest/gtest.h>

#define REQUIREMENT(id) ::testing::Test::RecordProperty("requirement:" id, "checked")
