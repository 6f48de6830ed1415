"""The runner of all processors: a supervised child does the work and may die, this side starts the next.

    counts = process_once(database_url, kafka)   # `copydesk process --once`
    status = follow(database_url, kafka)         # `copydesk process`

A message that kills or hangs the child (segmentation fault, os._exit, endless loop, out of memory) is recognised by the
note the child left (`processors.hand`). After three deaths on the same step the next child is told to leave that step
out for that message, which then goes to the dead-letter topic, and the partition moves on.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from processors.hand import Deaths, in_hand
from processors.loop import COUNTS, GROUP, Counts
from processors.transform import ATTEMPTS
from stream.errors import FencedError, LogError
from stream.kafka_config import KafkaConfig
from stream.supervised import BACKOFF_SECONDS, Child, Work, stop_on_signals

TARGET = "processors.worker:work"
MESSAGE_SECONDS = 60.0  # for all processors on one message, their further attempts included
QUIET_SECONDS = 90.0  # a child that says nothing for so long hangs where its own deadline cannot end it
CHILDREN = 2  # that fail in a row without a message being guilty: `once` then gives up; each has tried three times
Report = Callable[[Counts], None]
_logger = logging.getLogger(__name__)


def _ignore(_: Counts) -> None:
    pass


@dataclass(frozen=True)
class Service:
    """Where the log is, and the limits in seconds. Without `kafka` the log is the database's.

    `deaths`: how many processes a message may cost in one step.
    """

    database_url: str
    kafka: KafkaConfig | None = None
    group: str = GROUP
    message_seconds: float = MESSAGE_SECONDS
    quiet_seconds: float = QUIET_SECONDS
    deaths: int = ATTEMPTS
    environment: dict[str, str] = field(default_factory=dict)

    def work(self, hand: Path, deaths: Deaths, once: bool) -> Work:
        """What the next child is to do."""
        arguments = {
            "database_url": self.database_url,
            "kafka": self.kafka.arguments() if self.kafka else None,
            "group": self.group,
            "hand": str(hand),
            "condemned": deaths.condemned(),
            "message_seconds": self.message_seconds,
            "once": once,
        }
        return Work(TARGET, arguments, self.environment)


def process_once(database_url: str, kafka: KafkaConfig | None = None, *, on_counts: Report = _ignore) -> Counts:
    """Process all that is on the log now; counts of processed, enriched, dead, retried. Raises LogError."""
    return run(Service(database_url, kafka), threading.Event(), once=True, on_counts=on_counts)


def follow(database_url: str, kafka: KafkaConfig | None = None, *, on_counts: Report = _ignore) -> int:
    """Process what is on the log and what comes, until SIGTERM or SIGINT; returns the exit status 0.

    `on_counts` is told the counts of each committed turn. Goes on while the log is down. Raises LogError only for what
    trying again cannot mend. Only from the main thread of a command.
    """
    run(Service(database_url, kafka), stop_on_signals(), once=False, on_counts=on_counts)
    return 0


def run(service: Service, stop: threading.Event, *, once: bool, on_counts: Report = _ignore) -> Counts:
    """One child after the other, never two at once. `once`: until one has drained the log; it does not wait for a
    log that stays down."""
    totals: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    deaths, failures = Deaths(service.deaths), 0

    def on_said(counts: Counts) -> None:
        if counts:
            totals.update(counts)
            on_counts(counts)

    with tempfile.TemporaryDirectory(prefix="copydesk-processors-") as folder:
        hand = Path(folder, "hand")
        while not stop.is_set():
            before = totals["processed"]
            child = Child(service.work(hand, deaths, once))
            try:
                child.result(None, service.quiet_seconds, on_said, stop)
                if once:
                    break
            except LogError as error:
                child.end()
                guilty = _blame(hand, deaths, error)
                failures = 0 if guilty or totals["processed"] > before else failures + 1
                if _is_final(error) or (once and failures >= CHILDREN):
                    raise
            finally:
                child.end()
            stop.wait(min(BACKOFF_SECONDS[1], BACKOFF_SECONDS[0] * 2.0 ** min(failures, 5)))
    return dict(totals)


def _blame(hand: Path, deaths: Deaths, error: LogError) -> bool:
    """Whether the child died over a message; it is counted then."""
    guilty = in_hand(hand)
    if guilty is None:
        _logger.warning("the processors start again: %s", error)
        return False
    (topic, partition, offset), step = guilty
    _logger.warning("the processors start again after %s/%d/%d in %s: %s", topic, partition, offset, step, error)
    deaths.count(guilty, str(error))
    hand.unlink(missing_ok=True)
    return True


def _is_final(error: LogError) -> bool:
    return not error.retriable and not isinstance(error, FencedError)
