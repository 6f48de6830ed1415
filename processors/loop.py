"""One loop for all processors, on any log: consume, transform, produce.

One turn; each step only after the one before it held:

1. poll: up to 100 messages that follow the group's committed position
2. transform each: an enriched article, dead letters, or both
3. commit: outputs and position in ONE transaction of the log, so that a crash at any point loses and doubles nothing

After an error of the log the consumer is given up; a new one starts at the committed position. When that does not help
either, the error is raised: the process (see `processors.runner`) is then replaced as a whole.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime

from processors.registry import Processor
from processors.transform import Condemned, Context, OnHand, Outcome, Place, transform
from stream.errors import FencedError, LogError
from stream.faults import reach
from stream.log import Consumer, Log, Record, Stored
from stream.topics import ARTICLES, BACKFILL

GROUP = "copydesk.processors"
TOPICS = (ARTICLES.name, BACKFILL.name)
BATCH = 100
SLOW_SECONDS = 30.0  # a turn that takes longer is made smaller: Kafka gives a silent member's partitions away
POLL_SECONDS = 1.0
DRAIN_POLL_SECONDS = 0.2  # how long to look for more before asking whether this was all
# A group of which another member holds partitions is drained when nothing came for longer than a dead member is kept.
QUIET_SECONDS = 15.0
FAILURES = 3  # in a row, before the process is replaced
COUNTS = ("processed", "enriched", "dead", "retried")
OpenLog = Callable[[], Log]
Counts = dict[str, int]
_logger = logging.getLogger(__name__)


def _nothing(_: Counts) -> None:
    pass


@dataclass
class Loop:
    """The loop and what it needs of its surroundings. `group` is a consumer group of the log, `batch` the most messages
    of one transaction.

    `on_hand`/`put_down` say which message is in work, `guard` surrounds each one (a deadline), `report` is told the
    counts of each committed turn and of each idle one (zeros), `stopped` asks whether to end between two turns.
    """

    open_log: OpenLog
    processors: Sequence[Processor]
    group: str = GROUP
    batch: int = BATCH
    condemned: Condemned = field(default_factory=dict)
    on_hand: OnHand = lambda _place, _step: None
    put_down: Callable[[], None] = lambda: None
    guard: Callable[[Place], AbstractContextManager[None]] = lambda _place: nullcontext()
    report: Callable[[Counts], None] = _nothing
    stopped: Callable[[], bool] = lambda: False
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._limit = self.batch

    def drain(self) -> Counts:
        """Process all that is on the log now, and return the counts. Raises LogError."""
        return self._run(until_drained=True)

    def follow(self) -> Counts:
        """Process what is on the log and what comes, until `stopped`. Raises LogError."""
        return self._run(until_drained=False)

    def _run(self, until_drained: bool) -> Counts:
        totals: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
        failures = 0
        while not self.stopped():
            before = totals["processed"]
            try:
                self._serve(until_drained, totals)
                break
            except LogError as error:
                failures = 1 if totals["processed"] > before else failures + 1
                if failures >= FAILURES or not (error.retriable or isinstance(error, FencedError)):
                    raise
                _logger.warning("a new consumer is needed: %s", error)
                self.sleep(min(error.retry_after or 2.0 ** (failures - 1), 10.0))
        return dict(totals)

    def _serve(self, until_drained: bool, totals: Counter[str]) -> None:
        """Turn after turn with one consumer."""
        with closing(self.open_log()) as log, log.consumer(self.group, TOPICS) as consumer:
            quiet_since = time.monotonic()
            while not self.stopped():
                counts = self._turn(consumer, DRAIN_POLL_SECONDS if until_drained else POLL_SECONDS)
                totals.update(counts)
                self.report(counts)
                if counts["processed"]:
                    quiet_since = time.monotonic()
                elif until_drained and (consumer.caught_up() or time.monotonic() - quiet_since > QUIET_SECONDS):
                    return

    def _turn(self, consumer: Consumer, timeout: float) -> Counts:
        began = time.monotonic()
        messages = consumer.poll(timeout, self._limit)
        if not messages:
            return dict.fromkeys(COUNTS, 0)
        reach("process.polled")
        outcomes = self._transform(messages)
        reach("process.transformed")
        outputs: list[Record] = [record for outcome in outcomes for record in outcome.outputs]
        consumer.commit(outputs)
        reach("process.committed")
        slow = time.monotonic() - began > SLOW_SECONDS
        self._limit = max(1, self._limit // 2) if slow else min(self.batch, self._limit * 2)
        return {
            "processed": len(messages),
            "enriched": sum(outcome.enriched for outcome in outcomes),
            "dead": sum(outcome.dead for outcome in outcomes),
            "retried": sum(outcome.retried for outcome in outcomes),
        }

    def _transform(self, messages: Sequence[Stored]) -> list[Outcome]:
        context = Context(self.processors, self.condemned, self.on_hand, self._pause)
        outcomes = []
        try:
            for message in messages:
                with self.guard(Place(message.topic, message.partition, message.offset)):
                    outcomes.append(transform(message, context, datetime.now(UTC)))
        finally:
            self.put_down()
        return outcomes

    def _pause(self, attempt: int) -> None:
        """Before the second and third attempt: what a processor lacked may be there in a moment."""
        self.sleep(0.1 * 2 ** (attempt - 2))
