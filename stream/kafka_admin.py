"""Creates and mends the topics on a cluster. Never deletes, never takes partitions away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError, for_code

from stream.kafka_client import MAX_BATCH_BYTES, admin, kafka_errors
from stream.kafka_config import KafkaConfig
from stream.topics import TOPICS, Topic


@dataclass(frozen=True)
class TopicReport:
    """What `apply_topics` did to one topic. `changed`: configs that it set (would set); `differs`: left, in words."""

    name: str
    created: bool = False
    changed: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicState:
    """A topic as the cluster has it."""

    partitions: int
    replication: int
    configs: dict[str, str]


def apply_topics(
    config: KafkaConfig,
    *,
    replication: int | None = None,
    mend: bool = True,
    topics: Iterable[Topic] = tuple(TOPICS.values()),
) -> list[TopicReport]:
    """Create what is missing, mend configs (unless `mend` is False), report the rest. Raises LogError.

    `replication` None: the cluster's default. An operator's own configs that the topic does not name are left alone.
    """
    wanted = list(topics)
    with kafka_errors(config, "the topics cannot be applied"), admin(config) as client:
        present = _present(client, wanted)
        missing = [topic for topic in wanted if topic.name not in present]
        _create(client, missing, replication)
        reports = [TopicReport(topic.name, created=True) for topic in missing]
        for topic in wanted:
            if topic.name in present:
                report = compare(topic, present[topic.name], replication)
                if report.changed and mend:
                    _configure(client, topic, report.changed)
                reports.append(report)
    return sorted(reports, key=lambda report: report.name)


def configs(topic: Topic) -> dict[str, str]:
    """The configs that `topic` has on Kafka."""
    return {"cleanup.policy": topic.policy, "max.message.bytes": str(MAX_BATCH_BYTES), **topic.config}


def compare(topic: Topic, state: TopicState, replication: int | None) -> TopicReport:
    """What must change on an existing topic, and what differs but is not touched."""
    differs = []
    if state.partitions != topic.partitions:
        # More partitions would move keys to other partitions, and so break the order per key.
        differs.append(f"{state.partitions} partitions, here {topic.partitions} (left: order per key would break)")
    if replication is not None and state.replication != replication:
        differs.append(f"replication {state.replication}, wanted {replication} (left: use kafka-reassign-partitions)")
    wanted = configs(topic)
    changed = tuple(key for key in wanted if not _serves(key, state.configs.get(key), wanted[key]))
    return TopicReport(topic.name, changed=changed, differs=tuple(differs))


def message_limits(config: KafkaConfig) -> dict[str, int]:
    """The largest record batch that each of our topics takes, in bytes. Raises LogError."""
    with kafka_errors(config, "the topics cannot be described"), admin(config) as client:
        present = _present(client, list(TOPICS.values()))
    return {name: int(state.configs["max.message.bytes"]) for name, state in present.items()}


def _serves(key: str, value: str | None, wanted: str) -> bool:
    if key == "max.message.bytes" and value is not None:
        return int(value) >= int(wanted)
    return value == wanted


def _present(client: Any, wanted: list[Topic]) -> dict[str, TopicState]:
    names = set(client.list_topics()) & {topic.name for topic in wanted}
    if not names:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in sorted(names)]
    described = client.describe_configs(resources, config_filter="all")
    values = next(iter(described.values()))
    states = {}
    for topic in client.describe_topics(sorted(names)):
        partitions = topic["partitions"]
        own = {key: str(entry["value"]) for key, entry in values[topic["name"]].items()}
        copies = len(partitions[0]["replica_nodes"]) if partitions else 0
        states[topic["name"]] = TopicState(len(partitions), copies, own)
    return states


def _create(client: Any, topics: list[Topic], replication: int | None) -> None:
    """Somebody else may create them at the same moment: that is as good."""
    if not topics:
        return
    new = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication or -1,
            "configs": configs(topic),
        }
        for topic in topics
    }
    answer = client.create_topics(new, raise_errors=False)
    for topic in answer["topics"]:
        if topic["error_code"] not in (0, TopicAlreadyExistsError.errno):
            raise for_code(topic["error_code"])(f"{topic['name']}: {topic['error_message']}")
    client.wait_for_topics(list(new))


def _configure(client: Any, topic: Topic, keys: tuple[str, ...]) -> None:
    wanted = configs(topic)
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, {key: wanted[key] for key in keys})])
