"""`copydesk up` as a real process, for tests: start it, hear what it says, know every process below it, end it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
AIRFLOW = "Airflow   "


class Up:
    """A running `copydesk up`. `close` ends it in any case; `lines` is what it has said so far."""

    def __init__(self, home: Path, *options: str, **variables: str) -> None:
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "COPYDESK_")) and k != "MAKELEVEL"}
        self.home = home
        self.lines: list[str] = []
        if not (home / "stack" / "ports.json").exists():  # not 8080: a stack beside this one may want it as well
            options = (*options, "--port", str(free_port()))
        self.front = subprocess.Popen(
            [sys.executable, "-m", "copydesk", "up", *options],
            cwd=ROOT,
            env=keep | {"COPYDESK_HOME": str(home)} | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._below: dict[int, psutil.Process] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.front.stdout is not None
        for line in self.front.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, text: str, seconds: float) -> str:
        """The first line that holds `text`."""
        self.until(lambda: any(text in line for line in self.lines), seconds, f"nothing said {text!r}")
        return next(line for line in self.lines if text in line)

    def until(self, true: Callable[[], bool], seconds: float, otherwise: str) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            self.look()
            assert self.front.poll() is None or true(), "\n".join([otherwise, "it has ended:", *self.lines])
            assert time.monotonic() < deadline, "\n".join([otherwise, *self.lines])
            time.sleep(0.1)

    @property
    def address(self) -> str:
        """Airflow's, as it was said."""
        return self.wait_for(AIRFLOW, 30).split()[1].partition("/dags/")[0]

    @property
    def guard(self) -> psutil.Process:
        children = psutil.Process(self.front.pid).children()
        return next(child for child in children if "copydesk.stack.guard" in child.cmdline())

    def look(self) -> list[psutil.Process]:
        """All processes below, those of earlier looks too; call it often: who is orphaned is not found any more."""
        try:
            for process in psutil.Process(self.front.pid).children(recursive=True):
                self._below.setdefault(process.pid, process)
        except psutil.NoSuchProcess:
            pass
        return list(self._below.values())

    def left(self) -> list[psutil.Process]:
        """Those of `look` that still run; also any that names the home."""
        mine = {os.getpid(), self.front.pid}
        named = [p for p in psutil.process_iter() if p.pid not in mine and _names(p, self.home)]
        known = [p for p in self._below.values() if alive(p)]
        return [*known, *(p for p in named if p not in known)]

    def stop(self, number: signal.Signals = signal.SIGINT, seconds: float = 60) -> int:
        """Send the signal; the exit status."""
        self.look()
        self.front.send_signal(number)
        status = self.front.wait(seconds)
        self._reader.join(5)
        return status

    def close(self) -> None:
        if self.front.poll() is None:
            self.look()
            self.front.kill()
            self.front.wait()
        deadline = time.monotonic() + 40
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.2)
        for process in self.left():
            process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(process: psutil.Process) -> bool:
    """Running, and not a zombie that nobody has asked for its status."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _names(process: psutil.Process, home: Path) -> bool:
    try:
        return str(home) in " ".join(process.cmdline())
    except psutil.Error:
        return False
