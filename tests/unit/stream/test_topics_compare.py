from __future__ import annotations

from stream.kafka_admin import TopicState, compare, configs
from stream.topics import ARTICLES, MARKER, TOPICS


def test_a_topic_as_it_should_be() -> None:
    for topic in TOPICS.values():
        report = compare(topic, TopicState(topic.partitions, 3, configs(topic)), None)
        assert (report.created, report.changed, report.differs) == (False, (), ())


def test_configs_are_mended_partitions_and_replication_only_reported() -> None:
    state = TopicState(9, 1, {**configs(ARTICLES), "retention.ms": "5", "max.message.bytes": "99999999", "own": "x"})
    report = compare(ARTICLES, state, 3)
    assert report.changed == ("retention.ms",)  # a larger limit serves, and what is an operator's own stays
    assert [word.split()[1] for word in report.differs] == ["partitions,", "1,"]


def test_the_marker_topic_stays_small() -> None:
    assert configs(MARKER)["cleanup.policy"] == "compact"
    assert MARKER.partitions == 1
