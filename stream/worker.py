"""The child's side of `stream.supervised`: a process that may die at any point.

It says what it has done with `say(value)` (also when idle: that is its heartbeat), asks `stopping` whether to end, and
puts `deadline(seconds, what)` around each turn.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from stream.errors import CopydeskError, FencedError

STUCK = 4  # exit status: a turn took longer than its deadline
ORPHANED = 5  # exit status: the parent is gone
stopping = threading.Event()
_said: TextIO | None = None


def say(value: Any) -> None:
    """Tell the parent `value` (JSON-able). Outside of a child: nothing."""
    if _said is not None:
        _send("said", value)


@contextmanager
def deadline(seconds: float, what: str) -> Iterator[None]:
    """End this process when the block takes longer than `seconds`: no exception could free a blocked client.

    Only for processes that may die at any point.
    """

    def strike() -> None:
        print(f"copydesk: {what} took longer than {seconds:.0f} s; this process ends", file=sys.stderr, flush=True)
        os._exit(STUCK)

    timer = threading.Timer(seconds, strike)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def main() -> None:
    """Read one line, [target, arguments], from the parent; run it; send back what it returned or why it failed."""
    global _said
    _end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # it logs every retry; what matters reaches us as an error
    _said = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints must not end up between our messages
    target, arguments = json.loads(sys.stdin.readline())
    threading.Thread(target=_watch_parent, daemon=True).start()
    module, _, name = target.partition(":")
    try:
        _send("done", getattr(importlib.import_module(module), name)(**arguments))
    except CopydeskError as error:
        fenced = isinstance(error, FencedError)
        problem = {"message": str(error), "retriable": error.retriable, "retry_after": error.retry_after}
        _send("failed", problem | {"fenced": fenced})
    except Exception:  # noqa: BLE001 (the parent sees the status, the operator the traceback)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)  # a blocked thread of the Kafka client must not keep this process


def _send(kind: str, value: Any) -> None:
    assert _said is not None
    _said.write(json.dumps([kind, value]) + "\n")
    _said.flush()


def _watch_parent() -> None:
    sys.stdin.read()  # returns when the other end is closed, that is when the parent is dead
    os._exit(ORPHANED)


def _end_with_parent() -> None:
    """On Linux the kernel kills us with the parent, also while we are stopped, when the pipe would not be noticed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
