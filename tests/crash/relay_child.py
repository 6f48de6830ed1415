"""The relay as the kill tests start it: `python -m tests.crash.relay_child VARIANT URL BOOTSTRAP`.

`whole` is the product. The others lack one thing each and MUST be seen to fail: they prove that the harness would
notice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from kafka import KafkaProducer

from stream import relay, relay_turn
from stream.errors import LogError
from stream.faults import reach
from stream.kafka_config import KafkaConfig
from stream.kafka_producing import confirm, send_all
from stream.log import Record

# Small transactions: a point is reached several times. A short lease: a stopped holder is soon followed.
LIMITS = {"rows": 25, "lease": 1.0}


class WithoutTransaction(relay_turn.Relay):
    """Sends as everybody does at first: acks=all, every result looked at, but no transaction and no marker."""

    def _recover(self) -> int:
        self._plain = KafkaProducer(bootstrap_servers=self._config.bootstrap)
        return 0

    def _send(self, records: Sequence[Record], marker: bytes) -> None:
        reach("relay.begun")
        confirm(send_all(self._plain, records))
        reach("relay.half_sent")
        reach("relay.sent")
        reach("relay.committing")
        reach("relay.committed")


class WithoutMarker(relay_turn.Relay):
    """In transactions, but after a crash it does not ask what the last one carried."""

    def _recover(self) -> int:
        self._transactions.start()
        return 0


class MarkingFirst(relay_turn.Relay):
    """Marks the rows before the commit: the other wrong order."""

    def _send(self, records: Sequence[Record], marker: bytes) -> None:
        relay_turn.outbox.mark(self._engine, [row.id for row in self._taken])
        super()._send(records, marker)

    def _publish(self, rows: Sequence[Any]) -> int:
        self._taken = rows
        return super()._publish(rows)


VARIANTS: dict[str, type[relay_turn.Relay]] = {
    "whole": relay_turn.Relay,
    "without transaction": WithoutTransaction,
    "without marker": WithoutMarker,
    "marking first": MarkingFirst,
}


def main() -> None:
    variant, url, bootstrap = sys.argv[1:]
    relay_turn.Relay = VARIANTS[variant]  # type: ignore[misc]
    try:
        relay.drain(url, KafkaConfig(bootstrap).arguments(), 60.0, **LIMITS)
    except LogError as error:
        if os.environ.get("COPYDESK_CRASH_VERBOSE"):
            print(f"  relay ends: {error}", file=sys.stderr)
        os._exit(3)
    os._exit(0)


if __name__ == "__main__":
    main()
