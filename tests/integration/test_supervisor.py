"""The supervisor with small parts: however it ends, no process is left, and it says what happened."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
SLEEPER = "import time; time.sleep(600)"
FAMILY = (  # a child in a process group of its own, as Airflow's tasks are
    "import subprocess, sys, time; "
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], process_group=0); time.sleep(600)"
)
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
SHORT = "import sys, time; time.sleep(1.5); print('no space left on device'); sys.exit(7)"
SECONDS = 30.0


class Up:
    """A running stack of small parts and everything below it."""

    def __init__(self, folder: Path, *programs: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.integration.small_stack", str(folder), *programs]
        env = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
        self.front = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        self.output = ""
        names = [program.partition("=")[0] for program in programs]
        assert self.front.stdout is not None
        for line in self.front.stdout:
            self.output += line
            names = [name for name in names if f"{name}: ready" not in line]
            if not names:
                break
        self.guard = next(p for p in psutil.Process(self.front.pid).children() if "guard" in " ".join(p.cmdline()))
        time.sleep(0.5)
        self.below = self.guard.children(recursive=True)

    def end(self) -> int:
        """Wait for the front; its status. Its words are in `output`."""
        assert self.front.stdout is not None
        self.output += self.front.stdout.read()
        return self.front.wait(SECONDS)

    def left(self) -> list[psutil.Process]:
        return [p for p in (self.guard, *self.below) if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def go(*programs: str) -> Up:
        started.append(Up(tmp_path, *programs))
        return started[-1]

    yield go
    for up in started:
        for process in (*up.left(), up.front):
            if process.pid != os.getpid() and psutil.pid_exists(process.pid):
                process.kill()
        up.front.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(start: Callable[..., Up], number: signal.Signals) -> None:
    up = start(f"first={FAMILY}", f"second={SLEEPER}")
    up.front.send_signal(number)
    assert up.end() == 0
    assert up.left() == []
    assert up.output.index("first: stopped") < up.output.index("second: stopped")
    assert "stopped 3 processes, none is left" in up.output


def test_a_second_signal_does_not_cut_the_stop_short(start: Callable[..., Up]) -> None:
    up = start(f"one={FAMILY}", f"two={SLEEPER}")
    for _ in range(2):
        up.front.send_signal(signal.SIGINT)
        time.sleep(0.05)
    assert up.end() == 0
    assert up.left() == []


def test_the_front_is_killed(start: Callable[..., Up]) -> None:
    up = start(f"one={FAMILY}", f"two={SLEEPER}")
    up.front.kill()
    until(lambda: not up.left())


def test_the_guard_is_killed(start: Callable[..., Up]) -> None:
    up = start(f"one={FAMILY}", f"two={SLEEPER}")
    up.guard.kill()
    assert up.end() == 1
    assert up.left() == []
    assert "the guard was ended by signal 9" in up.output
    assert "none is left" in up.output


def test_both_are_killed_and_the_next_start_ends_what_they_left(start: Callable[..., Up]) -> None:
    up = start(f"one={FAMILY}", f"two={SLEEPER}")
    up.front.kill()
    up.guard.kill()
    time.sleep(0.5)
    assert len(up.left()) == 3, "without a parent they live on, that is why the sessions are remembered"
    again = start(f"one={SLEEPER}")
    assert up.left() == []
    again.front.send_signal(signal.SIGINT)
    assert again.end() == 0
    assert again.left() == []


def test_a_part_that_ends_is_named_with_its_last_words_and_ends_all(start: Callable[..., Up]) -> None:
    up = start(f"good={FAMILY}", f"bad={SHORT}")
    assert up.end() == 1
    assert "bad ended with status 7" in up.output
    assert "no space left on device" in up.output
    assert up.left() == []


def test_a_part_that_does_not_listen_is_killed(start: Callable[..., Up]) -> None:
    up = start(f"deaf={DEAF}", f"two={SLEEPER}")
    up.front.send_signal(signal.SIGINT)
    assert up.end() == 0
    assert up.left() == []


def test_a_stopped_part_is_woken_and_ended(start: Callable[..., Up]) -> None:
    up = start(f"one={SLEEPER}")
    up.below[0].suspend()
    up.front.send_signal(signal.SIGINT)
    assert up.end() == 0
    assert up.left() == []


def test_two_stacks_do_not_share_a_home(start: Callable[..., Up], monkeypatch: pytest.MonkeyPatch) -> None:
    from copydesk import stack

    up = start(f"one={SLEEPER}")
    monkeypatch.setattr(stack, "STOPPING_SECONDS", 0.5)
    with pytest.raises(stack.StackError, match="another `copydesk up` runs"), stack._alone(up.folder / "lock"):
        pass
    assert len(up.left()) == 2, "the running one was left in peace"
    up.front.send_signal(signal.SIGINT)
    assert up.end() == 0


class Terminal:
    """A small stack in a terminal of its own, as a person starts it."""

    def __init__(self, folder: Path, *programs: str) -> None:
        self.seen = b""
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            arguments = [sys.executable, "-m", "tests.integration.small_stack", str(folder), *programs]
            os.execve(sys.executable, arguments, {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "30"})
        until(lambda: self.shows(b"parts ready"))
        self.below = psutil.Process(self.pid).children(recursive=True)

    def shows(self, text: bytes) -> bool:
        while select.select([self.screen], [], [], 0)[0]:
            try:
                self.seen += os.read(self.screen, 65536)
            except OSError:
                break  # nobody holds the other end any more
        return text in self.seen

    def left(self) -> list[psutil.Process]:
        return [p for p in self.below if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_ctrl_c_in_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, f"one={FAMILY}", f"two={SLEEPER}")
    assert len(terminal.below) == 4
    os.write(terminal.screen, b"\x03")
    until(lambda: terminal.shows(b"stopped 3 processes, none is left"))
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 0
    assert terminal.left() == []
    assert b"\x1b[" in terminal.seen, "a picture that is drawn anew"
    os.close(terminal.screen)


def test_the_terminal_is_closed(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, f"one={FAMILY}", f"two={SLEEPER}")
    os.close(terminal.screen)
    until(lambda: not terminal.left())
    os.waitpid(terminal.pid, 0)


def test_under_make_it_ends_with_make(tmp_path: Path) -> None:
    """make that is killed passes no signal on; the terminal is its shell's again and nobody could press Ctrl-C."""
    command = f"{sys.executable} -m tests.integration.small_stack {tmp_path} 'one={SLEEPER}' & wait"
    make = subprocess.Popen(["bash", "-c", command], cwd=ROOT, env={**os.environ, "MAKELEVEL": "1"})
    until(lambda: (tmp_path / "one.log").exists())
    time.sleep(0.5)
    below = psutil.Process(make.pid).children(recursive=True)
    assert len(below) == 3
    make.kill()
    make.wait()
    until(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in below))
