"""Carrying the database log to Kafka, as a supervised child process: once for a task, or as a service.

How nothing is lost and nothing doubled: `stream.relay_turn`. A second relay is safe: it waits for the lease, and Kafka
fences whoever comes too late.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from stream.database import connect
from stream.errors import LogError
from stream.kafka_config import KafkaConfig
from stream.lease import HeldError
from stream.outbox import last_id, unpublished
from stream.supervised import Work, keep_running, run, stop_on_signals
from stream.worker import say, stopping

if TYPE_CHECKING:
    from stream.relay_turn import Relay

ONCE_SECONDS = 600.0
QUIET_SECONDS = 90.0  # longer than the deadlines of start and turn, which end a child that is merely stuck
IDLE_SECONDS = 0.5
HEARTBEAT_SECONDS = 5.0
_log = logging.getLogger("copydesk.relay")


def relay_once(
    database_url: str,
    kafka: KafkaConfig,
    *,
    timeout: float = ONCE_SECONDS,
    environment: dict[str, str] | None = None,
) -> dict[str, int]:
    """Carry what is unpublished now, in a child process, within about `timeout` seconds. Raises LogError.

    `published`: rows; `dead`: those of them that went to the dead-letter topic; `recovered`: rows that an earlier relay
    had committed but not marked; `by_other`: rows that the relay which holds the lease carried meanwhile; `left`: rows
    that still wait.
    """
    arguments = {"database_url": database_url, "kafka": kafka.arguments(), "seconds": 0.8 * timeout}
    counts: dict[str, int] = run(Work("stream.relay:drain", arguments, environment or {}), timeout=timeout)
    return counts


def follow(
    database_url: str,
    kafka: KafkaConfig,
    stop: threading.Event | None = None,
    *,
    on_turn: Callable[[dict[str, int]], None] | None = None,
    on_failed: Callable[[LogError], None] | None = None,
    quiet: float = QUIET_SECONDS,
    environment: dict[str, str] | None = None,
) -> int:
    """Relay until `stop` is set (None: until SIGTERM or Ctrl-C); returns 0.

    Goes on when Kafka or the database is down (`on_failed` is told) and stands by while another relay holds the lease.
    Raises LogError only for what trying again cannot mend, such as a wrong password.
    """
    arguments = {"database_url": database_url, "kafka": kafka.arguments()}
    work = Work("stream.relay:serve", arguments, environment or {})
    keep_running(work, stop or stop_on_signals(), quiet=quiet, on_said=on_turn, on_failed=on_failed)
    return 0


# ---------------------------------------------------------------- in the child


def drain(database_url: str, kafka: dict[str, Any], seconds: float, **limits: Any) -> dict[str, int]:
    """Target of `relay_once`. `limits`: those of `stream.relay_turn.Limits`."""
    until = time.monotonic() + seconds
    with _engine(database_url) as engine:
        relay, by_other = _take_over(engine, KafkaConfig(**kafka), until, limits)
        counts = {"published": 0, "dead": 0, "recovered": 0, "by_other": by_other}
        if relay is not None:
            with relay:
                counts["recovered"] = relay.recovered
                _drain(relay, until, counts)
        return counts | {"left": unpublished(engine)}


def _drain(relay: Relay, until: float, counts: dict[str, int]) -> None:
    while time.monotonic() < until and not stopping.is_set():
        turn = relay.turn()
        counts["published"] += turn.published
        counts["dead"] += turn.dead
        if not turn.more:
            return


def serve(database_url: str, kafka: dict[str, Any], **limits: Any) -> None:
    """Target of `follow`."""
    with _engine(database_url) as engine, _relay(engine, KafkaConfig(**kafka), limits) as relay:
        say({"published": 0, "dead": 0, "recovered": relay.recovered})
        spoke = time.monotonic()
        while not stopping.is_set():
            turn = relay.turn()
            if turn.published or time.monotonic() - spoke > HEARTBEAT_SECONDS:
                say({"published": turn.published, "dead": turn.dead, "recovered": 0})
                spoke = time.monotonic()
            if not turn.more:
                stopping.wait(IDLE_SECONDS)


def _take_over(engine: Engine, config: KafkaConfig, until: float, limits: dict[str, Any]) -> tuple[Relay | None, int]:
    """A relay; or none, and how many rows the one that holds the lease has carried. HeldError when it does not."""
    goal = last_id(engine)
    first = unpublished(engine, goal)
    while True:
        try:
            return _relay(engine, config, limits), 0
        except HeldError as held:
            waiting = unpublished(engine, goal)
            if not waiting:
                _log.warning("%s: it has carried the log", held)
                return None, first
            if time.monotonic() > until or stopping.is_set():
                raise
        time.sleep(IDLE_SECONDS)


def _relay(engine: Engine, config: KafkaConfig, limits: dict[str, Any]) -> Relay:
    from stream import relay_turn  # brings the Kafka client, which only the child needs

    return relay_turn.Relay(engine, config, relay_turn.Limits(**limits))


@contextmanager
def _engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    try:
        yield engine
    finally:
        engine.dispose()
