"""The guard: parent of all parts, in a session of its own, so that nothing that happens to a terminal reaches it.

It reads the plan as one line from stdin and then waits for the end of that pipe, which comes when the front process
asks for the stop or dies in whatever way. Ends with 0 after a stop that was asked for, 1 when a part ended by itself.

A part that hangs in a system call cannot hold up the stop: what has not ended by TERM in time is killed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from copydesk.stack import sessions
from copydesk.stack.parts import Part, PartEvent, Plan

TICK = 0.1
HEALTH_EVERY = 0.5

Process = subprocess.Popen[bytes]


class Guard:
    """Starts the parts of a plan in their order, watches them, stops them. Not thread-safe."""

    def __init__(self, plan: Plan, front: int) -> None:
        self._plan, self._front = plan, front
        self._folder = Path(plan.folder)
        self._sessions = self._folder / "sessions"
        self._running: dict[str, Process] = {}
        self._ready: set[str] = set()
        self._asked: dict[str, float] = {}

    def run(self) -> int:
        """Until the front's pipe ends (0) or a part ends that should not (1)."""
        sessions.remember(self._sessions, os.getpid())
        failed = False
        try:
            while not failed and not self._front_gone():
                self._start_due()
                failed = not all(self._look_after(part) for part in self._plan.parts)
        finally:
            self._stop()
        return int(failed)

    def _front_gone(self) -> bool:
        return bool(select.select([self._front], [], [], TICK)[0])

    def _start_due(self) -> None:
        for part in self._plan.parts:
            if part.name not in self._running and part.name not in self._ready and self._ready.issuperset(part.after):
                self._running[part.name] = self._start(part)
                self._tell(PartEvent("starting", part.name))

    def _start(self, part: Part) -> Process:
        log = self._folder / f"{part.name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.old"))
        with log.open("ab") as out:
            return subprocess.Popen(
                part.argv,
                env=self._plan.env | part.env,
                cwd=self._plan.cwd,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,  # a part that signals its own group must not hit the guard
            )

    def _look_after(self, part: Part) -> bool:
        """Notice that `part` is ready, or that it has ended; False when that must end the stack."""
        process = self._running.get(part.name)
        if process is None:
            return True
        status = process.poll()
        if status is not None and (part.probe != "exit" or status != 0):
            self._tell(PartEvent("ended", part.name, status))
            return False
        if status == 0:
            del self._running[part.name]
        if part.name not in self._ready and (status == 0 or self._answers(part)):
            self._ready.add(part.name)
            self._tell(PartEvent("done" if part.probe == "exit" else "ready", part.name))
        return True

    def _answers(self, part: Part) -> bool:
        match part.probe:
            case "alive":
                return True
            case "port":
                with socket.socket() as s:
                    s.settimeout(1)
                    return s.connect_ex(("127.0.0.1", part.probe_port)) == 0
            case "health" if time.monotonic() - self._asked.get(part.name, 0) > HEALTH_EVERY:
                self._asked[part.name] = time.monotonic()
                return _healthy(part.probe_port, part.probe_key)
        return False

    def _stop(self) -> None:
        """In the order of the plan. Airflow's API server goes after its scheduler: a task that cannot report its end
        tries for long. Then whatever is left of the sessions is killed, and counted."""
        self._remember_descendants()
        count = len(sessions.members(self._sessions))
        self._tell(PartEvent("stopping", count=count))
        for rank in sorted({part.stop_rank for part in self._plan.parts}):
            parts = [part for part in self._plan.parts if part.stop_rank == rank and self._runs(part)]
            self._terminate({p.name: self._running[p.name] for p in parts}, max([p.patience for p in parts], default=0))
        for part in filter(self._runs, self._plan.parts):
            self._running[part.name].kill()
            self._running[part.name].wait()
        self._tell(PartEvent("stopped", count=count, left=sessions.end(self._sessions)))

    def _runs(self, part: Part) -> bool:
        return part.name in self._running and self._running[part.name].poll() is None

    def _remember_descendants(self) -> None:
        """Some parts (relay, processors) have children in sessions of their own. They end with their parent; look."""
        for process in self._running.values():
            with suppress(psutil.Error):
                for child in psutil.Process(process.pid).children(recursive=True):
                    if os.getsid(child.pid) == child.pid:
                        sessions.remember(self._sessions, child.pid)

    def _terminate(self, batch: dict[str, Process], patience: float) -> None:
        deadline = time.monotonic() + patience
        _signal(batch, signal.SIGTERM)
        _signal(batch, signal.SIGCONT)
        again = (time.monotonic() + deadline) / 2  # Airflow's scheduler waits for running tasks unless asked twice
        while batch and time.monotonic() < deadline:
            if time.monotonic() > again:
                _signal(batch, signal.SIGTERM)
                again = deadline
            for name in [name for name, process in batch.items() if process.poll() is not None]:
                del batch[name]
                self._tell(PartEvent("stopped", name))
            time.sleep(TICK / 2)

    def _tell(self, event: PartEvent) -> None:
        with suppress(OSError):  # nobody listens any more
            os.write(sys.stdout.fileno(), (event.to_json() + "\n").encode())


def _signal(batch: dict[str, Process], number: signal.Signals) -> None:
    for process in batch.values():
        with suppress(ProcessLookupError):
            process.send_signal(number)


def _healthy(port: int, key: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/monitor/health", timeout=2) as answer:
            return bool(json.load(answer)[key]["status"] == "healthy")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)  # the pipe alone says when to stop; SIG_IGN would be passed on to parts
    stdin = sys.stdin.fileno()
    line = bytearray()
    while not line.endswith(b"\n"):
        if not (byte := os.read(stdin, 65536)):
            return 0  # the front died before it had said what to do
        line += byte
    return Guard(Plan.from_json(line.decode()), stdin).run()


if __name__ == "__main__":
    sys.exit(main())
