"""The relay's marker: a record in the same Kafka transaction as the rows, which says which rows they were.

After a crash it answers "did the last commit happen?". It names row ids, not a position: ids need not commit in order,
and a late "published" of a zombie is harmless.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaTimeoutError

from stream.errors import LogError
from stream.kafka_client import consumer, high_watermarks
from stream.kafka_config import KafkaConfig
from stream.topics import MARKER

PARTITION = TopicPartition(MARKER.name, 0)
LOOK_BACK = 16
READ_SECONDS = 45.0  # longer than an open transaction of another database's relay may hold us back


@dataclass(frozen=True)
class Marker:
    """`digest` (`stream.outbox.digest`) tells whether the rows are still the same ones."""

    database: str
    ids: tuple[int, ...]
    digest: str


def encode_marker(marker: Marker) -> bytes:
    """As JSON; ids as [first, last] ranges: a batch of neighbours takes a few bytes."""
    return json.dumps({"database": marker.database, "rows": _ranges(marker.ids), "digest": marker.digest}).encode()


def decode_marker(value: bytes | None) -> Marker:
    """Raises LogError (not retriable): somebody else writes to the relay's topic."""
    try:
        data = json.loads(value or b"")
        ids = tuple(i for first, last in data["rows"] for i in range(int(first), int(last) + 1))
        return Marker(str(data["database"]), ids, str(data["digest"]))
    except (ValueError, TypeError, KeyError) as error:
        raise LogError(f"{MARKER.name} holds what is no marker: {error!r}", retriable=False) from error


def last_marker(config: KafkaConfig, database: str) -> Marker | None:
    """The last committed marker of `database`. Call it only after `init_transactions`, which decides what was open.

    The end is the high watermark: under read_committed it would be the last stable offset, and an open transaction of
    another database's relay would hide our marker behind it. What is read is committed all the same. Raises KafkaError.
    """
    end = high_watermarks(config, [PARTITION])[PARTITION]
    with consumer(config) as reader:
        reader.assign([PARTITION])
        start = reader.beginning_offsets([PARTITION])[PARTITION]
        back = LOOK_BACK
        while True:
            found = _committed(reader, max(start, end - back), end, database.encode())
            if found:
                return decode_marker(found[-1])
            if end - back <= start:
                return None
            back *= 16  # aborted ones, control records and other databases' have offsets too


def _committed(reader: Any, start: int, end: int, key: bytes) -> list[bytes | None]:
    reader.seek(PARTITION, start)
    deadline = time.monotonic() + READ_SECONDS
    found: list[bytes | None] = []
    while reader.position(PARTITION) < end:
        if time.monotonic() > deadline:
            at = f"{MARKER.name} could not be read from {reader.position(PARTITION)} to {end}"
            raise KafkaTimeoutError(
                f"{at} within {READ_SECONDS:.0f} s: a transaction was left open there (docs/log.md)"
            )
        for record in reader.poll(timeout_ms=500).get(PARTITION, []):
            if record.key == key and record.offset < end:
                found.append(record.value)
    return found


def _ranges(ids: Sequence[int]) -> list[list[int]]:
    ordered = sorted(ids)
    firsts = [i for before, i in pairwise([-1, *ordered]) if i != before + 1 or before == -1]
    lasts = [i for i, after in pairwise([*ordered, -1]) if after != i + 1]
    return [[first, last] for first, last in zip(firsts, lasts, strict=True)]
