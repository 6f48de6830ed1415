"""The DAG files as Airflow sees them: they import without network and weight, and keep our conventions."""

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
HEAVY = {"aiohttp", "alembic", "feedparser", "kafka", "lxml", "psycopg", "py3langid", "selectolax", "trafilatura"}
Look = tuple[list[str], dict[str, Any]]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """What tests/unit/dags/look.py printed: modules, then the DAGs."""
    if not list(Path(sys.prefix).glob("lib/python*/site-packages/airflow/sdk")):
        missing("Airflow", "make setup")
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    env |= {"AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    env |= {"AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.dags.look"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    modules, dags = done.stdout.splitlines()[-2:]
    return json.loads(modules), json.loads(dags)


@pytest.fixture(scope="module")
def dags(look: Look) -> dict[str, Any]:
    found: dict[str, Any] = look[1]["dags"]
    return found


def test_the_files_import_without_error(look: Look) -> None:
    assert look[1]["errors"] == {}
    assert set(look[1]["dags"]) == {"poll_feeds", "maintain"}


def test_they_bring_nothing_heavy_along(look: Look) -> None:
    brought = {name.partition(".")[0] for name in look[0]}
    assert "copydesk" in brought
    assert not brought & HEAVY
    assert "copydesk.pipeline" not in look[0]


def test_conventions(dags: dict[str, Any]) -> None:
    for name, dag in dags.items():
        assert dag["catchup"] is False, name
        assert dag["max_active_runs"] == 1, name
        assert dag["is_paused_upon_creation"] is False, name
        assert "copydesk" in dag["tags"], name
        assert dag["dagrun_timeout"] > 0, name
        assert len(dag["doc_md"]) > 200, name
        assert dag["dag_display_name"] != name


def test_every_task_has_a_deadline_retries_a_pool_an_owner_and_words(dags: dict[str, Any]) -> None:
    for name, dag in dags.items():
        for task, about in dag["tasks"].items():
            where = f"{name}.{task}"
            assert about["owner"] == "copydesk", where
            assert about["pool"] == "copydesk", where
            assert 0 < about["timeout"] < dag["dagrun_timeout"], where
            assert about["policy"] == "RetryByError", where
            assert about["doc_md"], where
            assert about["retries"] == (0 if task == "verdict" else 3), where
            assert about["backoff"] == 2.0, where
            assert about["max_retry_delay"] < about["timeout"], where


def test_schedules(dags: dict[str, Any]) -> None:
    assert dags["poll_feeds"]["expression"] == "*/5 * * * *"
    assert dags["maintain"]["expression"] == "17 3 * * *"


def test_one_group_of_shards_does_not_wait_for_another(dags: dict[str, Any]) -> None:
    tasks = dags["poll_feeds"]["tasks"]
    assert tasks["shards.poll"]["mapped_group"] == tasks["shards.collect"]["mapped_group"] == "shards"
    assert tasks["shards.poll"]["upstream"] == ["due"]
    assert "shards.poll" in tasks["shards.collect"]["upstream"]
    assert tasks["shards.poll"]["label"] == tasks["shards.collect"]["label"] == "{{ label }}"


def test_the_report_runs_whatever_happened_and_alone_carries_the_asset(dags: dict[str, Any]) -> None:
    tasks = dags["poll_feeds"]["tasks"]
    assert {task for task, about in tasks.items() if about["outlets"]} == {"report"}
    assert tasks["report"]["outlets"] == ["copydesk.articles"]
    for task in ("shards.collect", "relay", "report"):
        assert tasks[task]["trigger_rule"] == "all_done"
    assert {"shards.poll", "shards.collect", "relay"} <= set(tasks["report"]["upstream"])


def test_a_failure_anywhere_makes_the_run_red(dags: dict[str, Any]) -> None:
    tasks = dags["poll_feeds"]["tasks"]
    assert tasks["verdict"]["trigger_rule"] == "one_failed"
    above, new = set(), {"verdict"}
    while new:
        above |= new
        new = {up for task in new for up in tasks[task]["upstream"]} - above
    assert above == set(tasks)
    assert {"shards.poll", "shards.collect", "relay", "report"} <= set(tasks["verdict"]["upstream"])


def test_a_run_can_be_restricted_to_shards(dags: dict[str, Any]) -> None:
    schema = dags["poll_feeds"]["params"]["shards"]
    assert (schema["items"]["minimum"], schema["items"]["maximum"]) == (0, 15)
