// The expected segment on an undisturbed connection: either new data in order and nothing newly acknowledged, or an ACK
// for new data without payload. Everything else goes through the steps.
#include "host/tcp/input.h"

namespace flue::tcp {

bool take_expected_segment(Tcb&, const SegmentIn&, InputResult&, TimePoint) { return false; }

}  // namespace flue::tcp
