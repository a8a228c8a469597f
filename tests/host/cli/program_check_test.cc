#include "host/cli/program_check.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace flue::cli {
namespace {

namespace fs = std::filesystem;

class ProgramCheckTest : public testing::Test {
 protected:
  ProgramCheckTest() {
    std::string name = testing::TempDir() + "flue_check_XXXXXX";
    directory_ = mkdtemp(name.data());
  }
  ~ProgramCheckTest() override { fs::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& content, mode_t mode = 0755) {
    const std::string path = directory_ / name;
    std::ofstream(path, std::ios::binary) << content;
    chmod(path.c_str(), mode);
    return path;
  }
  // This very program, which is dynamically linked.
  static std::string own_content() {
    std::ifstream self("/proc/self/exe", std::ios::binary);
    return {std::istreambuf_iterator<char>(self), {}};
  }
  static std::string error_of(const std::string& path) {
    const auto checked = check_program(path, "/nonexistent");
    return checked ? "" : checked.error();
  }

  fs::path directory_;
};

TEST_F(ProgramCheckTest, DynamicProgramMayRun) { EXPECT_EQ(error_of("/proc/self/exe"), ""); }

TEST_F(ProgramCheckTest, ProgramWithoutInterpreterIsStatic) {
  std::string content = own_content();
  // Its segments without the one that names the dynamic linker (p_type 3).
  const auto at = [&](std::size_t offset) { return std::size_t{static_cast<unsigned char>(content[offset])}; };
  const std::size_t table = at(32) | at(33) << 8;
  const std::size_t count = at(56) | at(57) << 8;
  for (std::size_t i = 0; i < count; ++i) {
    if (at(table + i * 56) == 3) content[table + i * 56] = 0;
  }
  const std::string path = file("static", content);
  EXPECT_EQ(error_of(path).find(path + " is statically linked"), 0u) << error_of(path);
}

TEST_F(ProgramCheckTest, OtherArchitectureIsRefused) {
  std::string content = own_content();
  content[18] = 0x28;  // e_machine: ARM
  EXPECT_NE(error_of(file("arm", content)).find("another architecture"), std::string::npos);
}

TEST_F(ProgramCheckTest, SetuidAndSetgidAreRefused) {
  for (const mode_t bit : {mode_t{S_ISUID}, mode_t{S_ISGID}}) {
    EXPECT_NE(error_of(file("rights", own_content(), bit | 0755)).find("is a setuid or setgid program"),
              std::string::npos);
  }
}

TEST_F(ProgramCheckTest, ScriptIsJudgedByItsInterpreter) {
  const std::string garbage = file("garbage", "not a program");
  EXPECT_EQ(error_of(file("script", "#!/proc/self/exe -x\n")), "");
  EXPECT_EQ(error_of(file("outer", "#!" + file("inner", "#! /proc/self/exe") + "\n")), "");
  EXPECT_EQ(error_of(file("bad", "#!" + garbage + "\n")), garbage + " is neither a program nor a script");
  EXPECT_NE(error_of(file("nowhere", "#!\n")), "");
  const std::string endless = directory_ / "endless";
  EXPECT_NE(error_of(file("endless", "#!" + endless + "\n")).find("leads nowhere"), std::string::npos);
}

TEST_F(ProgramCheckTest, EnvIsLookedThrough) {
  file("garbage", "not a program");
  const auto checked = check_program(file("script", "#!/usr/bin/env garbage\n"), directory_);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().find("garbage is neither"), std::string::npos);
}

TEST_F(ProgramCheckTest, ProgramsAreFoundAsTheShellFindsThem) {
  const std::string tool = file("tool", "#!/bin/sh\n");
  file("data", "x", 0644);
  fs::create_directory(directory_ / "folder");
  const std::string path = "/nonexistent:" + directory_.string();
  EXPECT_EQ(find_program("tool", path), tool);
  EXPECT_EQ(find_program(tool, ""), tool);
  EXPECT_EQ(find_program("folder", path), std::nullopt);
  EXPECT_EQ(find_program("absent", path), std::nullopt);
}

}  // namespace
}  // namespace flue::cli
