#include "host/cli/program_check.h"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <sstream>
#include <string_view>
#include <vector>

namespace flue::cli {
namespace {

constexpr int kMostInterpreters = 4;  // as the kernel (BINPRM_BUF recursion)
constexpr std::size_t kLongestLine = 255;

class File {
 public:
  explicit File(const std::string& name) : descriptor_(open(name.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool open_now() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  // All of `value`, from a place in the file.
  template <typename T>
  [[nodiscard]] bool read_at(std::uint64_t offset, T& value) const {
    return pread(descriptor_, &value, sizeof(value), static_cast<off_t>(offset)) == static_cast<ssize_t>(sizeof(value));
  }
  [[nodiscard]] std::string first_line() const {
    std::string line(kLongestLine, '\0');
    const ssize_t size = pread(descriptor_, line.data(), line.size(), 0);
    line.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return line.substr(0, line.find('\n'));
  }

 private:
  int descriptor_;
};

bool is_executable_file(const std::string& name) {
  struct stat found {};
  return stat(name.c_str(), &found) == 0 && S_ISREG(found.st_mode) && access(name.c_str(), X_OK) == 0;
}

// The dynamic linker ignores LD_PRELOAD when the program gains rights by being started.
Result<void, std::string> check_rights(const std::string& name, const File& file) {
  struct stat found {};
  if (fstat(file.descriptor(), &found) != 0) return fail(fmt::format("{}: {}", name, std::strerror(errno)));
  if ((found.st_mode & (S_ISUID | S_ISGID)) != 0) {
    return fail(fmt::format("{} is a setuid or setgid program: the system does not let it be preloaded", name));
  }
  if (fgetxattr(file.descriptor(), "security.capability", nullptr, 0) > 0) {
    return fail(fmt::format("{} has file capabilities: the system does not let it be preloaded", name));
  }
  return {};
}

Result<void, std::string> check_elf(const std::string& name, const File& file) {
  Elf64_Ehdr header{};
  if (!file.read_at(0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
    return fail(fmt::format("{} is neither a program nor a script", name));
  }
  Elf64_Ehdr own{};
  const File self("/proc/self/exe");
  if (!self.read_at(0, own) || header.e_ident[EI_CLASS] != own.e_ident[EI_CLASS] || header.e_machine != own.e_machine) {
    return fail(fmt::format("{} is of another architecture than Flue", name));
  }
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment{};
    if (!file.read_at(header.e_phoff + i * header.e_phentsize, segment)) break;
    if (segment.p_type == PT_INTERP) return {};
  }
  return fail(fmt::format("{} is statically linked: it does not use the C library that Flue stands in for", name));
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// The interpreter of a `#!` line; for `#!/usr/bin/env NAME` the program of that name.
std::string interpreter_of(const std::string& line, const std::string& path) {
  const std::vector<std::string> words = words_of(line.substr(2));
  if (words.empty()) return {};
  const bool env = words[0].ends_with("/env") && words.size() > 1;
  const std::string& named = words.back();
  return env ? find_program(named, path).value_or(words[0]) : words[0];
}

}  // namespace

std::optional<std::string> find_program(const std::string& name, const std::string& path) {
  if (name.find('/') != std::string::npos) {
    return is_executable_file(name) ? std::optional(name) : std::nullopt;
  }
  std::istringstream folders(path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
    if (is_executable_file(candidate)) return candidate;
  }
  return std::nullopt;
}

Result<void, std::string> check_program(const std::string& name, const std::string& path) {
  std::string current = name;
  for (int depth = 0; depth <= kMostInterpreters; ++depth) {
    const File file(current);
    if (!file.open_now()) return fail(fmt::format("{}: {}", current, std::strerror(errno)));
    const std::string line = file.first_line();
    if (!line.starts_with("#!")) {
      if (auto rights = check_rights(current, file); !rights) return rights;
      return check_elf(current, file);
    }
    current = interpreter_of(line, path);
    if (current.empty()) break;
  }
  return fail(fmt::format("{}: its #! line leads nowhere", name));
}

}  // namespace flue::cli
