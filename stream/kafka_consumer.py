"""A member of a consumer group on Kafka: consume, transform, produce, with the offsets in the same transaction.

A group that rebalances takes partitions away. What was polled from them before must then not be committed: its new
owner starts at the committed position and would do it again. The offsets are therefore committed under the generation
in which they were polled (KIP-447), and a revocation while something is uncommitted spoils this consumer.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import Any

from kafka import ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition

from stream.admit import admit
from stream.errors import LogError
from stream.faults import reach
from stream.kafka_client import PROCESSOR_TRANSACTION_MS, consumer, fresh_id, high_watermarks, kafka_errors
from stream.kafka_config import KafkaConfig
from stream.kafka_producing import CALL_SECONDS, Transactions, limited, stored
from stream.log import Record, Stored


class _Revocations(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python is not typed
    """Counts how often partitions were taken away. Called on the client's own thread."""

    def __init__(self) -> None:
        self.count = 0

    def on_partitions_revoked(self, revoked: Any) -> None:
        self.count += bool(revoked)

    def on_partitions_assigned(self, assigned: Any) -> None:
        pass

    def on_partitions_lost(self, lost: Any) -> None:
        self.count += 1


class KafkaLogConsumer:
    """`stream.log.Consumer`. After a LogError it is of no more use: make a new one."""

    def __init__(self, config: KafkaConfig, group: str, topics: Sequence[str]) -> None:
        self._config, self._group = config, group
        self._transactions = Transactions(config, fresh_id(group), PROCESSOR_TRANSACTION_MS)
        self._revocations = _Revocations()
        self._pending: dict[TopicPartition, OffsetAndMetadata] = {}
        self._generation = -1
        self._usable = True
        with kafka_errors(config, f"group {group} cannot be joined"):
            self._client = consumer(config, group=group)
            found = {topic: self._client.partitions_for_topic(topic) or () for topic in topics}
            self._partitions = {TopicPartition(topic, n) for topic, numbers in found.items() for n in numbers}
            missing = [topic for topic, numbers in found.items() if not numbers]
            if missing:
                self._client.close()
                raise LogError(f"not on the broker: {', '.join(missing)}; `copydesk topics apply` creates them")
            self._client.subscribe(topics=list(topics), listener=self._revocations)

    def poll(self, timeout: float, limit: int = 100) -> list[Stored]:
        self._check()
        deadline = time.monotonic() + timeout
        with kafka_errors(self._config, f"group {self._group} cannot read"):
            while True:
                left = max(0.0, deadline - time.monotonic())
                found = self._take(left, limit)
                if found or not left:
                    return found

    def caught_up(self) -> bool:
        self._check()
        with kafka_errors(self._config, f"group {self._group} cannot read"):
            mine = self._client.assignment()
            if mine != self._partitions:
                return False
            ends = high_watermarks(self._config, list(mine))  # what was just committed may not be readable yet
            return all(self._client.position(partition) >= end for partition, end in ends.items())

    def commit(self, outputs: Sequence[Record] = ()) -> None:
        self._check()
        admit(outputs)
        if not outputs and not self._pending:
            return
        self._usable = False
        self._transactions.run(outputs, self._add_offsets if self._pending else None)
        self._pending = {}
        self._usable = True

    def close(self) -> None:
        self._usable = False
        self._transactions.close()
        with kafka_errors(self._config, f"group {self._group} cannot be left"):
            self._client.close(autocommit=False)

    def __enter__(self) -> KafkaLogConsumer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self) -> None:
        if not self._usable:
            raise LogError(f"group {self._group}: this consumer is closed or its commit failed; make a new one")

    def _take(self, timeout: float, limit: int) -> list[Stored]:
        before = self._revocations.count
        batches = self._client.poll(timeout_ms=round(timeout * 1000), max_records=limit)
        generation = self._client.group_metadata().generation_id
        moved = self._revocations.count != before
        if self._pending and (moved or generation != self._generation):
            self._usable = False
            raise LogError(f"group {self._group}: the group rebalanced while records were uncommitted")
        if moved and batches:  # of which generation are they? take them again
            self._rewind()
            return []
        self._generation = generation
        for partition, records in batches.items():
            last = records[-1]
            self._pending[partition] = OffsetAndMetadata(last.offset + 1, "", last.leader_epoch)
        return [stored(record) for records in batches.values() for record in records]

    def _rewind(self) -> None:
        for partition in self._client.assignment():
            committed = self._client.committed(partition)
            if committed is None:
                self._client.seek_to_beginning(partition)
            else:
                self._client.seek(partition, committed)

    def _add_offsets(self, producer: Any) -> None:
        reach("process.produced")
        member = self._client.group_metadata()
        # Read the membership first, then look whether it still is the one of the poll: never the other way round. An
        # empty membership would not be checked by the broker at all.
        if member.generation_id != self._generation or member.generation_id < 0 or not member.member_id:
            raise LogError(f"group {self._group}: the group rebalanced before the commit")
        call = partial(producer.send_offsets_to_transaction, self._pending, member)
        limited(call, "sending of offsets", CALL_SECONDS)
        reach("process.offsets_sent")
