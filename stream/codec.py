"""Records to bytes and back: JSON values, CloudEvents headers in binary mode.

Headers follow the CloudEvents Kafka protocol binding 1.0.2 (binary content mode): `ce_*` plus `content-type`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from stream.errors import DecodeError
from stream.log import Headers, Record
from stream.topics import Topic
from stream.types import Article, DeadLetter, EnrichedArticle, FeedHealth, Part

P = TypeVar("P", bound=Part)
_encoder = msgspec.json.Encoder()
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def encode(record: Part) -> bytes:
    """The record as compact UTF-8 JSON."""
    return _encoder.encode(record)


def decode(kind: type[P], value: bytes | None) -> P:
    """The record in `value`; raises DecodeError with the path of the first fault."""
    if value is None:
        raise DecodeError(f"a tombstone holds no {kind.__name__}")
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    try:
        record: P = decoder.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:  # ValidationError is a DecodeError
        raise DecodeError(f"not a {kind.__name__}: {error}") from error
    return record


def to_record(topic: Topic, value: Part) -> Record:
    """`value` as a record of `topic`: its key, its JSON and its CloudEvents headers."""
    if topic.record is None or not isinstance(value, topic.record):
        raise TypeError(f"{topic.name} does not carry {type(value).__name__}")
    key, event_id, source, time = _identity(value)
    headers: Headers = (
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id.encode()),
        ("ce_source", source.encode()),
        ("ce_type", topic.name.encode()),
        ("ce_time", time.astimezone(UTC).isoformat().encode()),
        ("ce_subject", key.encode()),
        ("content-type", b"application/json"),
    )
    return Record(topic.name, key, encode(value), headers)


def tombstone(topic: Topic, key: str) -> Record:
    """Deletes `key` from a compacted topic."""
    return Record(topic.name, key, None, ())


def _identity(value: Part) -> tuple[str, str, str, datetime]:
    """Key, event id, event source and time. The event id is the same each time the same thing is said."""
    match value:
        case Article():
            return (
                value.id,
                f"{value.id}/{value.version}/{value.revision_id}",
                f"/sources/{value.source.domain}",
                value.fetched_at,
            )
        case EnrichedArticle():
            return (
                value.article_id,
                f"{value.article_id}/{value.version}/{value.revision_id}",
                "/processors",
                value.enriched_at,
            )
        case FeedHealth():
            return value.id, f"{value.id}/{value.polled_at.isoformat()}", f"/feeds/{value.id}", value.polled_at
        case DeadLetter():
            place = f"{value.topic}/{value.partition}/{value.offset}"
            return value.key or place, f"{place}/{value.where}", f"/topics/{value.topic}", value.failed_at
    raise TypeError(f"{type(value).__name__} is not published")
