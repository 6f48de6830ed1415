"""What the DAG files need of Airflow's task side: retries that obey our errors, the Kafka connection, sums of counts.

Airflow is imported here at module level: only DAG files and their tests import this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import Connection, RetryDecision, RetryPolicy
from airflow.sdk.exceptions import AirflowNotFoundException

from stream.errors import CopydeskError

KAFKA_CONNECTION = "kafka_default"


class RetryByError(RetryPolicy):
    """An error of ours says itself whether trying again can help and when; every other one takes the task's default.

    Runs in the process of the task, so the error is at hand. `retries` stays the upper limit.
    """

    def evaluate(self, exception: BaseException, try_number: int, max_tries: int, context: Any = None) -> RetryDecision:
        if not isinstance(exception, CopydeskError):
            return RetryDecision.default()
        if not exception.retriable:
            return RetryDecision.fail(f"trying again cannot help: {exception}")
        if exception.retry_after is None:
            return RetryDecision.default()
        return RetryDecision.retry(timedelta(seconds=exception.retry_after), str(exception))


def kafka_connection() -> dict[str, str] | None:
    """The Connection `kafka_default` as librdkafka-style settings, None where there is none.

    By its id, never by its type: without Kafka's provider Airflow stores the type as "generic". Host and port are
    taken as the bootstrap server when `extra` does not name one.
    """
    try:
        found = Connection.get(KAFKA_CONNECTION)
    except AirflowNotFoundException:
        return None
    settings = {str(key): _plain(value) for key, value in found.extra_dejson.items()}
    if "bootstrap.servers" not in settings and found.host:
        settings["bootstrap.servers"] = f"{found.host}:{found.port or 9092}"
    return settings if settings.get("bootstrap.servers") else None


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def only(groups: list[dict[str, Any]], shards: Iterable[int] | None) -> list[dict[str, Any]]:
    """The groups that hold one of `shards`; all of them when none is named (the run's parameter `shards`)."""
    wanted = set(shards or ())
    return [group for group in groups if not wanted or wanted & set(group["shards"])]


def total(*steps: object) -> dict[str, int]:
    """The sum of every count that the tasks of a run reported; what failed reported nothing.

    A step is a mapping, an iterable of mappings, or None. Airflow hands over the result of a mapped task group as a
    list, but as the bare mapping when there was one instance, and as None when there was none.
    """
    counts: dict[str, int] = {}
    for step in steps:
        for row in [step] if isinstance(step, Mapping) else step if isinstance(step, Iterable) else ():
            for name, value in row.items() if isinstance(row, Mapping) else ():
                if isinstance(value, int) and not isinstance(value, bool):
                    counts[name] = counts.get(name, 0) + value
    return counts
