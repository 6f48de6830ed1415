"""Dead letters put back on the topics they came from, exactly once: after a fix, or when what failed is back.

The replay is a consumer group of its own on the dead-letter topic; the original bytes and its position are written in
one transaction. What is put back is processed, and seen by every reader of that topic, once more: readers that must
not care compare `revision_id`.
"""

from __future__ import annotations

import logging
import time

from processors.loop import BATCH, DRAIN_POLL_SECONDS, QUIET_SECONDS
from stream.admit import admit
from stream.codec import decode
from stream.errors import DecodeError, LogError
from stream.log import Log, Record, Stored
from stream.topics import DLQ
from stream.types import DeadLetter

GROUP = "copydesk.replay"
_logger = logging.getLogger(__name__)


def replay(log: Log, limit: int | None = None) -> dict[str, int]:
    """Put back the dead letters that were not put back before, the oldest first, at most `limit`.

    Counts: `replayed`, and `skipped`: letters without the original bytes, or from a topic that is no more. LogError.
    """
    counts = {"replayed": 0, "skipped": 0}
    with log.consumer(GROUP, [DLQ.name]) as consumer:
        quiet_since = time.monotonic()
        while (left := BATCH if limit is None else limit - sum(counts.values())) > 0:
            letters = consumer.poll(DRAIN_POLL_SECONDS, min(BATCH, left))
            if not letters:
                if consumer.caught_up() or time.monotonic() - quiet_since > QUIET_SECONDS:
                    break
                continue
            outputs = [record for letter in letters if (record := original(letter)) is not None]
            consumer.commit(outputs)
            quiet_since = time.monotonic()
            counts["replayed"] += len(outputs)
            counts["skipped"] += len(letters) - len(outputs)
    return counts


def original(stored: Stored) -> Record | None:
    """The message that the dead letter in `stored` is about; None, and a line in the log, where it cannot be had."""
    try:
        letter = decode(DeadLetter, stored.value)
        if letter.value is None:
            raise DecodeError("it does not hold the original bytes")
        place = f"{stored.topic}/{stored.partition}/{stored.offset}"
        headers = {**letter.headers, "copydesk-replay-of": place}
        record = Record(
            letter.topic, letter.key or "", letter.value, tuple((name, text.encode()) for name, text in headers.items())
        )
        admit([record])
    except (DecodeError, LogError) as error:
        _logger.warning("dead letter %d/%d is not put back: %s", stored.partition, stored.offset, error)
        return None
    return record
