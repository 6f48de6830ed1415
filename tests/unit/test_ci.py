""".ci/run on a machine where things are missing, with a package manager and a make of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.tree import ROOT

TOOLS = ("bash", "dirname", "env", "timeout", "cat", "git", "python3", "uv")
APT = """#!/bin/bash
echo "$*" >> "$LOG"
[[ $1 == update ]] && exit 0
(( $(grep -c install "$LOG") > FAIL ))
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs: no Java, no Maven, no browser; apt-get and make only write down how they are called."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in (*TOOLS, "grep"):
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    stubs = {
        "apt-get": APT,
        "apt-cache": "#!/bin/bash\n[[ $2 != openjdk-17* ]]\n",  # a release that has only a newer one
        "make": '#!/bin/bash\necho "make $* REQUIRE_ALL=$REQUIRE_ALL" >> "$LOG"\n',
        "sleep": '#!/bin/bash\necho "sleep" >> "$LOG"\n',
    }
    for name, text in stubs.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return tmp_path


def run(machine: Path, fail: int = 0) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    log = machine / "log"
    log.touch()
    done = subprocess.run(
        [ROOT / ".ci" / "run"],
        env={"PATH": str(machine / "bin"), "LOG": str(log), "FAIL": str(fail)},
        capture_output=True,
        text=True,
    )
    return done, log.read_text().splitlines()


def test_what_is_missing_is_installed_or_named(machine: Path) -> None:
    done, calls = run(machine, fail=1)
    if os.getuid():  # only root may install: others are told
        assert (done.returncode, calls) == (1, [])
        assert "apt-get install openjdk-21-jre-headless maven" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    assert calls[0].startswith("update")
    assert "openjdk-21-jre-headless maven" in calls[1]
    assert "chromium" in calls[1]
    assert calls[2] == "sleep"
    assert calls[-1] == "make test REQUIRE_ALL=1"
    assert "attempt 1" in done.stderr


def test_it_gives_up(machine: Path) -> None:
    done, calls = run(machine, fail=9)
    assert done.returncode == 1
    assert calls.count("sleep") == (0 if os.getuid() else 3)
    assert not any(call.startswith("make") for call in calls)


def test_where_nothing_is_missing_it_only_runs_the_tests(machine: Path) -> None:
    version = "#!/bin/bash\necho 'openjdk version \"21.0.2\" 2024' >&2\n"
    for name, text in {"java": version, "mvn": "", "chromium": "", "initdb": ""}.items():
        (machine / "bin" / name).write_text(text or "#!/bin/bash\n")
        (machine / "bin" / name).chmod(0o755)
    done, calls = run(machine)
    assert (done.returncode, calls) == (0, ["make test REQUIRE_ALL=1"]), done.stderr
