"""The backends of the log, each by a text from which a child process can open it too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from stream.database import connect, metadata
from stream.database_log import DatabaseLog
from stream.kafka_config import KafkaConfig
from stream.kafka_log import KafkaLog
from stream.log import Log


@contextmanager
def opened(backend: str) -> Iterator[Log]:
    """`backend` is `kafka=host:port` or a SQLAlchemy URL."""
    if backend.startswith("kafka="):
        log = KafkaLog(KafkaConfig(backend.removeprefix("kafka=")))
        try:
            yield log
        finally:
            log.close()
    else:
        engine = connect(backend)
        try:
            yield DatabaseLog(engine)
        finally:
            engine.dispose()


def make_tables(url: str) -> str:
    engine = connect(url)
    metadata.create_all(engine)
    engine.dispose()
    return url
