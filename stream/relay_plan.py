"""What the relay sends for a row: the record, or a dead letter for one that Kafka does not take. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from stream.admit import size
from stream.codec import to_record
from stream.log import Record
from stream.outbox import OutboxRow
from stream.topics import DLQ, MAX_MESSAGE_BYTES, TOPICS
from stream.types import SCHEMA_VERSION, DeadLetter

# A record batch of one: 61 bytes of its own, some more per record and header (KIP-98); rounded up generously.
BATCH_BYTES = 1_024
WHERE = "relay"


@dataclass(frozen=True)
class Refusal:
    """Why a row is not sent as it is. `bare`: its dead letter was refused too, so it goes without the value."""

    what: str
    attempts: int = 1
    bare: bool = False


def refusal(row: OutboxRow, limits: Mapping[str, int]) -> Refusal | None:
    """Why Kafka cannot take this row, as far as that is known beforehand. `limits`: bytes of a batch per topic."""
    if row.record.topic not in TOPICS:
        return Refusal(f"unknown topic {row.record.topic!r}")
    limit, bytes_needed = limits.get(row.record.topic, MAX_MESSAGE_BYTES), size(row.record) + BATCH_BYTES
    if bytes_needed > limit:
        return Refusal(f"needs {bytes_needed} bytes, the topic takes {limit}")
    return None


def letter(row: OutboxRow, refused: Refusal, limits: Mapping[str, int], now: datetime) -> Record:
    """The dead letter of a row. Where even that would be too large the value stays in the database: `what` says so."""
    room = limits.get(DLQ.name, MAX_MESSAGE_BYTES) - 4 * BATCH_BYTES
    value = row.record.value
    bare = refused.bare or (value is not None and len(value) * 4 // 3 > room)
    kept = f"; the value ({len(value or b'')} bytes) is only in row {row.id} of table log" if bare else ""
    return to_record(
        DLQ,
        DeadLetter(
            schema_version=SCHEMA_VERSION,
            topic=row.record.topic,
            partition=0,
            offset=row.offset,
            key=row.record.key,
            value=None if bare else value,
            headers={} if bare else {name: v.decode(errors="replace") for name, v in row.record.headers},
            where=WHERE,
            what=f"row {row.id}: {refused.what}{kept}",
            attempts=refused.attempts,
            failed_at=now,
        ),
    )
