"""Fixtures of the live tests: the real daemon beside a real Linux peer.

    def test_ping(lab, requirement):
        requirement("ICMP-01")
        lab.start_flued(profile="modern", tcp={"TcpTimedWaitDelay": 30})
        lab.run("ping", "-c", "1", lab.address)

Run one file by hand: /usr/bin/python3 -m pytest tests/live/ping_test.py (as root; FLUE_BUILD_DIR names another build).
"""

import pathlib
import shutil
import tempfile

import pytest
from flue_live.lab import Lab

_LABS = pytest.StashKey[list]()


@pytest.fixture
def lab(request, tmp_path):
    """A Lab of this test's own; closed, and its namespace removed, whatever happens."""
    lab = Lab(tmp_path)
    request.node.stash.setdefault(_LABS, []).append(lab)
    try:
        yield lab
    finally:
        lab.close()


@pytest.fixture(name="open_lab")
def fixture_open_lab(lab):
    """A lab whose control directory another user can reach: pytest's own directories are root's alone."""
    parent = pathlib.Path(tempfile.mkdtemp(prefix="flue-"))
    parent.chmod(0o755)
    lab.control_dir = parent / "control"
    try:
        yield lab
    finally:
        lab.close()
        shutil.rmtree(parent)


@pytest.fixture
def make_lab(request, tmp_path):
    """For tests that need several daemons: make_lab() gives one more Lab each time."""
    labs = []

    def make() -> Lab:
        directory = tmp_path / f"lab{len(labs)}"
        directory.mkdir()
        labs.append(Lab(directory))
        request.node.stash.setdefault(_LABS, []).append(labs[-1])
        return labs[-1]

    try:
        yield make
    finally:
        for lab in labs:
            lab.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure shows what every program of the test printed."""
    report = (yield).get_result()
    if report.failed:
        for lab in item.stash.get(_LABS, []):
            report.sections.extend(lab.logs())
