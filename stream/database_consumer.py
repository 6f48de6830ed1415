"""A member of a consumer group on the database log.

A group's position is moved by compare-and-set in the transaction that writes the outputs. Of two members of a group
that worked on the same records one commits, the other gets a LogError and starts again: outputs appear once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType

from sqlalchemy import Connection, Engine, select, update

from stream.admit import admit_topics
from stream.database import positions
from stream.database_rows import database_errors, page_of, upsert
from stream.errors import LogError
from stream.faults import reach
from stream.log import Record, Stored

POLL_SECONDS = 0.2  # between two looks for new rows
Append = Callable[[Connection, Sequence[Record]], None]


class DatabaseConsumer:
    """`stream.log.Consumer`. After a failed commit it is of no more use: make a new one."""

    def __init__(self, engine: Engine, append: Append, group: str, topics: Sequence[str]) -> None:
        admit_topics(topics)
        self._engine, self._append, self._group, self._topics = engine, append, group, sorted(set(topics))
        self._usable = True
        self._committed = self._load()
        self._position = dict(self._committed)
        self._turn = 0

    def poll(self, timeout: float, limit: int = 100) -> list[Stored]:
        self._check()
        deadline = time.monotonic() + timeout
        while True:
            found = self._take(limit)
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            time.sleep(min(POLL_SECONDS, left))

    def caught_up(self) -> bool:
        self._check()
        return True  # every member reads all topics, and a poll sees all that was committed before it

    def commit(self, outputs: Sequence[Record] = ()) -> None:
        self._check()
        self._usable = False
        with database_errors(f"group {self._group}: the commit failed"), self._engine.begin() as connection:
            for topic in self._topics:
                self._move(connection, topic)
            reach("process.offsets_sent")
            self._append(connection, outputs)
            reach("process.produced")
        self._committed = dict(self._position)
        self._usable = True

    def close(self) -> None:
        self._usable = False

    def __enter__(self) -> DatabaseConsumer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self) -> None:
        if not self._usable:
            raise LogError(f"group {self._group}: this consumer is closed or its commit failed; make a new one")

    def _load(self) -> dict[str, int]:
        with database_errors(f"group {self._group}: no position"), self._engine.begin() as connection:
            for topic in self._topics:
                row = {"group": self._group, "topic": topic, "next_offset": 0}
                connection.execute(upsert(connection)(positions).values(row).on_conflict_do_nothing())
            query = select(positions.c.topic, positions.c.next_offset).where(positions.c.group == self._group)
            found = {topic: int(offset) for topic, offset in connection.execute(query)}
        return {topic: found[topic] for topic in self._topics}

    def _take(self, limit: int) -> list[Stored]:
        """One page, beginning with another topic each time, so that a busy topic does not starve the others."""
        self._turn += 1
        start = self._turn % len(self._topics) if self._topics else 0
        taken: list[Stored] = []
        for topic in self._topics[start:] + self._topics[:start]:
            if len(taken) == limit:
                break
            page = page_of(self._engine, topic, self._position[topic], limit - len(taken))
            if page:
                self._position[topic] = page[-1].offset + 1
                taken += page
        return taken

    def _move(self, connection: Connection, topic: str) -> None:
        old, new = self._committed[topic], self._position[topic]
        if old == new:
            return
        mine = (positions.c.group == self._group) & (positions.c.topic == topic) & (positions.c.next_offset == old)
        if connection.execute(update(positions).where(mine).values(next_offset=new)).rowcount != 1:
            raise LogError(f"group {self._group}: another member has read on in {topic} from offset {old}")
