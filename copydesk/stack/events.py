"""What the front hears, from the guard, from the log, from Airflow: one queue, one reader, no locks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copydesk.stack.parts import PartEvent


@dataclass(frozen=True)
class Arrived:
    """A version of an article on the log. `chars` and `removed` count the body's characters and the lines taken out."""

    article: str
    version: int
    kind: str
    feed: str
    title: str
    chars: int
    removed: int


@dataclass(frozen=True)
class Enriched:
    """What the processors added to a version; `said` is short text per processor."""

    article: str
    version: int
    title: str
    said: dict[str, str]
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """Counts per stage, in the order in which an article passes them."""

    counts: dict[str, int]


@dataclass(frozen=True)
class RunSeen:
    """The state of the first DAG run: waiting, queued, running, success, failed."""

    state: str
    run: str = ""


@dataclass(frozen=True)
class Note:
    """A line for the person in front of the screen."""

    text: str
    level: Literal["info", "warning"] = "info"


@dataclass(frozen=True)
class GuardGone:
    """The guard's pipe has ended; it has stopped everything, or was killed."""


Event = PartEvent | Arrived | Enriched | Counted | RunSeen | Note | GuardGone
