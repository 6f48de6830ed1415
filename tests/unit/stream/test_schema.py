"""The contract: files on disk are what the types say, and what is encoded is what the files promise."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from msgspec.structs import fields

from stream import codec, schema
from stream.errors import DecodeError
from stream.topics import MARKER, TOPICS, Topic
from stream.types import FeedHealth
from tests.support.records import records

SCHEMAS = Path(__file__).parents[3] / "schemas"
PUBLISHED = [topic for topic in TOPICS.values() if topic.record is not None]
formats = FormatChecker(())


@formats.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    """RFC 3339: with a zone."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def validator(topic: Topic) -> Draft202012Validator:
    document = json.loads((SCHEMAS / schema.file_name(topic)).read_text())
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=formats)


def test_the_files_are_what_the_types_say_and_keep_every_promise() -> None:
    assert schema.check(SCHEMAS) == []


def test_every_release_is_kept() -> None:
    released = {path.name for path in (SCHEMAS / schema.RELEASED / "v1").iterdir()}
    assert released == {schema.file_name(topic) for topic in PUBLISHED}


def test_check_names_what_is_stale_missing_unknown_and_broken(tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "news.feeds.v1.schema.json").unlink()
    (tmp_path / "news.dlq.v1.schema.json").write_text("{}")
    (tmp_path / "other.json").write_text("{}")
    baseline = tmp_path / schema.RELEASED / "v1" / "news.articles.v1.schema.json"
    old = json.loads(baseline.read_text())
    old["properties"]["mood"] = {"type": "string"}
    baseline.write_text(json.dumps(old))
    (baseline.parent / "news.gone.v1.schema.json").write_text("{}")
    assert schema.check(tmp_path) == [
        "news.dlq.v1.schema.json is not what the types say",
        "news.feeds.v1.schema.json is missing",
        "other.json is no topic's",
        "released/v1/news.articles.v1.schema.json: $.mood: is gone from a closed record",
        "released/v1/news.gone.v1.schema.json: the topic is gone",
    ]
    written = schema.write(tmp_path)
    assert {path.name for path in written} == {"news.dlq.v1.schema.json", "news.feeds.v1.schema.json"}
    assert schema.write(tmp_path) == []


@pytest.mark.parametrize("topic", PUBLISHED, ids=lambda topic: topic.name)
def test_schemas_are_closed_and_described(topic: Topic) -> None:
    document = schema.topic_schema(topic)
    assert document["$id"] == f"urn:copydesk:{topic.name}"
    for part in (document, *document["$defs"].values()):
        assert part["additionalProperties"] is False
        assert part["title"]
        assert part["description"]
    assert topic.record is not None
    assert list(document["properties"]) == [field.encode_name for field in fields(topic.record)]


def test_an_internal_topic_has_no_schema() -> None:
    with pytest.raises(ValueError, match=r"copydesk\.relay\.marker"):
        schema.topic_schema(MARKER)


@pytest.mark.parametrize("topic", PUBLISHED, ids=lambda topic: topic.name)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_encoded_is_valid_and_comes_back(topic: Topic, data: st.DataObject) -> None:
    assert topic.record is not None
    record = data.draw(records(topic.record))
    stored = codec.to_record(topic, record)
    assert stored.value is not None
    validator(topic).validate(json.loads(stored.value))
    assert codec.decode(topic.record, stored.value) == record


@pytest.mark.parametrize("time", ["2026-11-23T10:00:00", "yesterday", 17, None])
def test_a_time_without_a_zone_is_refused_by_schema_and_codec(time: object) -> None:
    good = FeedHealth(1, "f", "u", None, "ok", None, datetime.now(UTC), None, 300, 0, 0)
    bad = json.loads(codec.encode(good)) | {"polled_at": time}
    assert not validator(TOPICS["news.feeds.v1"]).is_valid(bad)
    with pytest.raises(DecodeError, match="polled_at"):
        codec.decode(FeedHealth, json.dumps(bad).encode())


def test_asyncapi_describes_every_topic_and_refers_to_what_is_there() -> None:
    document = json.loads((SCHEMAS / "asyncapi.json").read_text())
    assert set(document["channels"]) == {topic.name for topic in PUBLISHED}

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            here = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return here + [ref for value in node.values() for ref in references(value)]
        return [ref for value in node for ref in references(value)] if isinstance(node, list) else []

    found = references(document)
    assert len(found) == 4 * len(PUBLISHED)
    for reference in found:
        if reference.startswith("./"):
            assert (SCHEMAS / reference).is_file()
            continue
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node


@pytest.mark.parametrize("topic", PUBLISHED, ids=lambda topic: topic.name)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_headers_are_what_asyncapi_promises(topic: Topic, data: st.DataObject) -> None:
    assert topic.record is not None
    stored = codec.to_record(topic, data.draw(records(topic.record)))
    message = json.loads((SCHEMAS / "asyncapi.json").read_text())["components"]["messages"][topic.name]
    headers = {name: value.decode() for name, value in stored.headers}
    Draft202012Validator(message["headers"], format_checker=formats).validate(headers)
    assert headers["ce_subject"] == stored.key
    assert headers["ce_type"] == topic.name
