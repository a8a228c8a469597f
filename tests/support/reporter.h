// After a failed test: its seed and the command that repeats it.
#pragma once

namespace flue::test {
void install_failure_reporter();
}
