"""Retries by our errors, the Kafka connection, counts; in a process of its own: Airflow reads its home at import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.need import missing

ROOT = Path(__file__).parents[3]
ASK = """
import json, sys
from copydesk import airflow_bridge as bridge
from stream.errors import CopydeskError

def decided(error):
    decision = bridge.RetryByError().evaluate(error, 1, 3)
    delay = decision.retry_delay
    return [decision.action.value, delay and delay.total_seconds()]

groups = [{"label": "a", "shards": [1, 2]}, {"label": "b", "shards": [3]}]
print(json.dumps({
    "useless": decided(CopydeskError("no")),
    "again": decided(CopydeskError("later", retriable=True)),
    "again_in_30": decided(CopydeskError("later", retriable=True, retry_after=30.0)),
    "foreign": decided(ValueError("?")),
    "kafka": bridge.kafka_connection(),
    "all": bridge.only(groups, []),
    "some": bridge.only(groups, [2, 9]),
    "one_group": bridge.total({"new": 2, "label": "x"}, None, {"published": 1}),
    "groups": bridge.total([{"new": 2}, {"new": 3, "errors": 1}], [], {"relay": "embedded"}),
    "broken": bridge.total([{"new": 2}, None], "text"),
}))
"""


def ask(home: Path, **variables: str) -> dict[str, Any]:
    if not list(Path(sys.prefix).glob("lib/python*/site-packages/airflow/sdk")):
        missing("Airflow", "make setup")
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    env |= {"AIRFLOW_HOME": str(home), "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR", **variables}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    connection = {"conn_type": "generic", "extra": {"bootstrap.servers": "k1:9092", "enable.idempotence": True}}
    return ask(tmp_path_factory.mktemp("airflow"), AIRFLOW_CONN_KAFKA_DEFAULT=json.dumps(connection))


def test_an_error_that_cannot_heal_fails_at_once(answers: dict[str, Any]) -> None:
    assert answers["useless"] == ["fail", None]


def test_a_retriable_error_is_retried_when_it_says_so(answers: dict[str, Any]) -> None:
    assert answers["again"] == ["default", None]
    assert answers["again_in_30"] == ["retry", 30.0]


def test_any_other_error_takes_the_default(answers: dict[str, Any]) -> None:
    assert answers["foreign"] == ["default", None]


def test_the_kafka_connection_counts_by_its_id_whatever_its_type(answers: dict[str, Any]) -> None:
    assert answers["kafka"] == {"bootstrap.servers": "k1:9092", "enable.idempotence": "true"}


def test_host_and_port_of_the_connection_will_do(tmp_path: Path) -> None:
    assert ask(tmp_path, AIRFLOW_CONN_KAFKA_DEFAULT="kafka://broker:9093")["kafka"] == {
        "bootstrap.servers": "broker:9093"
    }


def test_groups_of_shards_can_be_restricted(answers: dict[str, Any]) -> None:
    assert [group["label"] for group in answers["all"]] == ["a", "b"]
    assert [group["label"] for group in answers["some"]] == ["a"]


def test_counts_of_one_group_several_or_none_add_up(answers: dict[str, Any]) -> None:
    assert answers["one_group"] == {"new": 2, "published": 1}
    assert answers["groups"] == {"new": 5, "errors": 1}
    assert answers["broken"] == {"new": 2}
