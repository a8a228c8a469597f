# ctest: serial
"""Installing into an empty root, and taking everything away again."""

import os
import pathlib
import shutil
import subprocess

import pytest
from flue_live.lab import BUILD

EXPECTED = {
    "bin/flue", "sbin/flued", "lib/systemd/system/flued.service", "lib/sysusers.d/flue.conf",
    "share/man/man1/flue.1", "share/man/man5/flued.toml.5", "share/man/man8/flued.8",
}


def run(*words, **keywords):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **keywords)
    assert result.returncode == 0, f"{words}: {result.stdout}{result.stderr}"
    return result.stdout + result.stderr


@pytest.fixture
def root(tmp_path):
    environment = {**os.environ, "DESTDIR": str(tmp_path)}
    run("cmake", "--install", BUILD, env=environment)
    return tmp_path


def prefix(root: pathlib.Path) -> pathlib.Path:
    cache = (BUILD / "CMakeCache.txt").read_text()
    line = next(line for line in cache.splitlines() if line.startswith("CMAKE_INSTALL_PREFIX:"))
    return root / line.split("=", 1)[1].lstrip("/")


def files_below(folder: pathlib.Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def uninstall(root: pathlib.Path) -> str:
    return run("cmake", "--build", BUILD, "--target", "uninstall", env={**os.environ, "DESTDIR": str(root)})


def test_every_file_of_the_manifest_is_there(root):
    manifest = (BUILD / "install_manifest.txt").read_text().split()
    assert manifest
    assert all((root / name.lstrip("/")).is_file() for name in manifest), manifest
    installed = files_below(prefix(root))
    assert EXPECTED <= installed
    assert any(name.endswith("flue/libflue_preload.so") for name in installed)
    assert any(name.endswith("etc/flue/flued.toml") for name in files_below(root))


def test_installed_programs_run(root):
    assert run(prefix(root) / "bin/flue", "--version").startswith("flue ")
    assert run(prefix(root) / "sbin/flued", "--version").startswith("flued ")
    findings = subprocess.run([prefix(root) / "bin/flue", "doctor", "--control-dir", root], capture_output=True,
                              text=True, check=False).stdout
    library = next(prefix(root).rglob("libflue_preload.so"))
    assert f"OK   {library} loads" in findings


def test_example_configuration_is_good(root):
    example = next(root.rglob("etc/flue/flued.toml"))
    assert "is good" in run(prefix(root) / "sbin/flued", "--config", example, "--check")


@pytest.mark.parametrize("page", ["man1/flue.1", "man5/flued.toml.5", "man8/flued.8"])
def test_manual_pages_render_without_a_warning(root, page):
    path = prefix(root) / "share/man" / page
    result = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-P-cbou", path], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "SEE ALSO" in result.stdout


def test_manual_names_every_parameter(root):
    example = next(root.rglob("etc/flue/flued.toml"))
    listing = run(prefix(root) / "sbin/flued", "--config", example, "--check", "--verbose")
    names = [line.split()[1] for line in listing.splitlines() if line.split()[0] in ("tcp", "arp", "ip")]
    manual = (prefix(root) / "share/man/man5/flued.toml.5").read_text()
    assert names
    assert [name for name in names if f".BR {name} " not in manual] == []


def test_unit_is_understood_by_systemd(root, tmp_path_factory):
    """systemd-analyze looks for the program too, so the unit names it where it was installed."""
    unit = (prefix(root) / "lib/systemd/system/flued.service").read_text()
    assert "Type=notify" in unit and "CapabilityBoundingSet=" in unit
    sbin = str(prefix(root) / "sbin/flued")
    start = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    copy = tmp_path_factory.mktemp("unit") / "flued.service"
    copy.write_text(unit.replace(start, f"ExecStart={sbin} --config /x").replace(
        "Documentation=", "# Documentation="))
    result = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True,
                            check=False)
    complaints = [line for line in result.stderr.splitlines() if "flued.service" in line]
    assert complaints == []


def test_uninstall_leaves_nothing(root):
    uninstall(root)
    assert files_below(root) == set()
    assert not [path for path in root.rglob("*") if path.name == "flue"]


def test_uninstall_keeps_a_changed_configuration(root):
    config = next(root.rglob("etc/flue/flued.toml"))
    config.write_text(config.read_text() + "# mine\n")
    assert "Keeping" in uninstall(root)
    assert files_below(root) == {str(config.relative_to(root))}


def test_install_keeps_a_changed_configuration(root):
    config = next(root.rglob("etc/flue/flued.toml"))
    config.write_text("# mine\n")
    run("cmake", "--install", BUILD, env={**os.environ, "DESTDIR": str(root)})
    assert config.read_text() == "# mine\n"
    shutil.rmtree(root)
