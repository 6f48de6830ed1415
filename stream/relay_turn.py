"""The relay proper: the database log onto Kafka, each row exactly once in the read_committed view.

At the start: the lease; the topics; `init_transactions`, which fences an older relay and ends its open transaction;
then the last committed marker is read and its rows are marked. That answers "did the last commit happen?", whatever
went wrong before. One turn after that, each step only after the one before it held:

1. take unpublished rows
2. begin a Kafka transaction
3. send the rows, look at EVERY result
4. send the marker (ids and digest of these rows, id of the database), look at the result
5. commit
6. mark the rows as published; only then take the next ones, so that the last marker is always enough

Whatever fails, the producer is given up. A commit that never returns is ended by the turn's deadline, which ends the
process (`stream.worker`). A row that Kafka refuses must not stop the relay: its batch is tried again row by row, and
the one that is refused alone goes to the dead-letter topic in the same way.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from kafka.errors import InvalidRecordError, KafkaError, MessageSizeTooLargeError, RecordListTooLargeError
from sqlalchemy import Engine

from stream import lease, outbox
from stream.errors import LogError
from stream.faults import reach
from stream.kafka_admin import apply_topics, message_limits
from stream.kafka_client import MAX_BATCH_BYTES, RELAY_TRANSACTION_MS, kafka_errors
from stream.kafka_config import KafkaConfig
from stream.kafka_producing import Transactions, confirm, send_all
from stream.log import Record
from stream.marker import PARTITION, Marker, encode_marker, last_marker
from stream.outbox import OutboxRow
from stream.relay_plan import Refusal, letter, refusal
from stream.topics import TOPICS
from stream.worker import deadline

LEASE = "relay"
START_SECONDS = 75.0
TURN_SECONDS = 30.0
_REFUSALS = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidRecordError)
_log = logging.getLogger("copydesk.relay")


@dataclass(frozen=True)
class Limits:
    """`rows` and `bytes` of one transaction: the client has no bound on its memory, this is it. The others: seconds."""

    rows: int = 500
    bytes: int = 8 * 1024 * 1024
    turn: float = TURN_SECONDS
    lease: float = 2 * TURN_SECONDS


@dataclass(frozen=True)
class Turn:
    """What a turn did. `dead`: rows among the published ones that went to the dead-letter topic."""

    published: int = 0
    dead: int = 0
    more: bool = False


class _RefusedError(Exception):
    """Kafka took back a batch because of what is in it."""


class Relay:
    """One relay, for one process that may die at any point. Not thread-safe. Every method raises LogError."""

    def __init__(self, engine: Engine, config: KafkaConfig, limits: Limits | None = None) -> None:
        self._engine, self._config, self._limits = engine, config, limits or Limits()
        self._room: dict[str, int] = {}
        self._refused: dict[int, Refusal] = {}
        self._one_by_one = 0
        with deadline(START_SECONDS, "the start of the relay"):
            self._database = outbox.database_id(engine)
            self._lease = lease.acquire(engine, LEASE, self._limits.lease)
            self._renewed = time.monotonic()
            self._prepare_topics()
            self._transactions = Transactions(config, f"copydesk-relay-{self._database}", RELAY_TRANSACTION_MS)
            self.recovered = self._recover()

    def turn(self) -> Turn:
        """Carry one batch. After a LogError this relay is of no more use."""
        with deadline(self._limits.turn, "a turn of the relay"):
            self._hold_lease()
            rows = outbox.take(self._engine, 1 if self._one_by_one else self._limits.rows, self._limits.bytes)
            if not rows:
                return Turn()
            reach("relay.taken")
            try:
                dead = self._publish(rows)
            except _RefusedError as error:
                self._transactions.give_up()
                self._set_aside(rows, str(error))
                self._recover()
                return Turn(more=True)
            except BaseException:
                self._transactions.give_up()
                raise
            self._one_by_one = max(0, self._one_by_one - 1)
            outbox.mark(self._engine, [row.id for row in rows])
            reach("relay.marked")
            return Turn(len(rows), dead, more=True)

    def close(self) -> None:
        with deadline(TURN_SECONDS, "the end of the relay"):
            self._transactions.close()
            lease.release(self._engine, self._lease)

    def __enter__(self) -> Relay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare_topics(self) -> None:
        try:
            apply_topics(self._config, mend=False)
            self._room = message_limits(self._config)
        except LogError as error:
            if error.retriable:
                raise
            _log.warning("the relay may not look after the topics, they must be there: %s", error)
            self._room = dict.fromkeys(TOPICS, MAX_BATCH_BYTES)

    def _recover(self) -> int:
        """Init first, then the marker: only after init is the last transaction decided. How many rows were marked."""
        with kafka_errors(self._config, "the relay cannot start"):
            self._transactions.start()
            marker = last_marker(self._config, self._database)
        if marker is None or not marker.ids:
            return 0
        if outbox.digest_of(self._engine, marker.ids) != marker.digest:
            # Rows of a published batch may have been deleted since; rows restored from a backup are other rows.
            _log.info("the last marker does not fit the rows that are here now: not believed")
            return 0
        return outbox.mark(self._engine, marker.ids)

    def _hold_lease(self) -> None:
        if time.monotonic() - self._renewed > self._limits.lease / 6:
            lease.renew(self._engine, self._lease)
            self._renewed = time.monotonic()

    def _publish(self, rows: Sequence[OutboxRow]) -> int:
        now = datetime.now(UTC)
        refused = {row.id: self._refused.get(row.id) or refusal(row, self._room) for row in rows}
        records = [letter(row, why, self._room, now) if (why := refused[row.id]) else row.record for row in rows]
        marker = encode_marker(Marker(self._database, tuple(row.id for row in rows), outbox.digest(rows)))
        with kafka_errors(self._config, "a turn of the relay failed"):
            self._send(records, marker)
        for row in rows:
            if why := refused[row.id]:
                self._refused.pop(row.id, None)
                _log.warning("row %d went to the dead-letter topic: %s", row.id, why.what)
        return sum(why is not None for why in refused.values())

    def _send(self, records: Sequence[Record], marker: bytes) -> None:
        producer = self._transactions.producer
        producer.begin_transaction()
        reach("relay.begun")
        _confirm_rows(producer, records)
        reach("relay.half_sent")
        confirm(
            [producer.send(*PARTITION[:1], partition=PARTITION.partition, key=self._database.encode(), value=marker)]
        )
        reach("relay.sent")
        reach("relay.committing")
        producer.commit_transaction()  # may block for good: the turn's deadline ends the process
        reach("relay.committed")

    def _set_aside(self, rows: Sequence[OutboxRow], what: str) -> None:
        """After a refusal: which rows to try alone, or which one is the culprit."""
        if len(rows) > 1:
            self._one_by_one = len(rows)
            return
        before = self._refused.get(rows[0].id)
        if before is not None and before.bare:
            raise LogError(f"row {rows[0].id} is refused by Kafka, and so is its dead letter: {what}", retriable=False)
        attempts = before.attempts + 1 if before else 1
        self._refused[rows[0].id] = Refusal(what, attempts, bare=before is not None)


def _confirm_rows(producer: Any, records: Sequence[Record]) -> None:
    """Send and look at every result. A refusal among the failures explains the others."""
    try:
        futures = send_all(producer, records)
    except _REFUSALS as error:  # larger than the client's own limit
        raise _RefusedError(f"{type(error).__name__}: {error}") from error
    failures = []
    for future in futures:
        try:
            confirm([future])
        except KafkaError as error:
            failures.append(error)
    for failure in failures:
        if isinstance(failure, _REFUSALS):
            raise _RefusedError(f"{type(failure).__name__}: {failure}") from failure
    if failures:
        raise failures[0]
