"""Children that die, hang, stop or are left alone: real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from stream.errors import FencedError, LogError
from stream.supervised import Work, keep_running, run

HERE = "tests.integration.works"


def test_a_result_comes_back_and_arguments_are_not_seen_by_others() -> None:
    said: list[object] = []
    result = run(Work(f"{HERE}:answer", {"number": 7, "secret": "pass-word"}), timeout=30, on_said=said.append)
    assert result == {"number": 7, "visible": False}
    assert said == [{"half": 3.5}]


def test_errors_come_back_as_what_they_were() -> None:
    with pytest.raises(LogError, match="not today") as caught:
        run(Work(f"{HERE}:fail", {"fenced": False}), timeout=30)
    assert (caught.value.retriable, caught.value.retry_after) == (True, 3.0)
    with pytest.raises(FencedError, match="another one"):
        run(Work(f"{HERE}:fail", {"fenced": True}), timeout=30)


@pytest.mark.parametrize(("function", "words"), [("die", "SIGKILL"), ("stuck", "deadline"), ("mistake", "status 1")])
def test_a_child_that_dies_is_an_error_that_says_how(function: str, words: str) -> None:
    with pytest.raises(LogError, match=words) as caught:
        run(Work(f"{HERE}:{function}"), timeout=30)
    assert caught.value.retriable


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(LogError, match="no answer within 2 s"):
        run(Work(f"{HERE}:sleep_for_ever", {"note": str(note)}), timeout=2)
    assert not Path(f"/proc/{note.read_text()}").exists()


@pytest.mark.parametrize("fault", ["die", "stop", "error", "none"])
def test_a_service_is_started_again_and_never_twice_at_once(fault: str, tmp_path: Path) -> None:
    stop = threading.Event()
    lives: set[int] = set()

    def heard(_value: object) -> None:
        lives.update(int(p.name) for p in tmp_path.iterdir())
        if len(lives) == (1 if fault == "none" else 2):
            stop.set()

    timer = threading.Timer(60, stop.set)
    timer.start()
    keep_running(Work(f"{HERE}:beat", {"folder": str(tmp_path), "fault": fault}), stop, quiet=2, on_said=heard)
    timer.cancel()
    assert len(lives) == (1 if fault == "none" else 2)
    assert not any(Path(f"/proc/{pid}").exists() for pid in lives)


@pytest.mark.parametrize("state", ["running", "stopped"])
def test_no_child_is_left_when_its_parent_is_killed(state: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"from stream.supervised import *; run(Work('{HERE}:sleep_for_ever', {{'note': {str(note)!r}}}), timeout=60)"
    parent = subprocess.Popen([sys.executable, "-c", code])
    pid = _wait_for(note)
    if state == "stopped":
        os.kill(pid, signal.SIGSTOP)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def _wait_for(note: Path) -> int:
    deadline = time.monotonic() + 30
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return int(note.read_text())
