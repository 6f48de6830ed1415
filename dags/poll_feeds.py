"""Poll the feeds that are due, collect their articles, hand the log to Kafka. When and in which order; the rest is
`copydesk.pipeline`. Every import that costs time stands inside a task: this file is parsed again for each of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, Param, TriggerRule, dag, get_current_context, task, task_group
from airflow.sdk.exceptions import AirflowFailException

from copydesk import airflow_bridge as bridge

ARTICLES = Asset(
    name="copydesk.articles",
    uri="copydesk://log/news.articles.v1",
    group="news",
    extra={"topic": "news.articles.v1", "key": "article id"},
)
POOL = "copydesk"
LABEL = "{{ label }}"

DOC = """### Feeds to articles
Every five minutes: **which feeds are due** → per group of shards **poll** the feeds, then **collect** the pages →
**relay** the log to Kafka → **report**. A shard holds all feeds and pages of a site; small shards travel together.
Feeds and pages that fail are no failed tasks: they are counted, retried with growing gaps, and listed by
`copydesk status` and `copydesk feeds explain URL`.

- **a red `poll` or `collect`**: the work itself could not be done (database, disk, memory, deadline). Open its log.
  Nothing is lost: what was not done is due again in the next run; clear the task to do it now.
- **a red `relay`**: Kafka did not take the records. Nothing is lost, the log grows and the next run catches up;
  `copydesk doctor` says what is reachable.
- **a red `verdict`**: something above is red; without it the run would look green. Pink (skipped): nothing failed.
- **`poll` and `collect` skipped**: no feed and no page was due.
- **tasks stay "scheduled"**: the pool `copydesk` is full or does not exist. Admin, Pools; or
  `airflow pools set copydesk 8 "groups of shards at once"`.
- **runs longer than five minutes**: more pages than time. Runs do not overlap; give the pool more slots or add workers.

Trigger it by hand at any time; `shards` restricts the run, e.g. `[3, 7]`. The asset `copydesk.articles` is updated by
`report`, with the counts in its extra: schedule your own DAG on it.
"""


@dag(
    dag_id="poll_feeds",
    dag_display_name="Feeds to articles",
    description="Poll due feeds, collect their articles, relay the log to Kafka",
    schedule="*/5 * * * *",
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=45),
    is_paused_upon_creation=False,
    tags=["copydesk", "news"],
    doc_md=DOC,
    params={
        "shards": Param(
            [],
            type="array",
            items={"type": "integer", "minimum": 0, "maximum": 15},
            description="only these shards (0 to 15); empty: all that are due",
        )
    },
    default_args={
        "owner": "copydesk",
        "pool": POOL,
        "retries": 3,
        "retry_delay": timedelta(seconds=5),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=2),
        "retry_policy": bridge.RetryByError(),
        "execution_timeout": timedelta(minutes=5),
    },
)
def poll_feeds() -> None:
    @task(task_display_name="Which feeds are due", doc_md="Groups of shards with work, at most 16. Numbers only.")
    def due() -> list[dict[str, Any]]:
        from copydesk import pipeline, settings

        return bridge.only(pipeline.due_groups(settings.load()), get_current_context()["params"]["shards"])

    @task(
        task_display_name="Poll",
        map_index_template=LABEL,
        execution_timeout=timedelta(minutes=10),
        doc_md="Fetch the due feeds of these shards; new entries wait in the database. A feed that fails is counted, "
        "not raised: `copydesk feeds list` shows its state.",
    )
    def poll(group: dict[str, Any]) -> dict[str, int]:
        from copydesk import pipeline, settings

        get_current_context()["label"] = group["label"]
        return pipeline.poll(settings.load(), group["shards"])

    @task(
        task_display_name="Collect",
        map_index_template=LABEL,
        trigger_rule=TriggerRule.ALL_DONE,  # entries of earlier runs wait too, whatever became of this poll
        execution_timeout=timedelta(minutes=20),
        doc_md="Fetch the pages that wait, extract, write articles to the log. A page that fails is tried again later "
        "or rejected with its reason: `copydesk status`.",
    )
    def collect(group: dict[str, Any]) -> dict[str, int]:
        from copydesk import pipeline, settings

        get_current_context()["label"] = group["label"]
        return pipeline.collect(settings.load(), group["shards"])

    @task(
        task_display_name="Relay to Kafka",
        trigger_rule=TriggerRule.ALL_DONE,
        execution_timeout=timedelta(minutes=10),
        doc_md="Carry the log to Kafka, exactly once, until it is drained. Without Kafka there is nothing to do. The "
        "Connection `kafka_default`, where there is one, says which Kafka.",
    )
    def relay() -> dict[str, Any]:
        from copydesk import pipeline, settings

        return pipeline.relay(settings.load(), kafka=bridge.kafka_connection())

    @task(
        task_display_name="Report",
        trigger_rule=TriggerRule.ALL_DONE,
        outlets=[ARTICLES],
        doc_md="The counts of this run and the totals, also as `extra` of the asset.",
    )
    def report(polled: Any, collected: Any, relayed: Any, *, outlet_events: Any = None) -> dict[str, Any]:
        from copydesk import pipeline, settings

        counts = {"run": bridge.total(polled, collected, relayed), "total": pipeline.report(settings.load())}
        outlet_events[ARTICLES].extra = counts
        return counts

    @task(task_display_name="Verdict", trigger_rule=TriggerRule.ONE_FAILED, retries=0, doc_md="Red when anything is.")
    def verdict() -> None:
        raise AirflowFailException("a task of this run failed, see the red ones; the next run does what they left")

    @task_group(
        group_id="shards",
        group_display_name="Shards: poll, then collect",
        tooltip="One instance per group of shards; none waits for another",
    )
    def shards(group: dict[str, Any]) -> tuple[Any, Any]:
        polled, collected = poll(group), collect(group)
        polled >> collected
        return polled, collected

    polled, collected = shards.expand(group=due())
    relayed = relay()
    reported = report(polled, collected, relayed)
    collected >> relayed
    [polled, collected, relayed, reported] >> verdict()


poll_feeds()
