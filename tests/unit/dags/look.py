"""Run as a process of its own, with an Airflow home that nobody else has: imports the DAG files with the network
blocked and prints what they are as JSON. The first line says what importing a DAG file brings along."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from typing import Any

DAGS = Path(__file__).parents[3] / "dags"


def blocked(*_: object) -> None:
    raise AssertionError("network at parse time")


def imported_by_dag_files() -> list[str]:
    import airflow.sdk  # noqa: F401  (what the file itself adds is counted from here)

    before = set(sys.modules)
    sys.path.insert(0, str(DAGS))
    for file in sorted(DAGS.glob("*.py")):
        __import__(file.stem)
    return sorted(set(sys.modules) - before)


def described(dag: Any) -> dict[str, Any]:
    names = ("catchup", "max_active_runs", "doc_md", "tags", "is_paused_upon_creation", "dag_display_name")
    about = {name: getattr(dag, name) for name in names}
    about["tags"] = sorted(about["tags"])
    about["dagrun_timeout"] = dag.dagrun_timeout.total_seconds()
    about["schedule"] = dag.timetable.summary if hasattr(dag.timetable, "summary") else str(dag.timetable)
    about["expression"] = getattr(dag.timetable, "_expression", None) or getattr(dag.timetable, "expression", None)
    about["params"] = {name: dag.params.get_param(name).schema for name in dag.params}
    about["tasks"] = {task.task_id: task_of(task) for task in dag.tasks}
    return about


def task_of(task: Any) -> dict[str, Any]:
    group = task.get_closest_mapped_task_group()
    return {
        "upstream": sorted(task.upstream_task_ids),
        "owner": task.owner,
        "pool": task.pool,
        "retries": task.retries,
        "backoff": task.retry_exponential_backoff,
        "max_retry_delay": task.max_retry_delay.total_seconds(),
        "timeout": task.execution_timeout.total_seconds(),
        "policy": type(task.retry_policy).__name__,
        "trigger_rule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
        "doc_md": task.doc_md,
        "label": task.map_index_template,
        "mapped_group": group.group_id if group else None,
        "outlets": [asset.name for asset in task.outlets],
    }


def main() -> None:
    socket.socket.connect = socket.socket.connect_ex = blocked  # type: ignore[assignment, method-assign]
    print(json.dumps(imported_by_dag_files()))
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(DAGS))
    print(json.dumps({"errors": bag.import_errors, "dags": {name: described(dag) for name, dag in bag.dags.items()}}))


if __name__ == "__main__":
    main()
