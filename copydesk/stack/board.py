"""What the screen shows: a state that events change. No threads, no terminal, no clock but the one it is given."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from copydesk.stack.events import Arrived, Counted, Enriched, Event, Note, RunSeen
from copydesk.stack.parts import Part, PartEvent

ROWS = 200  # kept; the screen shows as many as fit
NOTES = 4


@dataclass
class PartRow:
    """A part as the screen knows it; `began` and `took` are seconds on the board's clock."""

    title: str
    state: str = "waiting"
    began: float = 0.0
    took: float | None = None


@dataclass
class Row:
    """An article on the screen and what came of it."""

    arrived: Arrived
    said: dict[str, str] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


class Board:
    """Apply events in their order, then read the fields."""

    def __init__(self, parts: tuple[Part, ...], now: float) -> None:
        self.started = now
        self.parts = {part.name: PartRow(part.title) for part in parts}
        self.rows: deque[Row] = deque(maxlen=ROWS)
        self.notes: deque[Note] = deque(maxlen=NOTES)
        self.counts: dict[str, int] = {}
        self.run = RunSeen("waiting")
        self.first_article: float | None = None
        self.dead: PartEvent | None = None
        self.stopping = False
        self.stopped: PartEvent | None = None
        self._early: dict[tuple[str, int], Enriched] = {}  # topics are read apart: an enrichment may come first

    @property
    def ready(self) -> bool:
        return all(row.state in ("ready", "done") for row in self.parts.values())

    def apply(self, event: Event, now: float) -> None:
        match event:
            case PartEvent(part="", state="stopping"):
                self.stopping = True
            case PartEvent(part=""):
                self.stopped = event if event.state == "stopped" else self.stopped
            case PartEvent():
                self._part(event, now)
            case Arrived():
                self._arrived(event, now)
            case Enriched():
                self._enriched(event)
            case Counted(counts=counts):
                self.counts = counts
            case RunSeen():
                self.run = event
            case Note():
                self.notes.append(event)

    def _part(self, event: PartEvent, now: float) -> None:
        row = self.parts[event.part]
        row.state = event.state
        if event.state == "starting":
            row.began = now
        elif row.took is None:
            row.took = now - row.began
        if event.state == "ended":
            self.dead = event

    def _arrived(self, event: Arrived, now: float) -> None:
        if self.first_article is None:
            self.first_article = now - self.started
        row = Row(event)
        if early := self._early.pop((event.article, event.version), None):
            row.said, row.failed = early.said, early.failed
        self.rows.append(row)

    def _enriched(self, event: Enriched) -> None:
        for row in reversed(self.rows):
            if (row.arrived.article, row.arrived.version) == (event.article, event.version):
                row.said, row.failed = event.said, event.failed
                return
        if len(self._early) < ROWS:
            self._early[event.article, event.version] = event
