"""The front: what `copydesk up` is while it runs. It starts the guard, listens, shows, and asks for the stop."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from copydesk.stack import runs, sessions, view, watch
from copydesk.stack.board import Board
from copydesk.stack.build import Stack
from copydesk.stack.events import Event, GuardGone, Note
from copydesk.stack.parts import PartEvent

TICK = 0.2
TAIL_LINES = 15
DRAIN_SECONDS = 60.0
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Front:
    """One run of a stack. `once`: stop by itself when the first run is through and everything is enriched."""

    def __init__(self, stack: Stack, lock: int, *, once: bool) -> None:
        self._stack, self._lock, self._once = stack, lock, once
        self._folder = Path(stack.plan.folder)
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._asked = threading.Event()
        self._parent = os.getppid()
        self._drained_by: float | None = None
        self._guard_gone = False

    def run(self) -> int:
        """Until it is stopped (0), or something breaks (1). No process is left afterwards."""
        for number in ENDS:
            signal.signal(number, lambda *_: self._asked.set())  # a second Ctrl-C does not cut the stop short
        board = Board(self._stack.plan.parts, time.monotonic())
        screen = view.choose(self._stack)
        guard = self._start_guard()
        try:
            self._listen(board, screen, guard)
        except OSError:  # the terminal has gone: stop without it
            self._asked.set()
        finally:
            _close(guard)
            guard.wait()
            stopped, left = self._account(board)
        with suppress(OSError):
            screen.close(board, time.monotonic())
            self._tell_end(board, guard.returncode, stopped, left)
        return self._status(board, guard.returncode, left)

    def _start_guard(self) -> subprocess.Popen[bytes]:
        errors = self._folder / "guard.log"
        with errors.open("ab") as log:
            guard = subprocess.Popen(
                (sys.executable, "-m", "copydesk.stack.guard"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._stack.plan.cwd,
                start_new_session=True,
                pass_fds=(self._lock,),
            )
        assert guard.stdin is not None
        guard.stdin.write((self._stack.plan.to_json() + "\n").encode())
        guard.stdin.flush()
        _thread(lambda: self._hear(guard))
        return guard

    def _hear(self, guard: subprocess.Popen[bytes]) -> None:
        assert guard.stdout is not None
        for line in guard.stdout:
            self._events.put(PartEvent.from_json(line.decode()))
        self._events.put(GuardGone())

    def _listen(self, board: Board, screen: view.View, guard: subprocess.Popen[bytes]) -> None:
        """Apply and show events until the guard has gone."""
        drawn = 0.0
        while not self._guard_gone:
            with suppress(queue.Empty):
                self._take(self._events.get(timeout=TICK), board, screen)
            now = time.monotonic()
            if now - drawn > TICK:
                screen.tick(board, now)
                drawn = now
            if self._asked.is_set() or self._orphaned() or self._through(board):
                _close(guard)

    def _take(self, event: Event, board: Board, screen: view.View) -> None:
        if board.stopping and isinstance(event, Note):
            return  # what cannot be reached any more
        now = time.monotonic()
        self._guard_gone = isinstance(event, GuardGone)
        board.apply(event, now)
        screen.show(event, board, now)
        match event:
            case PartEvent(part="database", state="done"):
                self._told_by_database()
            case PartEvent(part="processors", state="ready"):  # the log is there
                watch.start(self._stack.settings, self._events.put)
            case PartEvent(part="airflow-api", state="ready"):
                _thread(lambda: runs.warm(self._stack.airflow))
            case PartEvent(part="airflow-scheduler", state="ready"):
                airflow = runs.Airflow(self._stack.airflow)
                _thread(lambda: runs.run_at_once(airflow, self._events.put))

    def _told_by_database(self) -> None:
        """What the import of the feeds had to say."""
        for line in _tail(self._folder / "database.log"):
            self._events.put(Note(line))

    def _orphaned(self) -> bool:
        """Under make: make was killed, nobody could press Ctrl-C any more."""
        return "MAKELEVEL" in os.environ and os.getppid() != self._parent

    def _through(self, board: Board) -> bool:
        """With `once`: the first run is over and relay and processors have caught up, or had a minute for it."""
        if not self._once or board.run.state not in (*runs.OVER, "unknown"):
            return False
        now = time.monotonic()
        self._drained_by = self._drained_by or now + DRAIN_SECONDS
        return _drained(board) or now > self._drained_by

    def _account(self, board: Board) -> tuple[int, int]:
        """How many processes were stopped, and how many are left. A guard that was killed has counted nothing."""
        if board.stopped is not None:
            return board.stopped.count, board.stopped.left
        file = self._folder / "sessions"
        count = len(sessions.members(file))
        return count, sessions.end(file)

    def _tell_end(self, board: Board, status: int, stopped: int, left: int) -> None:
        if board.dead is not None:
            row = board.parts[board.dead.part]
            log = self._folder / f"{board.dead.part}.log"
            print(f"{row.title} ended with status {board.dead.status}; the end of {log}:", *_tail(log), sep="\n  ")
        elif status < 0:
            print(f"the guard was ended by signal {-status}")
        print(view.counts_line(board))
        print(f"stopped {stopped} processes, {'none is left' if not left else f'{left} ARE LEFT'}", flush=True)

    def _status(self, board: Board, status: int, left: int) -> int:
        failed = self._once and not (board.run.state == "success" and _drained(board))
        return int(status != 0 or left > 0 or failed)


def _drained(board: Board) -> bool:
    """Every version is enriched or given up, and nothing waits for the relay."""
    done = board.counts.get("enriched", 0) + board.counts.get("dead letters", 0)
    return bool(board.counts) and done >= board.counts["versions"] and not board.counts.get("unpublished")


def _tail(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").splitlines()[-TAIL_LINES:]
    except OSError:
        return []


def _close(guard: subprocess.Popen[bytes]) -> None:
    """Ask for the stop."""
    with suppress(OSError, ValueError):
        if guard.stdin is not None and not guard.stdin.closed:
            guard.stdin.close()


def _thread(job: Callable[[], None]) -> None:
    threading.Thread(target=job, daemon=True).start()
