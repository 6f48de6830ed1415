"""Named points at which a test may kill or stop the process: the crash tests prove that nothing is lost or doubled.

Without COPYDESK_FAULT in the environment a point costs one comparison. Its form is `point:SIGNAL[:n]`: at the n-th time
(default 1) the process reaches `point` it sends itself SIGNAL (KILL, STOP). Every point must be listed in POINTS.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "poll.claimed",
    "poll.response",
    "poll.parsed",
    "poll.saving",
    "poll.saved",
    "collect.claimed",
    "collect.fetched",
    "collect.extracted",
    "collect.logging",
    "collect.logged",
    "relay.taken",
    "relay.begun",
    "relay.half_sent",
    "relay.sent",
    "relay.committing",
    "relay.committed",
    "relay.marked",
    "process.polled",
    "process.transformed",
    "process.produced",
    "process.offsets_sent",
    "process.committed",
)

_fault = os.environ.get("COPYDESK_FAULT", "")
_seen = 0


def reach(point: str) -> None:
    """The process has reached `point`; does nothing unless COPYDESK_FAULT names it."""
    if _fault:
        _strike(point)


def _strike(point: str) -> None:
    global _seen
    name, _, rest = _fault.partition(":")
    if name != point:
        return
    number, _, turn = rest.partition(":")
    _seen += 1
    if _seen == int(turn or 1):
        os.kill(os.getpid(), signal.Signals[f"SIG{number or 'KILL'}"])
