"""The log on Kafka. An append is one transaction; readers see committed records only.

Three ways in which kafka-python 3.0.12 loses records are closed here and in `stream.kafka_producing`: docs/log.md.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from stream.admit import admit, admit_topics
from stream.errors import LogError
from stream.kafka_client import PROCESSOR_TRANSACTION_MS, consumer, fresh_id, high_watermarks, kafka_errors
from stream.kafka_config import KafkaConfig
from stream.kafka_consumer import KafkaLogConsumer
from stream.kafka_producing import Transactions, stored
from stream.log import Record, Stored

STALLED_SECONDS = 45.0  # longer than an open transaction may hold readers back: the broker is not there
POLL_MS = 500


class KafkaLog:
    """`stream.log.Log` on a cluster whose topics exist (`stream.kafka_admin`). Thread-safe; not fork-safe."""

    def __init__(self, config: KafkaConfig) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._transactions = Transactions(config, fresh_id("append"), PROCESSOR_TRANSACTION_MS)

    def append(self, records: Sequence[Record]) -> None:
        admit(records)
        if records:
            with self._lock:
                self._transactions.run(records)

    def consumer(self, group: str, topics: Sequence[str]) -> KafkaLogConsumer:
        admit_topics(topics)
        return KafkaLogConsumer(self._config, group, topics)

    def read(self, topic: str, *, from_beginning: bool = True, follow: bool = False) -> Iterator[Stored]:
        admit_topics([topic])
        return self._read(topic, from_beginning, follow)

    def counts(self, topics: Sequence[str]) -> dict[str, int]:
        """By reading: offsets would count control records and aborted ones too. About 20,000 records a second."""
        return {topic: sum(1 for _ in self.read(topic)) for topic in topics}

    def close(self) -> None:
        with self._lock:
            self._transactions.close()

    def _read(self, topic: str, from_beginning: bool, follow: bool) -> Iterator[Stored]:
        with kafka_errors(self._config, f"{topic} cannot be read"), consumer(self._config) as client:
            partitions = [TopicPartition(topic, number) for number in _partitions(client, topic)]
            client.assign(partitions)
            ends = high_watermarks(self._config, partitions)  # whoever has appended reads what he has appended
            start = client.seek_to_beginning if from_beginning else client.seek_to_end
            start(*partitions)
            yield from _follow(client) if follow else _upto(client, ends)


def _partitions(client: Any, topic: str) -> list[int]:
    found = client.partitions_for_topic(topic)
    if not found:
        raise LogError(f"topic {topic} is not on the broker; `copydesk topics apply` creates it")
    return sorted(found)


def _follow(client: Any) -> Iterator[Stored]:
    while True:
        for records in client.poll(timeout_ms=POLL_MS).values():
            yield from map(stored, records)


def _upto(client: Any, ends: dict[TopicPartition, int]) -> Iterator[Stored]:
    """Up to `ends`. The position, not the last record, tells the end: aborted and control records have offsets too."""
    open_partitions = {partition for partition, end in ends.items() if client.position(partition) < end}
    progress = time.monotonic()
    while open_partitions:
        batches = client.poll(timeout_ms=POLL_MS)
        for partition, records in batches.items():
            yield from (stored(record) for record in records if record.offset < ends[partition])
        done = {partition for partition in open_partitions if client.position(partition) >= ends[partition]}
        open_partitions -= done
        if batches or done:
            progress = time.monotonic()
        elif time.monotonic() - progress > STALLED_SECONDS:
            raise KafkaError(f"nothing came for {STALLED_SECONDS:.0f} s")
