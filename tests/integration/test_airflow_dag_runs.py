"""The rules of poll_feeds, played through by Airflow itself without a scheduler: what runs, and with which colour."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from copydesk.stack import airflow
from tests.support.need import missing

pytestmark = pytest.mark.airflow
ROOT = Path(__file__).parents[2]


CASES = ("two groups", "one group", "nothing is due", "poll fails", "only shard 2")


class Run:
    """A line of tests/integration/dag_run.py."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.state, self.called, self.report = found["state"], found["called"], found["report"]
        self.tasks = {(task, index): state for task, index, state, _ in found["tasks"]}
        self.labels = {label for *_, label in found["tasks"] if label}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    if airflow.installed() is None:
        missing("Airflow", "make setup")
    home = tmp_path_factory.mktemp("airflow")
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    env |= airflow.environment(home, ROOT / "dags", 1, 1, 1) | {"AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING"}
    env |= {"COPYDESK_HOME": str(home)}
    python(env, "copydesk.stack.airflow_db", str(home / "stamp"))
    lines = python(env, "tests.integration.dag_run", *CASES).splitlines()
    found = [json.loads(line) for line in lines if line.startswith('{"case"')]
    return {line["case"]: Run(line) for line in found}


def python(env: dict[str, str], module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_two_groups(runs: dict[str, Run]) -> None:
    run = runs["two groups"]
    assert run.state == "success"
    assert run.tasks.pop(("verdict", -1)) == "skipped"
    assert set(run.tasks.values()) == {"success"}
    assert run.labels == {"shard 01 (2 feeds, 0 entries)", "shard 02 (1 feed)"}
    assert run.report == {"run": {"feeds": 4, "new": 6, "articles": 6}, "total": {"feeds": 7, "articles": 9}}


def test_a_single_group_is_counted_too(runs: dict[str, Run]) -> None:
    run = runs["one group"]
    assert run.state == "success"
    assert run.report["run"] == {"feeds": 2, "new": 3, "articles": 3}


def test_when_nothing_is_due_the_log_is_still_relayed_and_reported(runs: dict[str, Run]) -> None:
    run = runs["nothing is due"]
    assert run.state == "success"
    assert run.called == []
    assert run.tasks["relay", -1] == run.tasks["report", -1] == "success"
    assert run.report["run"] == {}


def test_one_group_that_fails_stops_nobody_but_the_run_is_red(runs: dict[str, Run]) -> None:
    run = runs["poll fails"]
    assert run.tasks["shards.poll", 1] == "failed"
    assert run.called.count(["poll", [2]]) == 1, "an error that cannot heal is not tried again"
    assert ["collect", [2]] in run.called, "entries of earlier runs wait, whatever became of the poll"
    for task in (("shards.poll", 0), ("shards.collect", 0), ("relay", -1), ("report", -1)):
        assert run.tasks[task] == "success", task
    assert run.tasks["verdict", -1] == "failed"
    assert run.state == "failed"


def test_a_run_can_be_restricted_to_shards(runs: dict[str, Run]) -> None:
    run = runs["only shard 2"]
    assert run.state == "success"
    assert sorted(run.called) == [["collect", [2]], ["poll", [2]]]
