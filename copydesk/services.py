"""What lies behind the pipeline: the log in use, the relay, the processors, the topics. Wiring only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from copydesk import pipeline
from copydesk.settings import Settings, SettingsError
from stream.log import Log

if TYPE_CHECKING:
    from stream.kafka_admin import TopicReport
    from stream.kafka_config import KafkaConfig


def kafka_config(settings: Settings) -> KafkaConfig | None:
    """How to reach Kafka; None: the embedded log. Raises SettingsError."""
    from stream.kafka_config import KafkaConfigError, from_librdkafka

    if not settings.kafka:
        return None
    try:
        config, unused = from_librdkafka({**settings.kafka_options, "bootstrap.servers": settings.kafka})
    except KafkaConfigError as error:
        raise SettingsError(f"COPYDESK_KAFKA or COPYDESK_KAFKA_OPTIONS: {error}") from error
    if unused:
        raise SettingsError(f"COPYDESK_KAFKA_OPTIONS: not known: {', '.join(unused)}")
    return config


@contextmanager
def open_log(settings: Settings) -> Iterator[Log]:
    """The log that consumers read: Kafka when it is set, else the database's."""
    config = kafka_config(settings)
    if config is not None:
        from stream.kafka_log import KafkaLog

        log: Log = KafkaLog(config)
        try:
            yield log
        finally:
            log.close()
        return
    from stream.database_log import DatabaseLog

    with pipeline.database(settings) as engine:
        yield DatabaseLog(engine)


def apply_topics(settings: Settings) -> list[str]:
    """Create the topics that lack and set their configuration; what was done, in lines. LogError, SettingsError."""
    from stream.kafka_admin import apply_topics as apply

    return [_told(report) for report in apply(_needed(settings))]


def _told(report: TopicReport) -> str:
    done = "created" if report.created else f"set {', '.join(report.changed)}" if report.changed else "as it should be"
    return f"{report.name}: {'; '.join((done, *report.differs))}"


def relay_follow(settings: Settings) -> int:
    """Relay until stopped; the exit status."""
    from stream.relay import follow

    pipeline.prepare(settings)
    return follow(settings.database, _needed(settings))


def process(settings: Settings) -> dict[str, Any]:
    """All processors over what is there."""
    from processors.runner import process_once

    pipeline.prepare(settings)
    return dict(process_once(settings.database, kafka_config(settings)))


def process_follow(settings: Settings) -> int:
    """All processors until stopped; the exit status."""
    from processors.runner import follow

    pipeline.prepare(settings)
    return follow(settings.database, kafka_config(settings))


def _needed(settings: Settings) -> KafkaConfig:
    config = kafka_config(settings)
    if config is None:
        raise SettingsError("COPYDESK_KAFKA is empty: set it to host:port of your Kafka")
    return config
