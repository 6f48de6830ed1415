"""One message of the log to what is to be written for it. No log, no clock, no process: the runner has those.

A message that is no article becomes a dead letter at once. A processor that fails on it is tried again, then becomes a
dead letter too, and the enriched article goes out without it, naming it in `failed`. A canceled article is passed on
without enrichments: who reads only the enriched topic must learn of the takedown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import msgspec

from processors.registry import Processor
from stream.admit import admit
from stream.codec import decode, encode, to_record
from stream.errors import DecodeError, LogError
from stream.log import Record, Stored
from stream.topics import DLQ, ENRICHED, MAX_MESSAGE_BYTES
from stream.types import SCHEMA_VERSION, Article, DeadLetter, EnrichedArticle, Enrichment

ATTEMPTS = 3
DECODE = "decode"
MAX_WHAT = 2000  # characters of an error's text
MAX_ENRICHMENT_BYTES = MAX_MESSAGE_BYTES // 16
# Base64 takes a third more; beside the value stand key, headers and text.
MAX_DEAD_BYTES = (MAX_MESSAGE_BYTES - 64 * 1024) // 4 * 3


class Place(NamedTuple):
    """Where a message lies."""

    topic: str
    partition: int
    offset: int


class Failure(NamedTuple):
    """A step that was given up on a message: `where` is `decode` or a processor's name, `what` the error."""

    where: str
    what: str
    attempts: int


# Steps that ended the whole process on a message so often that they are not tried again on it.
Condemned = Mapping[Place, Sequence[Failure]]
OnHand = Callable[[Place, str], None]
Pause = Callable[[int], None]


@dataclass(frozen=True)
class Context:
    """What a transformation may use. `on_hand` is told before each step, `pause` waits before the n-th attempt."""

    processors: Sequence[Processor]
    condemned: Condemned
    on_hand: OnHand
    pause: Pause


@dataclass(frozen=True)
class Outcome:
    """What is to be written for one message; `retried` counts the attempts beyond the first."""

    outputs: tuple[Record, ...]
    enriched: int = 0
    dead: int = 0
    retried: int = 0


def place_of(message: Stored) -> Place:
    return Place(message.topic, message.partition, message.offset)


def transform(message: Stored, context: Context, now: datetime) -> Outcome:
    """Never raises for what the message holds or a processor does; `now` is the time of the records written."""
    place = place_of(message)
    condemned = {failure.where: failure for failure in context.condemned.get(place, ())}
    if DECODE in condemned:
        return _rejected(message, condemned[DECODE], now)
    context.on_hand(place, DECODE)
    try:
        article = decode(Article, message.value)
    except DecodeError as error:
        return _rejected(message, Failure(DECODE, _text(error), 1), now)
    active = context.processors if article.pub_status != "canceled" else ()
    return _recorded(message, article, [_step(p, article, place, condemned, context) for p in active], now)


class _Step(NamedTuple):
    result: Enrichment | Failure | None
    attempts: int


def _step(
    processor: Processor, article: Article, place: Place, condemned: Mapping[str, Failure], context: Context
) -> _Step:
    if failure := condemned.get(processor.name):
        return _Step(failure, failure.attempts)
    context.on_hand(place, processor.name)
    what = ""
    for attempt in range(1, ATTEMPTS + 1):
        if attempt > 1:
            context.pause(attempt)
        try:
            return _Step(_checked(processor.function(article)), attempt)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (a plug-in may raise anything; all is recorded)
            what = _text(error)
    return _Step(Failure(processor.name, what, ATTEMPTS), ATTEMPTS)


def _recorded(message: Stored, article: Article, steps: Sequence[_Step], now: datetime) -> Outcome:
    failures = [step.result for step in steps if isinstance(step.result, Failure)]
    enriched = EnrichedArticle(
        schema_version=SCHEMA_VERSION,
        article_id=article.id,
        version=article.version,
        revision_id=article.revision_id,
        url=article.url,
        title=article.title,
        enrichments=tuple(step.result for step in steps if isinstance(step.result, Enrichment)),
        enriched_at=now,
        failed=tuple(failure.where for failure in failures),
    )
    try:
        record = to_record(ENRICHED, enriched)
        admit([record])
    except (LogError, ValueError) as error:  # an id that no log takes as a key, enrichments too large together
        return _rejected(message, Failure(ENRICHED.name, _text(error), 1), now)
    letters = (dead_letter(message, failure, now) for failure in failures)
    retried = sum(step.attempts - 1 for step in steps)
    return Outcome((record, *letters), enriched=1, dead=len(failures), retried=retried)


def dead_letter(message: Stored, failure: Failure, now: datetime) -> Record:
    """The record for the dead-letter topic. A message too large to be carried in base64 is named, not carried."""
    value: bytes | None = message.value
    what = failure.what
    if value is not None and len(value) > MAX_DEAD_BYTES:
        what = f"{what} (the message of {len(value)} bytes is only in its topic)"
        value = None
    letter = DeadLetter(
        schema_version=SCHEMA_VERSION,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=value,
        headers={name: text.decode(errors="replace") for name, text in message.headers},
        where=failure.where,
        what=what,
        attempts=failure.attempts,
        failed_at=now,
    )
    return _safe(letter)


def _checked(result: object) -> Enrichment | None:
    """`result` if it is what a processor may return and the log can carry; raises TypeError or ValueError."""
    if result is None:
        return None
    if not isinstance(result, Enrichment):
        raise TypeError(f"a processor returns an Enrichment or None, not {type(result).__name__}")
    value: bytes = encode(result)
    if len(value) > MAX_ENRICHMENT_BYTES:
        raise ValueError(f"an enrichment of {len(value)} bytes, more than {MAX_ENRICHMENT_BYTES}")
    return msgspec.json.decode(value, type=Enrichment)  # what readers will get: a wrong field is found here


def _rejected(message: Stored, failure: Failure, now: datetime) -> Outcome:
    return Outcome((dead_letter(message, failure, now),), dead=1)


def _safe(letter: DeadLetter) -> Record:
    """The letter's record, without the key and headers that no log would take: it must never block its partition."""
    try:
        record = to_record(DLQ, letter)
        admit([record])
    except (LogError, ValueError) as error:
        what = f"{letter.what} (its key or headers cannot be stored: {_text(error)})"[:MAX_WHAT]
        record = to_record(DLQ, msgspec.structs.replace(letter, key=None, headers={}, what=what))
    return record


def _text(error: BaseException) -> str:
    """Class and text; lone surrogates of a foreign text could not be written as UTF-8."""
    text = f"{type(error).__name__}: {error}"[:MAX_WHAT]
    return text.encode(errors="backslashreplace").decode()
