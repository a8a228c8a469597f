// Any text as a configuration file: it is read or refused with one line, never more.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/check.h"
#include "host/daemon/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto config = flue::daemon::parse_config(text, "flued.toml");
  if (config) {
    FLUE_CHECK(!config->interfaces.empty());
    for (const auto& interface : config->interfaces) {
      FLUE_CHECK(!interface.addresses.empty());
      FLUE_CHECK(!interface.mac || !interface.mac->is_group());
    }
    FLUE_CHECK(flue::daemon::changed_sections(*config, *config).empty());
  } else {
    const std::string line = flue::daemon::to_line(config.error(), "flued.toml");
    FLUE_CHECK(line.rfind("flued.toml:", 0) == 0);
    FLUE_CHECK(line.find_first_of(std::string_view("\0\n\r", 3)) == std::string::npos);
  }
  return 0;
}
