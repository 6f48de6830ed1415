"""The topics as an AsyncAPI 3.0 document: what is published where, with which key, headers and settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stream.topics import TOPICS, Topic
from stream.types import SCHEMA_VERSION

KAFKA_BINDING = "0.5.0"

# CloudEvents Kafka protocol binding 1.0.2, binary content mode. Tombstones carry no headers.
HEADERS = {
    "type": "object",
    "properties": {
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_id": {"type": "string", "description": "the same each time the same thing is said: drop repeats by it"},
        "ce_source": {"type": "string", "format": "uri-reference"},
        "ce_type": {"type": "string", "description": "the topic"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_subject": {"type": "string", "description": "the key of the message"},
        "content-type": {"type": "string", "const": "application/json"},
    },
    "required": ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject", "content-type"],
}
KEYS = {
    "Article": "the article's id, stable over its versions",
    "EnrichedArticle": "the article's id",
    "DeadLetter": "the key of the message that failed, or topic/partition/offset where it had none",
    "FeedHealth": "the feed's id",
}


def document(schemas: Mapping[str, str]) -> dict[str, Any]:
    """The document for the topics in `schemas` (topic name -> file name of its JSON Schema, in the same folder)."""
    topics = [TOPICS[name] for name in schemas]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "copydesk",
            "version": f"{SCHEMA_VERSION}.0.0",
            "description": "Clean, versioned news articles. Read with isolation level read_committed.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics},
        "operations": {f"publish.{topic.name}": _operation(topic) for topic in topics},
        "components": {"messages": {topic.name: _message(topic, schemas[topic.name]) for topic in topics}},
    }


def _channel(topic: Topic) -> dict[str, Any]:
    config: dict[str, Any] = {"cleanup.policy": [topic.policy]}
    if "retention.ms" in topic.config:
        config["retention.ms"] = int(topic.config["retention.ms"])
    return {
        "address": topic.name,
        "messages": {"record": {"$ref": f"#/components/messages/{topic.name}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": config,
                "bindingVersion": KAFKA_BINDING,
            }
        },
    }


def _operation(topic: Topic) -> dict[str, Any]:
    channel = f"#/channels/{topic.name}"
    return {"action": "send", "channel": {"$ref": channel}, "messages": [{"$ref": f"{channel}/messages/record"}]}


def _message(topic: Topic, schema: str) -> dict[str, Any]:
    assert topic.record is not None
    name = topic.record.__name__
    key = {"type": "string", "description": KEYS[name]}
    return {
        "name": name,
        "contentType": "application/json",
        "headers": HEADERS,
        "payload": {"$ref": f"./{schema}"},
        "bindings": {"kafka": {"key": key, "bindingVersion": KAFKA_BINDING}},
    }
