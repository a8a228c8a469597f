// Initial sequence numbers (RFC 6528) and timestamp offsets, both per four-tuple and unpredictable without the key.
// Deviates from TCP-SETUP-11 (random increments from an RC4 generator) because RFC 6528 gives the same secrecy and
// keeps the numbers of one four-tuple growing, which re-opening out of TIME-WAIT relies on.
#pragma once

#include <cstdint>

#include "host/base/address.h"
#include "host/base/random.h"
#include "host/base/seq.h"
#include "host/base/time.h"

namespace flue::tcp {

class IsnGenerator {
 public:
  explicit IsnGenerator(Random& random) : isn_key_(SipKey::draw(random)), timestamp_key_(SipKey::draw(random)) {}

  // ISN = M + F(tuple, key): M advances by one every 4 us (RFC 6528 section 3).
  [[nodiscard]] Seq isn(const Endpoint& local, const Endpoint& remote, TimePoint now) const;
  // Constant per four-tuple: TSval keeps growing over successive connections of one pair (RFC 6191, RFC 7323 section
  // 7).
  [[nodiscard]] std::uint32_t timestamp_offset(const Endpoint& local, const Endpoint& remote) const;

 private:
  SipKey isn_key_;
  SipKey timestamp_key_;
};

}  // namespace flue::tcp
