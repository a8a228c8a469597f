"""scripts/requirements: what a list and records become."""

import json
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "requirements"

LIST = """
[ids]
ARP-07 = "CORE BOTH all"
ARP-27 = "LEGACY HOST NT4+"
UDP-01 = "STACK CARD all"
[context]
UDP-01 = "says | nothing"
[out]
ARP-27 = "Token Ring"
"""


@pytest.fixture
def run(tmp_path):
    """Runs the script over LIST and the given record lines; returns the completed process."""

    def run(records: dict[str, list[dict]], *options: str, text: str = LIST) -> subprocess.CompletedProcess:
        (tmp_path / "list.toml").write_text(text)
        directory = tmp_path / "records"
        directory.mkdir(exist_ok=True)
        for name, lines in records.items():
            (directory / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
        return subprocess.run([SCRIPT, "--list", tmp_path / "list.toml", "--from", directory,
                               "--output", tmp_path / "out.md", *options], capture_output=True, text=True, check=False)

    run.output = tmp_path / "out.md"
    return run


def record(requirement_id: str, test: str, passed: bool = True) -> dict:
    return {"id": requirement_id, "test": test, "passed": passed}


def test_json_has_every_id_with_class_kind_tests_and_reason(run):
    result = run({"a.jsonl": [record("ARP-07", "B"), record("ARP-07", "A"), record("ARP-07", "B")]}, "--json")
    assert json.loads(result.stdout) == {
        "ARP-07": {"class": "CORE", "kind": "behaviour", "tests": ["A", "B"], "reason": None},
        "ARP-27": {"class": "LEGACY", "kind": "out", "tests": [], "reason": "Token Ring"},
        "UDP-01": {"class": "STACK", "kind": "context", "tests": [], "reason": "says | nothing"},
    }
    assert not run.output.exists()


def test_records_of_several_programs_are_joined_and_failures_do_not_count(run):
    result = run({"a.jsonl": [record("ARP-07", "A")], "b.jsonl": [record("ARP-07", "B", passed=False)]}, "--json")
    assert json.loads(result.stdout)["ARP-07"]["tests"] == ["A"]


def test_page_counts_by_group_and_names_the_tests(run):
    result = run({"a.jsonl": [record("ARP-07", "Arp.Ages")]})
    assert result.stdout == "3 requirements, 1 behaviour, 1 tested, 0 example, 1 context, 1 out\n"
    page = run.output.read_text()
    assert "| ARP | 2 | 1 | 1 | 0 | 0 | 1 |" in page
    assert "| ARP-07 | CORE | behaviour | `Arp.Ages` |" in page
    assert "| UDP-01 | STACK | context | says \\| nothing |" in page


def test_untested_behaviour_is_shown_as_such(run):
    run({})
    assert "| ARP-07 | CORE | behaviour | none yet |" in run.output.read_text()


def test_same_records_give_the_same_page(run):
    run({"a.jsonl": [record("ARP-07", "A")], "b.jsonl": [record("ARP-07", "B")]})
    first = run.output.read_text()
    run({"a.jsonl": [record("ARP-07", "B")], "b.jsonl": [record("ARP-07", "A")]})
    assert run.output.read_text() == first


def test_a_recorded_id_that_the_list_does_not_have_is_an_error(run):
    result = run({"a.jsonl": [record("ARP-99", "A")]})
    assert result.returncode != 0 and "ARP-99" in result.stderr


def test_a_reason_for_an_unknown_id_is_an_error(run):
    result = run({}, text=LIST + '\n[example]\nARP-98 = "x"\n')
    assert result.returncode != 0 and "ARP-98" in result.stderr


def test_the_committed_list_has_all_557_and_reasons_only_where_needed():
    result = subprocess.run([SCRIPT, "--json", "--from", "/nonexistent"], capture_output=True, text=True, check=True)
    requirements = json.loads(result.stdout)
    assert len(requirements) == 557
    for entry in requirements.values():
        assert entry["class"] in ("CORE", "STACK", "SERVICE", "LEGACY")
        assert (entry["reason"] is None) == (entry["kind"] == "behaviour")
        assert entry["class"] != "LEGACY" or entry["kind"] == "out"
