"""kafka-python's clients with the settings that this project relies on, and their errors as LogError.

Figures behind the settings: docs/log.md. Each client belongs to the process that made it (not fork-safe).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import OffsetSpec
from kafka.errors import KafkaError, ProducerFencedError

from stream.errors import FencedError, LogError
from stream.kafka_config import KafkaConfig
from stream.topics import MAX_MESSAGE_BYTES

BOOTSTRAP_MS = 5_000
MAX_BLOCK_MS = 10_000  # metadata of a topic, init_transactions
REQUEST_MS = 10_000
PRODUCER_REQUEST_MS = 5_000
DELIVERY_MS = 10_000
RELAY_TRANSACTION_MS = 30_000
PROCESSOR_TRANSACTION_MS = 10_000  # an open transaction of a dead processor holds its partitions this long
SESSION_MS = 10_000
# A dead letter holds a whole message in base64 (4/3), and a record batch has some bytes of its own.
MAX_BATCH_BYTES = MAX_MESSAGE_BYTES * 3 // 2


def producer(config: KafkaConfig, transactional_id: str, transaction_ms: int) -> Any:
    """A transactional KafkaProducer that has NOT called init_transactions. Raises KafkaError."""
    return KafkaProducer(
        **{**connection(config), "request_timeout_ms": PRODUCER_REQUEST_MS},
        transactional_id=transactional_id,
        transaction_timeout_ms=transaction_ms,
        max_block_ms=MAX_BLOCK_MS,
        delivery_timeout_ms=DELIVERY_MS,
        allow_auto_create_topics=False,
        linger_ms=5,
        batch_size=262_144,
        compression_type="lz4",
        max_request_size=MAX_BATCH_BYTES,
    )


def consumer(config: KafkaConfig, *topics: str, group: str | None = None) -> Any:
    """A KafkaConsumer that sees committed records only, as bytes, from the beginning where it has no position."""
    return KafkaConsumer(
        *topics,
        **connection(config),
        group_id=group,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
        session_timeout_ms=SESSION_MS,
        heartbeat_interval_ms=SESSION_MS // 5,
        fetch_max_wait_ms=200,
    )


def admin(config: KafkaConfig) -> Any:
    return KafkaAdminClient(**connection(config))


def high_watermarks(config: KafkaConfig, partitions: Sequence[Any]) -> dict[Any, int]:
    """The end of each partition, what is not decided yet included. Raises KafkaError.

    A commit returns before its markers are written, so the end under read_committed (the last stable offset) may still
    lie before what has just been committed. Who must not miss it reads, committed records only, up to this end.
    """
    with admin(config) as client:
        ends = client.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
    return {partition: found.offset for partition, found in ends.items()}


def connection(config: KafkaConfig) -> dict[str, Any]:
    """What every client of this project is given."""
    options = config.arguments()
    options["bootstrap_servers"] = list(config.servers)
    del options["bootstrap"]
    options["sasl_plain_username"] = options.pop("sasl_username")
    options["sasl_plain_password"] = options.pop("sasl_password")
    return {
        **options,
        "bootstrap_timeout_ms": BOOTSTRAP_MS,
        "request_timeout_ms": REQUEST_MS,
        "retry_backoff_ms": 10,  # 100 by default: it is the wait between two transactions
        "reconnect_backoff_max_ms": 1_000,  # 30 s by default: how long after the broker we are back
    }


def fresh_id(name: str) -> str:
    """A transactional id that nobody else has."""
    return f"copydesk-{name}-{uuid.uuid4().hex[:12]}"


@contextmanager
def kafka_errors(config: KafkaConfig, doing: str) -> Iterator[None]:
    """Raise kafka-python's errors as LogError that names the broker.

    Nearly all are retriable with NEW clients. This client's own `retriable` is about the same request, and its classes
    do not tell a fenced producer from a timed out one; so only what configuration must mend is told apart.
    """
    try:
        yield
    except ProducerFencedError as error:
        raise FencedError(
            f"Kafka at {config.bootstrap}: {doing}: another producer took over, or the transaction timed out"
        ) from error
    except (KafkaError, OSError) as error:
        text = f"Kafka at {config.bootstrap}: {doing}: {type(error).__name__}: {error}"
        raise LogError(text, retriable=not _needs_mending(error)) from error


def _needs_mending(error: Exception) -> bool:
    name = type(error).__name__
    return any(word in name for word in ("Authorization", "Authentication", "Sasl", "Unsupported", "Configuration"))
