"""The child that runs the processors: target of `stream.supervised`, which hands it plain values through a pipe."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from processors.hand import Hand, sentences
from processors.loop import Counts, Loop, OpenLog
from processors.registry import discover
from processors.transform import Place
from stream.errors import LogError
from stream.kafka_config import KafkaConfig
from stream.worker import deadline, say, stopping

HEARTBEAT_SECONDS = 1.0


def opener(database_url: str, kafka: dict[str, Any] | None) -> OpenLog:
    """How the log is opened: Kafka when configured, the database otherwise. Heavy clients are imported when needed."""
    if kafka is not None:
        from stream.kafka_log import KafkaLog

        config = KafkaConfig(**kafka)
        return lambda: KafkaLog(config)
    from stream.database import connect
    from stream.database_log import DatabaseLog

    engine = connect(database_url)
    return lambda: DatabaseLog(engine)


def work(
    database_url: str,
    kafka: dict[str, Any] | None,
    group: str,
    hand: str,
    condemned: list[list[object]],
    message_seconds: float,
    once: bool,
) -> Counts:
    """Process until drained (`once`) or told to stop. `condemned`: see processors.hand; `hand`: the note's file."""
    found = discover()
    if not found.processors:
        raise LogError(f"no processor can be run; broken: {'; '.join(found.broken) or 'none'}", retriable=False)
    note = Hand(Path(hand))
    heart = _Heart()

    def on_hand(place: Place, step: str) -> None:
        note.take(place, step)
        heart.beat()

    def guard(place: Place) -> AbstractContextManager[None]:
        return deadline(message_seconds, f"{place.topic}/{place.partition}/{place.offset}")

    loop = Loop(
        opener(database_url, kafka),
        found.processors,
        group,
        condemned=sentences(condemned),
        on_hand=on_hand,
        put_down=note.put_down,
        guard=guard,
        report=heart.report,
        stopped=stopping.is_set,
        sleep=_sleeper(heart),
    )
    try:
        return loop.drain() if once else loop.follow()
    finally:
        note.close()


class _Heart:
    """Tells the parent each turn's counts at once, and zeros now and then: the sign of life."""

    def __init__(self) -> None:
        self._last = 0.0

    def report(self, counts: Counts) -> None:
        if counts["processed"]:
            self._last = time.monotonic()
            say(counts)
        else:
            self.beat()

    def beat(self) -> None:
        if time.monotonic() - self._last >= HEARTBEAT_SECONDS:
            self._last = time.monotonic()
            say({})


def _sleeper(heart: _Heart) -> Callable[[float], None]:
    def sleep(seconds: float) -> None:
        heart.beat()
        stopping.wait(seconds)

    return sleep
