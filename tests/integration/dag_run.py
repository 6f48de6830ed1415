"""`python -m tests.integration.dag_run CASE ...`: run poll_feeds once per case in this process (`dag.test()`), with
a pipeline that answers as the case says; prints a line of JSON each. AIRFLOW_HOME must be set and migrated."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from copydesk import pipeline
from stream.errors import CopydeskError

GROUPS = [{"label": "shard 01 (2 feeds, 0 entries)", "shards": [1]}, {"label": "shard 02 (1 feed)", "shards": [2]}]
called: list[list[Any]] = []


def play(case: str) -> None:
    def step(name: str, counts: dict[str, int]) -> Any:
        def answer(_: object, shards: list[int]) -> dict[str, int]:
            called.append([name, shards])
            if case == f"{name} fails" and 2 in shards:
                raise CopydeskError("the disk is full")
            return counts

        return answer

    pipeline.due_groups = lambda _: {"nothing is due": [], "one group": GROUPS[:1]}.get(case, GROUPS)  # type: ignore
    pipeline.poll = step("poll", {"feeds": 2, "new": 3})  # type: ignore[assignment]
    pipeline.collect = step("collect", {"articles": 3})  # type: ignore[assignment]
    pipeline.relay = lambda _, kafka=None: {"relay": "embedded"}  # type: ignore[assignment]
    pipeline.report = lambda _: {"feeds": 7, "articles": 9}  # type: ignore[assignment]


def main(cases: list[str]) -> None:
    from airflow.dag_processing.dagbag import DagBag

    dag = DagBag(str(Path(__file__).parents[2] / "dags" / "poll_feeds.py")).dags["poll_feeds"]
    for case in cases:
        called.clear()
        play(case)
        show(case, dag)


def show(case: str, dag: Any) -> None:
    run = dag.test(run_conf={"shards": [2]} if case == "only shard 2" else None)
    tasks = [[t.task_id, t.map_index, str(t.state), t.rendered_map_index] for t in run.get_task_instances()]
    print(
        "\n"
        + json.dumps({"case": case, "state": str(run.state), "tasks": tasks, "called": called, "report": reported(run)})
    )


def reported(run: Any) -> Any:
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session

    with create_session() as session:
        found = XComModel.get_many(run_id=run.run_id, key="return_value", task_ids="report", dag_ids="poll_feeds")
        row = session.execute(found if not hasattr(found, "statement") else found.statement).first()
        return XComModel.deserialize_value(row[0]) if row else None


if __name__ == "__main__":
    main(sys.argv[1:])
