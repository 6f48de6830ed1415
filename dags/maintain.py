"""Nightly: retention and checks. When; the rest is `copydesk.pipeline.maintain`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import dag, task

from copydesk import airflow_bridge as bridge

DOC = """### Retention and checks
Every night at 03:17 UTC: delete what is older than its retention, then check that the books balance (entries =
articles + rejected + pending, nothing unpublished for long).

- **red**: the last line of the log names the check that failed; `copydesk status` and `copydesk doctor` show the
  present state.
- **unpublished records**: Kafka or the relay is down. The log keeps everything until they are back.

It never touches records that have not been published. Safe to run at any time and again.
"""


@dag(
    dag_id="maintain",
    dag_display_name="Retention and checks",
    description="Delete what is past its retention, check that the counts balance",
    schedule="17 3 * * *",
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    is_paused_upon_creation=False,
    tags=["copydesk", "operations"],
    doc_md=DOC,
    default_args={
        "owner": "copydesk",
        "pool": "copydesk",
        "retries": 3,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=10),
        "retry_policy": bridge.RetryByError(),
        "execution_timeout": timedelta(hours=1),
    },
)
def maintain() -> None:
    @task(task_display_name="Retention and checks", doc_md="The counts of what was deleted and checked.")
    def maintain() -> dict[str, Any]:
        from copydesk import pipeline, settings

        return pipeline.maintain(settings.load())

    maintain()


maintain()
