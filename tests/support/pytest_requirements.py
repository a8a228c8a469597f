"""Requirement ids and the skip rule for Python tests, the counterpart of requirement.h.

requirement("IP-15", ...) names what a test checks. The ids count only if the test passes: they are then appended as JSON
lines to $FLUE_REQUIREMENTS_DIR/<file>.<pid>.jsonl. A test may be skipped only if tests/skips.txt names it.
"""

import json
import os
import pathlib
import tomllib

import pytest

_TESTS = pathlib.Path(__file__).resolve().parents[1]
_IDS = pytest.StashKey[list]()
_FAILED = pytest.StashKey[set]()
_skipped_without_leave: list[str] = []


def known_ids() -> set[str]:
    """Every id of tests/requirements.toml."""
    with open(_TESTS / "requirements.toml", "rb") as file:
        return set(tomllib.load(file)["ids"])


def allowed_skips() -> set[str]:
    """Names in tests/skips.txt: one per line, then blanks and the reason."""
    lines = (_TESTS / "skips.txt").read_text().splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


@pytest.fixture
def requirement(request):
    ids = request.node.stash.setdefault(_IDS, [])

    def record(*names: str) -> None:
        unknown = sorted(set(names) - known_ids())
        assert not unknown, f"unknown requirement {', '.join(unknown)}"
        ids.extend(names)

    return record


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    item.session.stash.setdefault(_FAILED, set())
    yield
    ids = item.stash.get(_IDS, [])
    if ids and item.nodeid not in item.session.stash[_FAILED]:
        _append(item, ids)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if report.failed or report.skipped:
        item.session.stash[_FAILED].add(item.nodeid)
    if report.skipped and _test_name(item) not in allowed_skips():
        _skipped_without_leave.append(_test_name(item))


def pytest_sessionfinish(session, exitstatus):
    if _skipped_without_leave and exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    for name in _skipped_without_leave:
        terminalreporter.write_line(f"skipped without an entry in tests/skips.txt: {name}", red=True)


def _test_name(item) -> str:
    return f"{pathlib.Path(str(item.path)).stem}.{item.name}"


def _append(item, ids: list[str]) -> None:
    directory = os.environ.get("FLUE_REQUIREMENTS_DIR")
    if not directory:
        return
    pathlib.Path(directory).mkdir(parents=True, exist_ok=True)
    name = _test_name(item)
    file = pathlib.Path(directory) / f"{pathlib.Path(str(item.path)).stem}.{os.getpid()}.jsonl"
    with open(file, "a") as out:
        for requirement_id in dict.fromkeys(ids):
            out.write(json.dumps({"id": requirement_id, "test": name, "passed": True}) + "\n")
