"""What the log takes, the same for every backend: topics we know, keys and headers that every backend can store,
sizes that Kafka carries. Refused at the door, a record cannot block the relay later.
"""

from __future__ import annotations

from collections.abc import Sequence

from stream.errors import LogError
from stream.log import Record
from stream.topics import MAX_MESSAGE_BYTES, TOPICS

MAX_KEY_CHARACTERS = 512  # the width of the database's column


def admit(records: Sequence[Record]) -> None:
    """Raises LogError (not retriable) that names the first record which cannot be logged, and why."""
    for record in records:
        admit_topics([record.topic])
        fault = _fault(record)
        if fault:
            raise LogError(f"{record.topic}, key {record.key[:80]!a}: {fault}", retriable=False)


def admit_topics(topics: Sequence[str]) -> None:
    """Raises LogError (not retriable) that names the first topic which is not in stream.topics."""
    for topic in topics:
        if topic not in TOPICS:
            raise LogError(f"unknown topic {topic!r}; known: {', '.join(TOPICS)}", retriable=False)


def size(record: Record) -> int:
    """Bytes of key, value and headers together."""
    headers = sum(len(name.encode(errors="replace")) + len(value) for name, value in record.headers)
    return len(record.key.encode(errors="replace")) + len(record.value or b"") + headers


def _fault(record: Record) -> str | None:
    if len(record.key) > MAX_KEY_CHARACTERS:
        return f"the key has {len(record.key)} characters, more than {MAX_KEY_CHARACTERS}"
    for text in (record.key, *(name for name, _ in record.headers)):
        if not _storable(text):
            return "the key or a header's name holds a NUL or a lone surrogate"
    if size(record) > MAX_MESSAGE_BYTES:
        return f"{size(record)} bytes, more than {MAX_MESSAGE_BYTES}"
    return None


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
