"""One Kafka transaction after another, safely with kafka-python 3.0.12:

1. begin; send all
2. look at EVERY send's result: this client commits a transaction although some of its sends have failed
3. commit, in a thread with a limit: a request can be dropped inside the client, and then the commit never returns
4. whatever fails: give the producer up. After a failed batch its sequence has a hole, and after an ambiguous commit it
   cannot be known what happened. The next transaction is a new producer's
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from kafka.errors import KafkaTimeoutError

from stream.kafka_client import kafka_errors, producer
from stream.kafka_config import KafkaConfig
from stream.log import Record, Stored

CALL_SECONDS = 20.0  # commit, offsets: each
ABORT_SECONDS = 3.0
CLOSE_SECONDS = 15.0  # longer than the delivery timeout


class Transactions:
    """Runs transactions under one transactional id. Not thread-safe. The producer is made when it is first needed."""

    def __init__(self, config: KafkaConfig, transactional_id: str, transaction_ms: int) -> None:
        self._config, self._id, self._transaction_ms = config, transactional_id, transaction_ms
        self.producer: Any = None

    def run(self, records: Iterable[Record], before_commit: Callable[[Any], None] | None = None) -> None:
        """`records`, and what `before_commit(producer)` adds, become visible together. Raises LogError.

        After an error the producer is gone; whether the transaction was committed cannot be known when the commit
        itself failed.
        """
        try:
            with kafka_errors(self._config, "the transaction failed"):
                self.start()
                self.producer.begin_transaction()
                confirm(send_all(self.producer, records))
                if before_commit is not None:
                    before_commit(self.producer)
                limited(self.producer.commit_transaction, "commit", CALL_SECONDS)
        except BaseException:
            self.give_up()
            raise

    def start(self) -> None:
        """Make the producer unless there is one; fences an older one with this id. Raises KafkaError."""
        if self.producer is None:
            self.producer = producer(self._config, self._id, self._transaction_ms)
            self.producer.init_transactions()  # obeys max_block_ms

    def give_up(self) -> None:
        """Abort if that is still possible, so that readers need not wait for the transaction's timeout."""
        gone, self.producer = self.producer, None
        if gone is not None:
            give_up(gone)

    def close(self) -> None:
        gone, self.producer = self.producer, None
        if gone is not None:
            give_up(gone, abort=False)


def send_all(client: Any, records: Iterable[Record]) -> list[Any]:
    """The futures of all sends. Raises KafkaError."""
    return [
        client.send(record.topic, key=record.key.encode(), value=record.value, headers=list(record.headers))
        for record in records
    ]


def confirm(futures: Sequence[Any]) -> None:
    """Look at every result; raises the first failure, a KafkaError: `flush()` would hide it, and the commit too."""
    for future in futures:
        future.get(timeout=CALL_SECONDS + 5)


def limited(call: Callable[[], object], name: str, seconds: float) -> None:
    """`call()` in a thread of its own: calls of this client may block for good, and nothing in the process frees them.

    Raises what it raises, or KafkaTimeoutError; the thread is then left behind (a daemon: it keeps no process alive).
    """
    outcome: list[BaseException | None] = []

    def run() -> None:
        try:
            call()
            outcome.append(None)
        except BaseException as error:  # noqa: BLE001 (handed to the caller's thread)
            outcome.append(error)

    thread = threading.Thread(target=run, name=f"kafka-{name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise KafkaTimeoutError(f"the {name} did not return within {seconds:.0f} s; it cannot be known what happened")
    if outcome[0] is not None:
        raise outcome[0]


def give_up(client: Any, *, abort: bool = True) -> None:
    """Abort and close, as far as that goes within seconds. Errors no longer matter: the producer is not used again.

    What does not return goes on in its thread: after the delivery timeout its batches are failed, and it closes too.
    """
    ends = [("abort", client.abort_transaction)] if abort else []
    for name, call in [*ends, ("close", lambda: client.close(timeout=CLOSE_SECONDS))]:
        with suppress(Exception):
            limited(call, name, ABORT_SECONDS)


def stored(record: Any) -> Stored:
    """A ConsumerRecord as ours. A foreign key need not be UTF-8, a header's value may be null."""
    key = None if record.key is None else record.key.decode(errors="backslashreplace")
    headers = tuple((name, value or b"") for name, value in record.headers)
    return Stored(record.topic, record.partition, record.offset, key, record.value, headers)
