"""Work in a child process that may die at any point, supervised.

Nothing inside a process frees a call of the Kafka client that blocks for good, so whoever uses that client runs as a
child: a deadline in the child ends it, and the parent starts the next, never two at once.

    counts = run(Work("stream.relay:drain", {...}), timeout=600)         # once; its result, or its LogError
    keep_running(Work("stream.relay:serve", {...}), stop, quiet=60)      # for ever, started again with backoff

The child's side is `stream.worker`. It ends with its parent, also when that was killed with -9: it reads a pipe from
the parent, and on Linux the kernel kills it when the THREAD that started it ends. Arguments go through that pipe, not
over the command line: they may hold passwords.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from stream.errors import FencedError, LogError
from stream.worker import ORPHANED, STUCK

GRACE_SECONDS = 10.0
BACKOFF_SECONDS = (0.5, 15.0)
CHILD = "from stream.worker import main; main()"
_log = logging.getLogger("copydesk.supervised")


@dataclass(frozen=True)
class Work:
    """`target` is `module:function`; it is called with `arguments` (JSON-able), and its result must be JSON-able."""

    target: str
    arguments: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


def run(work: Work, *, timeout: float, on_said: Callable[[Any], None] | None = None) -> Any:
    """Run `work` once and return its result.

    Raises its CopydeskError as LogError, and LogError (retriable) when it died or took longer than `timeout` seconds.
    """
    child = Child(work)
    try:
        return child.result(time.monotonic() + timeout, timeout, on_said)
    finally:
        child.end()


def keep_running(
    work: Work,
    stop: threading.Event,
    *,
    quiet: float,
    on_said: Callable[[Any], None] | None = None,
    on_failed: Callable[[LogError], None] | None = None,
) -> None:
    """Run `work` until `stop` is set, start it again when it ends, fails, or has said nothing for `quiet` seconds.

    The old child is dead (SIGKILL reaches a stopped one too) before the next is started. Waits between two starts grow
    to 15 s and start over once a child has said something. An error that is not retriable and not about fencing is
    raised: trying again cannot help.
    """
    wait, longest = BACKOFF_SECONDS
    while not stop.is_set():
        child = Child(work)
        try:
            child.result(None, quiet, on_said, stop)
        except LogError as error:
            if not error.retriable and not isinstance(error, FencedError):
                raise
            if on_failed is not None:
                on_failed(error)
            _log.warning("%s: %s", work.target, error)
        finally:
            child.end(GRACE_SECONDS if stop.is_set() else 0.0)
        wait = BACKOFF_SECONDS[0] if child.spoke else min(longest, 2 * wait)
        stop.wait(wait)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set from now on. Only from the main thread of a command."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


class Child:
    """A running child. Not thread-safe: the thread that made it waits for it (see the module's note on threads)."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.spoke = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, work.target],  # the last word is for those who read `ps`
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **work.environment},
            start_new_session=True,  # Ctrl-C is for the parent, which then stops the child in order
        )
        self._buffer = b""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has died already: `result` will tell
            self._process.stdin.write(json.dumps([work.target, work.arguments]).encode() + b"\n")
            self._process.stdin.flush()

    @property
    def pid(self) -> int:
        return self._process.pid

    def result(
        self,
        deadline: float | None,
        quiet: float,
        on_said: Callable[[Any], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Any:
        """What the child returned; None when `stop` was set. LogError: it failed, died, was silent or too slow."""
        heard = time.monotonic()
        while stop is None or not stop.is_set():
            limit = heard + quiet if deadline is None else deadline
            left = limit - time.monotonic()
            if left <= 0:
                raise LogError(f"{self._work.target} (pid {self.pid}): no answer within {quiet:.0f} s")
            for kind, value in self._hear(min(left, 0.2 if stop else left)):
                heard = time.monotonic()
                if kind == "done":
                    return value
                if kind == "failed":
                    raise _error(value)
                self.spoke = True
                if on_said is not None:
                    on_said(value)
        return None

    def end(self, grace: float = 0.0) -> None:
        """SIGTERM and `grace` seconds to end its turn, unless it is stopped; then SIGKILL. Returns when it is dead."""
        if grace and self._process.poll() is None and not self._is_stopped():
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(grace)
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _hear(self, timeout: float) -> list[tuple[str, Any]]:
        """The messages that came within `timeout`. LogError when the child is gone."""
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(timeout):
                return []
        data = os.read(self._process.stdout.fileno(), 65_536)
        if not data:
            status = self._process.wait()
            raise LogError(f"{self._work.target} (pid {self.pid}) ended with {_status(status)}")
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        return [(kind, value) for kind, value in map(json.loads, lines)]

    def _is_stopped(self) -> bool:
        try:
            with open(f"/proc/{self.pid}/stat") as file:
                return file.read().rpartition(")")[2].split()[0] in "Tt"
        except OSError:
            return False


def _error(value: dict[str, Any]) -> LogError:
    kind = FencedError if value["fenced"] else LogError
    return kind(value["message"], retriable=value["retriable"], retry_after=value["retry_after"])


def _status(code: int) -> str:
    if code < 0:
        return signal.Signals(-code).name
    return {STUCK: "status 4 (its deadline)", ORPHANED: "status 5 (its parent was gone)"}.get(code, f"status {code}")
