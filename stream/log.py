"""The log: one small interface, two backends (`database_log`, `kafka_log`), one contract suite (tests/contract).

A producer appends records atomically. A consumer of a group reads what its group has not committed and commits its
outputs and its position together: after a crash at any point the readers see each output exactly once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import NamedTuple, Protocol

Headers = tuple[tuple[str, bytes], ...]


class Record(NamedTuple):
    """What is written: `value` None is a tombstone. `key` decides the partition and the order."""

    topic: str
    key: str
    value: bytes | None
    headers: Headers = ()


class Stored(NamedTuple):
    """A record where it lies. `offset` grows within (topic, partition); gaps are allowed. `key` as it was written."""

    topic: str
    partition: int
    offset: int
    key: str | None
    value: bytes | None
    headers: Headers


class Consumer(Protocol):
    """A member of a consumer group. Not thread-safe; belongs to the process that made it."""

    def poll(self, timeout: float, limit: int = 100) -> list[Stored]:
        """At most `limit` committed records that follow the group's position, [] after `timeout` seconds. LogError."""
        ...

    def caught_up(self) -> bool:
        """After a poll that found nothing: whether that was the end of all topics, as far as this member can know.

        False while another member of the group has a share of them, or while it is not known whose they are. LogError.
        """
        ...

    def commit(self, outputs: Sequence[Record] = ()) -> None:
        """Make `outputs` and the position behind everything polled so far visible together, or neither.

        LogError: nothing happened, or it cannot be known; close this consumer, make a new one, which starts at the
        committed position. FencedError: another member owns these partitions now.
        """
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Consumer: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Log(Protocol):
    """A set of topics. Thread-safe unless a backend says otherwise."""

    def append(self, records: Sequence[Record]) -> None:
        """All of `records` become visible, or none does. LogError, unknown topics included (not retriable)."""
        ...

    def consumer(self, group: str, topics: Sequence[str]) -> Consumer:
        """A new member of `group`, reading from the beginning where the group has no position yet."""
        ...

    def read(self, topic: str, *, from_beginning: bool = True, follow: bool = False) -> Iterator[Stored]:
        """Committed records, ordered within a partition, without a group. Ends at the present end unless `follow`."""
        ...

    def counts(self, topics: Sequence[str]) -> dict[str, int]:
        """How many committed records each topic holds."""
        ...

    def close(self) -> None: ...
