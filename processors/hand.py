"""Which message a child has in hand: it writes that down before each step, and its parent reads it when the child died.

So a message that kills or hangs its process is found out, by whatever death: the note lies in a file, and what was
written to a file outlives its writer. The parent counts the deaths per message and step, and hands the next child the
list of what must not be tried again.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

from processors.transform import Condemned, Failure, Place

_SIZE = 2048  # a topic has 249 characters at most; a step's name is cut, a character may take six bytes of JSON
_MAX_STEP = 200


class Hand:
    """The child's side. One per process; `close` when done."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        self.put_down()

    def take(self, place: Place, step: str) -> None:
        """From now on, and until the next call, this process works on `place`."""
        self._write(json.dumps([*place, step[:_MAX_STEP]]))

    def put_down(self) -> None:
        self._write("")

    def close(self) -> None:
        os.close(self._file)

    def _write(self, text: str) -> None:
        os.pwrite(self._file, text.encode()[:_SIZE].ljust(_SIZE), 0)


def in_hand(path: Path) -> tuple[Place, str] | None:
    """What the last writer of `path` was working on when it ended; None when on nothing."""
    try:
        topic, partition, offset, step = json.loads(path.read_text())
    except (OSError, ValueError, TypeError):
        return None
    return Place(topic, partition, offset), step


class Deaths:
    """The parent's side: counts deaths by place and step; `attempts` of them condemn."""

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts
        self._counts: Counter[tuple[Place, str]] = Counter()
        self._condemned: dict[Place, list[Failure]] = {}

    def count(self, guilty: tuple[Place, str], how: str) -> None:
        """A child died with `guilty` in hand; `how` is what is known of its end."""
        self._counts[guilty] += 1
        if self._counts[guilty] >= self._attempts:
            place, step = guilty
            failure = Failure(step, f"the process did not survive it: {how}", self._counts.pop(guilty))
            self._condemned.setdefault(place, []).append(failure)

    def condemned(self) -> list[list[object]]:
        """JSON-able, for the next child: see `sentences`."""
        return [[*place, *failure] for place, failures in self._condemned.items() for failure in failures]


def sentences(rows: list[list[object]]) -> Condemned:
    """The reverse of `Deaths.condemned`."""
    found: dict[Place, list[Failure]] = {}
    for topic, partition, offset, where, what, attempts in rows:
        place = Place(str(topic), int(str(partition)), int(str(offset)))
        found.setdefault(place, []).append(Failure(str(where), str(what), int(str(attempts))))
    return found
