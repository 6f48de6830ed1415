"""The processors as the kill tests start them: `python -m tests.crash.process_child VARIANT BACKEND GROUP`.

`whole` is the product. The others lack one thing each and MUST be seen to fail: they prove that the harness would
notice. BACKEND as in tests.contract.backends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

import stream.kafka_client
import stream.kafka_consumer
from processors import agency
from processors.loop import Loop
from processors.registry import Processor
from stream.errors import LogError
from stream.faults import reach
from stream.log import Consumer, Log, Record, Stored
from tests.contract.backends import opened

# How long a dead member's partitions, and its open transaction, hold others back.
SHORT_MS = 3_000
BATCH = 25  # small transactions: a point is reached several times


class _Wrong:
    """A consumer whose commit is in two steps; everything else is the real one's."""

    def __init__(self, log: Log, real: Consumer) -> None:
        self._log, self._real = log, real

    def poll(self, timeout: float, limit: int = 100) -> list[Stored]:
        return self._real.poll(timeout, limit)

    def caught_up(self) -> bool:
        return self._real.caught_up()

    def close(self) -> None:
        self._real.close()

    def __enter__(self) -> _Wrong:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class WithoutTransaction(_Wrong):
    """Produces, then commits the offsets: what a consumer does at first, "at least once"."""

    def commit(self, outputs: Sequence[Record] = ()) -> None:
        self._log.append(outputs)
        reach("process.produced")
        self._real.commit()


class OffsetsFirst(_Wrong):
    """Commits the offsets, then produces: "at most once"."""

    def commit(self, outputs: Sequence[Record] = ()) -> None:
        self._real.commit()
        reach("process.offsets_sent")
        self._log.append(outputs)


class _WrongLog:
    """The log with one of the above as its consumer."""

    def __init__(self, log: Log, kind: Callable[[Log, Consumer], object]) -> None:
        self._log, self._kind = log, kind

    def consumer(self, group: str, topics: Sequence[str]) -> object:
        return self._kind(self._log, self._log.consumer(group, topics))

    def close(self) -> None:
        self._log.close()


VARIANTS: dict[str, Callable[[Log], object]] = {
    "whole": lambda log: log,
    "without transaction": lambda log: _WrongLog(log, WithoutTransaction),
    "offsets first": lambda log: _WrongLog(log, OffsetsFirst),
}


def main() -> None:
    variant, backend, group = sys.argv[1:]
    stream.kafka_client.SESSION_MS = SHORT_MS
    stream.kafka_consumer.PROCESSOR_TRANSACTION_MS = SHORT_MS
    try:
        with opened(backend) as log:
            wrapped = VARIANTS[variant](log)
            loop = Loop(lambda: wrapped, [Processor("agency", agency.enrich)], group, BATCH)  # type: ignore[arg-type,return-value]
            loop.drain()
    except LogError as error:
        if os.environ.get("COPYDESK_CRASH_VERBOSE"):
            print(f"  the processors end: {error}", file=sys.stderr)
        os._exit(3)
    os._exit(0)


if __name__ == "__main__":
    main()
