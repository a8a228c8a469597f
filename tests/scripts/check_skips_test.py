"""scripts/check-skips: a test that did not run is a failure unless the list names it."""

import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

REPORT = """<?xml version="1.0"?>
<testsuite tests="3">
 <testcase name="A.Ran" status="run"/>
 <testcase name="B.Failed" status="fail"><failure message="x"/></testcase>
 <testcase name="C.WasSkipped" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>
</testsuite>
"""


def check(tmp_path: pathlib.Path, skips: str) -> subprocess.CompletedProcess:
    """Runs a copy of the script in a tree with this list of skips."""
    for folder in ("scripts", "tests"):
        (tmp_path / folder).mkdir()
    script = shutil.copy(ROOT / "scripts" / "check-skips", tmp_path / "scripts")
    (tmp_path / "tests" / "skips.txt").write_text(skips)
    (tmp_path / "report.xml").write_text(REPORT)
    return subprocess.run([script, tmp_path / "report.xml"], capture_output=True, text=True, check=False)


def test_a_skip_that_nobody_allowed_fails(tmp_path):
    result = check(tmp_path, "# nothing\n")
    assert result.returncode == 1
    assert "C.WasSkipped: no entry" in result.stdout


def test_an_allowed_skip_passes_and_its_reason_is_shown(tmp_path):
    result = check(tmp_path, "C.WasSkipped needs a card\n")
    assert result.returncode == 0
    assert "C.WasSkipped: needs a card" in result.stdout


def test_a_name_without_a_reason_is_an_error(tmp_path):
    assert "no reason" in check(tmp_path, "C.WasSkipped\n").stderr
