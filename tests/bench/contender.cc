#include "tests/bench/contender.h"

namespace flue::bench {

std::unique_ptr<Contender> make_contender(std::string_view name, const ContenderConfig& config, FrameSink out) {
  if (name == "flue") return make_flue(config, std::move(out));
#ifdef FLUE_BENCH_LWIP
  if (name == "lwip") return make_lwip(config, false, std::move(out));
  if (name == "lwip-flue-sum") return make_lwip(config, true, std::move(out));
#endif
  return nullptr;
}

}  // namespace flue::bench
